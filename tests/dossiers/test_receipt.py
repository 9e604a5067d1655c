import io
import subprocess

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

from motcua.catalogue.models import Fee, RequiredDocument
from motcua.dossiers import quick_codes
from motcua.dossiers.application import HandedIn, Person
from motcua.dossiers.documents import receipt
from motcua.dossiers.queries import with_all_it_shows
from motcua.organisations.models import Kind
from tests.factories import Office, create_agency

pytestmark = pytest.mark.django_db


def loaded(dossier):
    return with_all_it_shows(type(dossier).objects.all()).get(pk=dossier.pk)


def text_of(pdf):
    """What an independent reader makes of it: poppler's pdftotext."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def pages_of(pdf):
    return pypdfium2.PdfDocument(io.BytesIO(pdf))


def decoded(pdf, page=0):
    """What an independent scanner reads at 203 dpi, as a cheap printer prints it."""
    image = pages_of(pdf)[page].render(scale=203 / 72, grayscale=True).to_pil()
    return {code.format.name: code.text for code in zxingcpp.read_barcodes(image)}


@pytest.fixture
def office():
    return Office(name="Cấp điện mới từ lưới điện hạ áp – mua điện sinh hoạt")


def test_every_field_of_form_01_is_printed_with_right_diacritics(office):
    office.centre.parent = create_agency(kind=Kind.PROVINCE, name="UBND tỉnh Cà Mau")
    office.centre.desk_name = office.centre.name
    office.centre.save()
    Fee.objects.create(version=office.version, kind="le_phi", amount=135_000)
    dossier = loaded(office.receive(note="Gọi trước khi đến", result_channel="post"))

    text = text_of(receipt.render(dossier))

    for said in [
        "UBND TỈNH CÀ MAU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "Cà Mau, ngày 22 tháng 10 năm 2018",
        "Số: 0001/TTPVHCC",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {dossier.code}",
        "(Liên: Giao người nộp)",
        "(Liên: Lưu, chuyển kèm Phiếu kiểm soát)",
        "Trung tâm Giải quyết thủ tục hành chính tiếp nhận hồ sơ của: Trần Thị Bé Ba",
        "Số CMND/CCCD: 381000123",
        "Địa chỉ: Ấp Tân Ánh",
        "Số điện thoại: 0900 000 427",
        "Nội dung yêu cầu giải quyết: Cấp điện mới từ lưới điện hạ áp – mua điện sinh hoạt",
        "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:",
        "1 Đơn đề nghị 01 Bản chính",
        "2. Số lượng hồ sơ: 01 (bộ).",
        "3. Thời gian giải quyết hồ sơ theo quy định: 3 ngày làm việc.",
        "4. Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 22 tháng 10 năm 2018.",
        "5. Thời gian trả kết quả: 17 giờ 00 phút, thứ Năm ngày 25 tháng 10 năm 2018",
        "6. Đăng ký nhận kết quả tại: địa chỉ của người nộp, qua dịch vụ bưu chính công ích.",
        "7. Phí, lệ phí: lệ phí 135.000 đ.",
        "Ghi chú: Gọi trước khi đến",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 2018, Số thứ tự: 1.",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Lê Mỹ Lan",
        "Trang 1/1",
    ]:
        assert said in text


def test_who_handed_it_in_and_the_postal_item_are_printed(office):
    submitter = Person(name="Trần Văn Út", id_number="381000777")
    posted = {"channel": "post", "consignment": "ee 123456789 vn"}
    dossier = loaded(office.receive(submitter=submitter, authority="giấy ủy quyền số 12 ngày 20/10/2018", **posted))

    text = text_of(receipt.render(dossier, copies=1))

    assert "tiếp nhận hồ sơ của: Trần Thị Bé Ba" in text
    assert "Người nộp thay: Trần Văn Út (Số CMND/CCCD: 381000777)" in text
    assert "Văn bản ủy quyền: giấy ủy quyền số 12 ngày 20/10/2018" in text
    assert "Nhận qua bưu điện, mã bưu gửi EE123456789VN" in text


def test_who_came_in_person_to_the_desk_reads_none_of_that(office):
    text = text_of(receipt.render(loaded(office.receive()), copies=1))

    assert not [said for said in ("nộp thay", "ủy quyền", "bưu điện", "bưu gửi") if said in text]


def test_a_body_that_hands_in_is_known_by_its_tax_number_and_an_item_may_have_no_number(office):
    dossier = loaded(office.receive(submitter=Person(name="Công ty Út", kind="business", id_number="2000123456")))
    by_post = loaded(office.receive(channel="post"))

    assert "Người nộp thay: Công ty Út (Mã số thuế: 2000123456)" in text_of(receipt.render(dossier))
    assert "Văn bản ủy quyền" not in text_of(receipt.render(dossier))
    assert "Nhận qua bưu điện Nội dung" in text_of(receipt.render(by_post))


def test_a_way_without_a_price_of_its_own_costs_what_the_counter_costs(office):
    Fee.objects.create(version=office.version, channel="counter", amount=50_000)
    Fee.objects.create(version=office.version, channel="online", amount=25_000)
    by_post, at_the_desk = loaded(office.receive(channel="post")), loaded(office.receive())
    online = loaded(office.receive(channel="online"))

    assert receipt.receipt_of(by_post).fees == receipt.receipt_of(at_the_desk).fees == "phí 50.000\u00a0đ"
    assert receipt.receipt_of(online).fees == "phí 25.000\u00a0đ"


def test_an_independent_scanner_reads_both_codes_on_both_copies(office):
    dossier = loaded(office.receive())
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)

    pdf = receipt.render(dossier)

    assert len(pages_of(pdf)) == 2
    for page in (0, 1):
        codes = decoded(pdf, page)
        assert codes["QRCode"] == f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}"
        assert codes["Code128"] == dossier.quick_code


def test_it_is_a5_and_one_page_with_eight_papers(office):
    for number in range(3, 9):
        RequiredDocument.objects.create(
            version=office.version, code=f"P{number}", name="Bản sao giấy chứng nhận quyền sử dụng đất", position=number
        )
    submitter = Person(name="Trần Văn Út", id_number="381000777")
    dossier = loaded(
        office.receive(submitter=submitter, authority="số 12", channel="post", consignment="EE123456789VN")
    )

    pages = pages_of(receipt.render(dossier, copies=1))

    assert len(pages) == 1
    width, height = pages[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (148, 210)


def test_forty_papers_go_on_to_a_second_page_and_lose_none(office):
    for number in range(3, 41):
        RequiredDocument.objects.create(version=office.version, code=f"P{number}", name=f"Giấy tờ số {number}")

    pdf = receipt.render(loaded(office.receive()), copies=2)

    text = text_of(pdf)
    assert len(pages_of(pdf)) == 4
    assert all(text.count(f"Giấy tờ số {number} 01") == 2 for number in range(3, 41))
    assert text.count("Trang 2/2") == 2


@pytest.mark.parametrize("name", ['#panic("x")', "*đậm* $x^2$", "<b>&amp;</b>", "[a] \\ @ref // x"])
def test_what_people_typed_is_text_and_never_markup(office, name):
    dossier = loaded(office.receive(applicant=Person(name=name)))

    assert name in text_of(receipt.render(dossier))


def test_originals_and_copies_are_counted_apart(office):
    dossier = loaded(office.receive(documents=[HandedIn("P1", 1, 2), HandedIn("P2", 0, 1)]))

    text = text_of(receipt.render(dossier))

    assert "Đơn đề nghị 03 01 bản chính, 02 bản sao" in text
    assert "Giấy tờ tùy thân 01 Bản sao" in text


def test_a_dossier_that_was_not_received_has_no_receipt(office):
    with pytest.raises(ValueError, match="not received"):
        receipt.render(office.submit())


def test_vietnamese_letters_of_every_kind_come_back_as_they_went_in(office):
    name = "ẨẾỖẮẶỆỘỰỴ Ấp Đất Mũi ươ đĐ ỳỷỹý ũữ"
    dossier = loaded(office.receive(applicant=Person(name=name)))

    assert name in text_of(receipt.render(dossier))

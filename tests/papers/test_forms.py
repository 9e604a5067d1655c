"""Every form has every field of law.md §4, on A5, and says what the diary says."""

from datetime import date

import pytest

from motcua.catalogue.models import RequiredDocument
from motcua.dossiers import actions as verbs
from motcua.dossiers.application import HandedIn
from motcua.papers import actions, queries
from tests.factories import acting, vn
from tests.papers.reading import page_sizes, text_of

A5 = (148, 210)
HEADS = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "ỦY BAN NHÂN DÂN TỈNH CÀ MAU"]
WHOSE = ["Trần Thị Bé Ba", "Địa chỉ: Ấp Tân Ánh", "Số điện thoại: 0900 000 427", "Số CMND/CCCD: 381000123"]
MISSING = "Giấy chứng sinh thiếu dấu của cơ sở y tế."
AT_WORK = vn("2018-10-22 14:00")
IN_2025 = vn("2025-10-20 09:00")


def issued(dossier, form: str, *, by: str = "-layout") -> str:
    """Issue what the last line of the diary calls for; return its text."""
    event = dossier.events.order_by("-seq").first()
    paper = actions.issue(event=event, form=form)
    assert paper is not None
    pdf = queries.content_of(paper)
    assert page_sizes(pdf) == [A5], "one page of A5"
    return text_of(pdf, by=by)


def asked(office, *, at=AT_WORK, dossier=None, **more):
    dossier = dossier or office.take_over(office.receive(at=at), at=at)
    values = {"reason": MISSING, "papers": ["Giấy chứng sinh"], "asked_until": date(at.year, 11, 5)} | more
    return verbs.request_supplement(dossier=dossier, by=acting(office.hai, at=at), at=at, **values)


def test_form_02_after_appraisal(office):
    dossier = asked(office)

    text = issued(dossier, "supplement_request")

    for said in [
        *HEADS,
        *WHOSE,
        "Số: 0001/HDHS",
        "Cà Mau, ngày 22 tháng 10 năm 2018",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        f"Mã hồ sơ: {dossier.code}",
        "(Yêu cầu lần thứ 1, sau khi thẩm định hồ sơ)",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau",
        "1 Giấy chứng sinh 01",
        f"Lý do: {MISSING}",
        "Căn cứ: Điều 19.4 Nghị định 61/2018/NĐ-CP",
        "Thời điểm yêu cầu: 14 giờ 00 phút, ngày 22 tháng 10 năm 2018",
        "Đề nghị bổ sung trước hết: ngày 05 tháng 11 năm 2018",
        "liên hệ với Phạm Quốc Hải, Trung tâm Giải quyết thủ tục hành chính, điện thoại 0290 000 0022",
        "NGƯỜI HƯỚNG DẪN",
    ]:
        assert said in text


def test_form_02_before_reception_has_no_code_and_says_so(office):
    at = vn("2018-10-22 10:00")
    dossier = verbs.request_supplement(
        dossier=office.submit(), reason=MISSING, papers=["Tờ khai"], by=acting(office.lan), at=at
    )

    text = issued(dossier, "supplement_request")

    assert "(Yêu cầu lần thứ 1, trước khi tiếp nhận)" in text
    assert "Căn cứ: Điều 17 Nghị định 61/2018/NĐ-CP" in text
    assert "Mã hồ sơ" not in text


def test_a_second_request_is_counted_on_the_paper(office):
    once = asked(office)
    actions.issue(event=once.events.order_by("-seq").first(), form="supplement_request")
    back = verbs.accept_supplement(dossier=once, by=acting(office.lan), at=vn("2018-10-23 08:00"))

    text = issued(asked(office, dossier=back, at=vn("2018-10-23 09:00")), "supplement_request")

    assert "(Yêu cầu lần thứ 2, sau khi thẩm định hồ sơ)" in text
    assert "Số: 0002/HDHS" in text


def test_forty_papers_go_on_to_a_second_page_and_lose_none(office):
    names = [f"Giấy tờ số {number}" for number in range(4, 44)]
    for number, name in enumerate(names, 4):
        RequiredDocument.objects.create(version=office.version, code=f"P{number}", name=name)
    papers = [HandedIn(paper.code) for paper in office.version.documents.all()]
    dossier = asked(office, dossier=office.take_over(office.receive(documents=papers), at=AT_WORK), papers=names)

    paper = actions.issue(event=dossier.events.order_by("-seq").first(), form="supplement_request")

    text = text_of(queries.content_of(paper))
    assert all(f"{name} 01" in text for name in names)
    assert "Trang 2/2" in text


def test_form_03_at_the_door(office):
    dossier = verbs.refuse(
        dossier=office.submit(),
        reason="Việc này của Ủy ban nhân dân xã Tạ An Khương.",
        by=acting(office.lan),
        at=vn("2018-10-22 10:30"),
    )

    text = issued(dossier, "refusal")

    for said in [
        *HEADS,
        *WHOSE,
        "Số: 0001/PTC",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "không được tiếp nhận, giải quyết lúc 10 giờ 30 phút, ngày 22 tháng 10 năm 2018, với lý do cụ thể như sau:",
        "Việc này của Ủy ban nhân dân xã Tạ An Khương.",
        "liên hệ với Lê Mỹ Lan",
        "quyền khiếu nại trong thời hạn 90 ngày",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ]:
        assert said in text


def test_form_03_after_appraisal_gives_the_reason_of_the_decision(office):
    dossier = office.take_over(office.receive(), at=AT_WORK)
    dossier = office.propose(dossier, at=AT_WORK, outcome="refused")
    dossier = office.approve(dossier, at=vn("2018-10-23 09:00"))

    text = issued(dossier, "refusal")

    assert f"Mã hồ sơ: {dossier.code}" in text
    assert "Sau khi thẩm định, lúc 09 giờ 00 phút, ngày 23 tháng 10 năm 2018, Sở Tư pháp từ chối giải quyết" in text
    assert "Đủ điều kiện." in text  # what the factory proposes
    assert "THỦ TRƯỞNG CƠ QUAN" in text
    assert "Võ Thị Sáu" in text


def extended(office, *, at, new_due_on):
    dossier = office.take_over(office.receive(at=at), at=at)
    return verbs.extend(
        dossier=dossier,
        reason="Cần xác minh tại bệnh viện.",
        new_due_on=new_due_on,
        by=acting(office.sau, at=at),
        at=at,
    )


def test_form_04_of_2018_apologises_with_both_days(office):
    dossier = extended(office, at=AT_WORK, new_due_on=date(2018, 10, 31))

    text = issued(dossier, "apology")

    for said in [
        *HEADS,
        *WHOSE,
        "SỞ TƯ PHÁP",
        "Số: 0001/PXL",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi: Trần Thị Bé Ba",
        "Ngày 22 tháng 10 năm 2018, Trung tâm Giải quyết thủ tục hành chính tiếp nhận hồ sơ",
        "lĩnh vực Hộ tịch",
        dossier.code,
        "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 25 tháng 10 năm 2018",
        "Lý do: Cần xác minh tại bệnh viện.",
        "xin lỗi Ông/Bà và hẹn lại ngày trả kết quả: 17 giờ 00 phút, ngày 31 tháng 10 năm 2018",
        "Nơi nhận:",
        "- Như trên;",
        "THỦ TRƯỞNG CƠ QUAN",
        "Võ Thị Sáu",
    ]:
        assert said in text
    assert "gia hạn" not in text


def test_form_04_of_2025_asks_for_the_longer_time_as_well(office):
    text = issued(extended(office, at=IN_2025, new_due_on=date(2025, 10, 30)), "apology")

    assert "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT" in text
    assert (
        "Đề nghị gia hạn thời gian giải quyết hồ sơ: từ 17 giờ 00 phút, ngày 23 tháng 10 năm 2025 "
        "đến 17 giờ 00 phút, ngày 30 tháng 10 năm 2025" in text
    )


def test_form_05_of_2025_says_that_work_has_stopped(office):
    dossier = verbs.withdraw(
        dossier=office.receive(at=IN_2025), reason="Đã làm ở nơi khác.", by=acting(office.lan, at=IN_2025), at=IN_2025
    )

    text = issued(dossier, "stop_notice")

    for said in [
        *HEADS,
        *WHOSE,
        "Số: 0001/TBD",
        "Cà Mau, ngày 20 tháng 10 năm 2025",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        f"Mã hồ sơ: {dossier.code}",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 20 tháng 10 năm 2025",
        "Trần Thị Bé Ba đề nghị dừng giải quyết hồ sơ, ngày 20 tháng 10 năm 2025",
        "Đã làm ở nơi khác.",
        "Giấy tờ trả lại cho người nộp",
        "1 Tờ khai 01 Bản chính",
        "Phí, lệ phí",
    ]:
        assert said in text


def test_a_leader_stops_a_dossier_and_signs_the_notice(office):
    dossier = verbs.stop(
        dossier=office.receive(at=IN_2025),
        reason="Quá hạn bổ sung theo quy định.",
        by=acting(office.sau, at=IN_2025),
        at=IN_2025,
    )

    text = issued(dossier, "stop_notice")

    assert "Sở Tư pháp dừng giải quyết hồ sơ, ngày 20 tháng 10 năm 2025" in text
    assert "Quá hạn bổ sung theo quy định." in text
    assert "THỦ TRƯỞNG CƠ QUAN" in text


def test_before_2025_there_is_no_notice_of_stopping(office):
    dossier = verbs.withdraw(dossier=office.receive(), reason="Đã làm ở nơi khác.", by=acting(office.lan), at=AT_WORK)

    assert actions.issue(event=dossier.events.last(), form="stop_notice") is None


def test_the_control_slip_has_a_block_for_every_handing_over(office):
    dossier = office.take_over(office.receive(), at=vn("2018-10-22 14:00"))
    dossier = office.propose(dossier, at=vn("2018-10-24 15:30"))
    dossier = office.approve(dossier, at=vn("2018-10-24 16:00"))
    dossier = office.return_result(dossier, at=vn("2018-10-25 10:00"))

    text = issued(dossier, "control_slip", by="-raw")

    for said in [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        f"Mã hồ sơ: {dossier.code}",
        "Cơ quan (bộ phận) giải quyết hồ sơ: Sở Tư pháp",
        "Cơ quan phối hợp giải quyết hồ sơ: Không",
        "TÊN CƠ QUAN",
        "THỜI GIAN GIAO",
        "GHI CHÚ",
        "09 giờ 00 phút, ngày 22 tháng 10",
        "15 giờ 30 phút, ngày 24 tháng 10",
        "16 giờ 00 phút, ngày 24 tháng 10",
        "Người giao: Lê Mỹ Lan",
        "Người nhận: Phạm Quốc Hải",
        "Người nhận: Võ Thị Sáu",
        "Người nhận: Lê Mỹ Lan",
    ]:
        assert said in text
    assert text.count("1. Giao:") == text.count("2. Nhận:") == 3
    assert "Quá hạn" in text  # Hải's step was to end that morning
    assert "Đúng hạn" in text


def test_a_pause_is_noted_where_it_happened(office):
    taken = office.take_over(office.receive(), at=AT_WORK)
    dossier = asked(office, dossier=taken, at=vn("2018-10-22 15:00"))
    dossier = verbs.accept_supplement(dossier=dossier, by=acting(office.lan), at=vn("2018-10-23 08:00"))
    dossier = office.propose(dossier, at=vn("2018-10-23 09:00"))

    text = issued(dossier, "control_slip", by="-raw")

    assert "Yêu cầu bổ sung 22/10/2018" in text


@pytest.mark.parametrize("reason", ['#panic("x")', "*đậm* $x^2$", "<b>&amp;</b>", "[a] \\ @ref // x"])
def test_what_officers_typed_is_text_and_never_markup(office, reason):
    dossier = verbs.refuse(dossier=office.submit(), reason=reason, by=acting(office.lan), at=vn("2018-10-22 10:30"))

    assert reason in issued(dossier, "refusal")


def test_a_long_reason_still_fits_on_one_page(office):
    reason = "Hồ sơ chưa đúng mẫu theo quy định hiện hành, phải lập lại. " * 25
    dossier = verbs.refuse(dossier=office.submit(), reason=reason, by=acting(office.lan), at=vn("2018-10-22 10:30"))

    assert "phải lập lại. Hồ sơ" in issued(dossier, "refusal")

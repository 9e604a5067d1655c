import pytest

from motcua.catalogue import search
from motcua.catalogue.actions import put
from motcua.catalogue.drafts import LimitDraft, ProcedureDraft, ReceptionDraft
from motcua.organisations.models import Kind
from tests.factories import MONDAY_9AM, create_agency

pytestmark = pytest.mark.django_db

ON = MONDAY_9AM.date()


def draft(code, name, everyday, *synonyms, popularity=0, level="province"):
    return ProcedureDraft(
        code=code,
        name=name,
        field_key="f",
        field_name="Lĩnh vực",
        levels=[level],
        everyday_name=everyday,
        synonyms=synonyms,
        popularity=popularity,
        limits=[LimitDraft("3 working days")],
        receptions=[ReceptionDraft(level=level)],
    )


@pytest.fixture(autouse=True)
def catalogue():
    put(
        [
            draft(
                "DL.000001", "Cấp điện mới từ lưới điện hạ áp", "Lắp điện kế mới", "công tơ", "kéo điện", popularity=100
            ),
            draft("CN.000001", "Cấp nước mới", "Lắp đồng hồ nước", "thủy kế", popularity=80),
            draft("1.000001", "Đăng ký khai sinh", "Làm khai sinh", popularity=90, level="commune"),
            draft("1.000002", "Đăng ký lại khai sinh", "Làm lại khai sinh", popularity=10, level="commune"),
            draft("1.000003", "Đổi giấy phép lái xe", "Đổi bằng lái", "bằng lái xe", popularity=70),
            draft("1.000004", "Đăng ký biến động quyền sử dụng đất", "Sang tên sổ đỏ", "bìa đỏ", popularity=60),
        ],
        valid_from=ON,
    )


def codes(text, **more):
    return [version.procedure.code for version in search.find(text, on=ON, **more)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lap dien ke", "DL.000001"),
        ("Lắp điện kế", "DL.000001"),
        ("cong to", "DL.000001"),
        ("lap dong ho nuoc", "CN.000001"),
        ("dang ky khai sinh", "1.000001"),
        ("dang ki khia sinh", "1.000001"),  # two slips
        ("khai shin", "1.000001"),
        ("bang lai", "1.000003"),
        ("so do", "1.000004"),
        ("so dỏ", "1.000004"),
        ("DL.000001", "DL.000001"),
        ("dl.000001", "DL.000001"),
        ("đất sang tên", "1.000004"),  # the words in another order
    ],
)
def test_it_is_found_the_way_people_type(typed, code):
    assert codes(typed)[0] == code


@pytest.mark.parametrize("typed", ["", "   ", "xyzxyz", "%", "_", "'; --"])
def test_what_fits_nothing_finds_nothing(typed):
    assert codes(typed) == []


def test_only_what_a_unit_receives_is_found_for_it():
    commune = create_agency(kind=Kind.COMMUNE)

    assert codes("lap dien ke", unit=commune) == []
    assert codes("khai sinh", unit=commune) == ["1.000001", "1.000002"]


def test_it_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        search.find("khai sinh", on=ON)

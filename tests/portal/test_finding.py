import pytest

from motcua.catalogue.models import Procedure
from motcua.lib import damm
from tests.portal.conftest import text_of

pytestmark = pytest.mark.django_db
CODE = "181042076"
CODE += damm.check_digit(CODE)


@pytest.mark.parametrize("typed", ["lap dien ke", "LẮP ĐIỆN KẾ", "cong to", "lap dien kee"])
def test_people_find_a_procedure_as_they_type_it(client, town, typed):
    town.add_procedures(3)

    rows = client.get("/tim/", {"q": typed}).context["rows"]

    assert rows[0].title == "Lắp điện kế mới"
    assert rows[0].official == "Cấp điện mới từ lưới điện hạ áp cho mục đích sinh hoạt"


@pytest.mark.parametrize("typed", [CODE, f"{CODE[:4]} {CODE[4:8]} {CODE[8:]}", f"{CODE[:4]}.{CODE[4:8]}.{CODE[8:]}"])
def test_ten_digits_lead_to_the_dossier(client, town, typed):
    answer = client.get("/tim/", {"q": typed})

    assert answer.status_code == 302
    assert answer["Location"] == f"/ho-so/{CODE}/"


def test_a_search_that_finds_nothing_says_who_helps_and_what_to_try(client, town):
    answer = client.get("/tim/", {"q": "xyzzy <b>"})

    text = text_of(answer)
    assert "Chưa thấy thủ tục nào cho “xyzzy <b>”" in text
    assert "0290 000 0022" in text and "lap dien ke" in text
    assert b"<b>\xe2\x80\x9d" not in answer.content, "what was typed is not markup"


def test_the_list_goes_on_page_by_page_and_shows_each_procedure_once(client, town):
    town.add_procedures(44)

    seen, query = [], ""
    for _page in range(5):
        answer = client.get(f"/thu-tuc/{query}")
        seen += [row.url for row in answer.context["rows"]]
        query = answer.context["next_url"]
        if not query:
            break

    assert len(seen) == len(set(seen)) == 45


def test_the_list_narrows_by_matter_agency_tier_and_channel(client, town):
    town.add_procedures(2, online_level=2)

    def titles(**query: str) -> list[str]:
        return [row.title for row in client.get("/thu-tuc/", query).context["rows"]]

    assert titles(viec="dien-va-nuoc") == ["Lắp điện kế mới"]
    assert titles(**{"tren-mang": "1"}) == ["Lắp điện kế mới"]
    assert len(titles(**{"co-quan": "so-tu-phap"})) == 3
    assert len(titles(cap="province")) == 3
    assert titles(cap="commune") == []


@pytest.mark.parametrize(
    "query", ["?tu=abc", "?tu=5-", "?tu=-9", "?cap=xyz", "?viec=<script>", "?tu=99999999999999999999-1"]
)
def test_nonsense_in_the_address_of_the_list_is_forgiven(client, town, query):
    assert client.get(f"/thu-tuc/{query}").status_code == 200


def test_a_filter_without_any_procedure_says_how_to_go_on(client, town):
    text = text_of(client.get("/thu-tuc/?cap=commune"))

    assert "Chưa có thủ tục nào như vậy" in text and "Bỏ lọc, xem tất cả" in text


def test_a_matter_of_life_gathers_its_procedures(client, town):
    assert "Lắp điện kế mới" in text_of(client.get("/viec/dien-va-nuoc/"))
    assert "Mục này chưa có thủ tục nào" in text_of(client.get("/viec/sinh-con/"))
    assert client.get("/viec/khong-co/").status_code == 404


def test_a_matter_with_many_procedures_leads_to_all_of_them(client, town):
    town.add_procedures(40)
    Procedure.objects.update(topic="dien-va-nuoc")

    answer = client.get("/viec/dien-va-nuoc/")

    assert len(answer.context["rows"]) == 30
    assert "Xem đủ 41 thủ tục" in text_of(answer)
    assert client.get("/thu-tuc/?viec=dien-va-nuoc").context["total"] == 41


def test_places_are_listed_by_tier_with_telephone_and_hours(client, town):
    town.centre.phone = "0290 3000 141"
    town.centre.save()

    text = text_of(client.get("/co-quan/"))
    assert "Trung tâm của tỉnh" in text and "Xã, phường, thị trấn" in text
    assert "7:00 – 11:00" in text and "UBND huyện Đầm Dơi" in text

    text = text_of(client.get("/co-quan/trung-tam/"))
    assert "0290 300 0141" in text and "Lắp điện kế mới" in text


def test_a_department_without_a_desk_says_where_its_procedures_are_received(client, town):
    text = text_of(client.get("/co-quan/so-tu-phap/"))

    assert "Nơi này không nhận hồ sơ trực tiếp" in text
    assert client.get("/co-quan/khong-co/").status_code == 404

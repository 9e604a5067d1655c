"""Who may look in: the Centre's overseers, the chair, the controllers; heads of agencies at what is theirs."""

import pytest
from django.urls import URLPattern

from motcua.organisations.models import Role
from motcua.oversight import urls
from motcua.reporting.letters import page_of
from tests.factories import create_agency, create_officer, create_user
from tests.oversight.conftest import LETTER, REVIEW, ROOM, WEEK, Province

WATCHED = (
    ROOM, REVIEW, f"{ROOM}qua-han/", f"{ROOM}don-vi/", f"{ROOM}don-vi/so-tu-phap/", f"{ROOM}hai-long/",
    f"{ROOM}so-lieu/", f"{ROOM}so-lieu/tai-ve/?tu=2018-10-01&den=2018-10-22",
)  # fmt: skip
OPEN_TO_HEADS = (f"{ROOM}ra-soat/", LETTER, f"{LETTER}in/", f"{ROOM}ho-so/?loc=qua-han")


def test_every_address_of_the_surface_sends_strangers_to_the_door(client, empty: Province):
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        path = str(pattern.pattern)
        for unknown, known in (
            ("<week:week>", "2018-tuan-43"), ("<slug:key>", "so-tu-phap"),
            ("<uuid:pk>", "01890000-0000-7000-8000-000000000000"),
        ):  # fmt: skip
            path = path.replace(unknown, known)
        for ask in (client.get, client.post):
            answer = ask(f"/lam-viec/{path}")
            assert answer.status_code in (302, 405), path
            assert answer.status_code == 405 or answer["Location"].startswith("/tai-khoan/login/"), path


def test_who_looks_over_the_province_sees_every_page(province: Province, as_):
    province.send()

    for who in (province.diem, province.chair, province.quang):
        for path in WATCHED + OPEN_TO_HEADS[1:]:
            assert as_(who).get(path).status_code == 200, path


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.TRAINER, Role.PARTNER])
def test_others_are_told_whose_page_it_is(empty: Province, as_, role: str):
    empty.send()
    somebody = create_officer(role, empty.department)

    for path in WATCHED + OPEN_TO_HEADS:
        answer = as_(somebody).get(path)
        assert answer.status_code == 403, path
        assert "phòng giám sát" in answer.content.decode(), path


def test_a_head_does_not_see_the_province(empty: Province, as_):
    for path in WATCHED:
        assert as_(empty.sau).get(path).status_code == 403, path


def test_a_head_sees_their_own_letter_and_nobody_elses(province: Province, as_):
    other = create_agency("so-y-te", name="Sở Y tế")
    stranger = create_officer(Role.LEADER, other)
    province.send()

    assert as_(province.sau).get(LETTER).status_code == 200
    for path in (LETTER, f"{LETTER}in/"):
        assert as_(stranger).get(path).status_code == 404
    assert as_(stranger).post(f"{LETTER}tra-loi/", {"answer": "Của tôi."}).status_code == 404
    assert province.letter().answered_at is None


def test_a_head_does_not_see_a_draft(province: Province, as_):
    province.draft()

    assert as_(province.sau).get(LETTER).status_code == 404


def test_a_list_shows_a_head_their_own_agencys_dossiers_only(province: Province, as_):
    stranger = create_officer(Role.LEADER, create_agency("so-y-te", name="Sở Y tế"))
    path = f"{ROOM}ho-so/?loc=qua-han"

    assert str(province.late.code) in as_(province.sau).get(path).content.decode()
    assert str(province.late.code) not in as_(stranger).get(path).content.decode()


def test_only_the_monitoring_room_sends(empty: Province, as_):
    review = empty.draft()

    for who in (empty.chair, empty.sau, empty.lan):
        for path in (f"{REVIEW}gui/", f"{REVIEW}soan/", f"{LETTER}loi-nhac/", f"{ROOM}nhac/"):
            assert as_(who).post(path, {"note": "x"}).status_code == 403, path

    review.refresh_from_db()
    assert (review.sent_at, empty.letter().note) == (None, "")


def test_a_post_that_ended_opens_nothing(empty: Province, as_):
    former = create_user()

    assert as_(former).get(ROOM).status_code == 403


def test_the_address_in_the_letters_is_the_pages_own():
    assert page_of(WEEK, "so-tu-phap") == LETTER

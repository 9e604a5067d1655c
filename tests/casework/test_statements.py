"""What a page of these desks costs the database, the session and all included."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from motcua.casework import queries
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, SIGNING, TEN, Department, put_the_clock_to, signed_in
from tests.dossiers.test_ways import put_in_force, redraw
from tests.factories import MONDAY_9AM, acting, create_agency, create_officer, vn

SEARCH = "/lam-viec/tim/"
MOST = 8


@pytest.fixture
def with_a_history(office: Department) -> Dossier:
    """Return a dossier in Hải's hands, of which nearly everything is kept that can be."""
    redraw(office, {"name": "Thẩm định"}, {"name": "Dự thảo"})
    put_in_force(office)
    create_officer(Role.SPECIALIST, office.department)
    dossier, by = office.in_hand(), acting(office.hai)
    asked = create_agency("so-y-te", name="Sở Y tế", short_name="Sở Y tế")
    actions.consult(dossier=dossier, agency=asked, question="Có thuộc diện không?", half_days=4, by=by, at=MONDAY_9AM)
    actions.request_supplement(dossier=dossier, reason="Thiếu dấu.", papers=[], by=by, at=MONDAY_9AM)
    actions.accept_supplement(dossier=dossier, by=acting(office.lan), at=TEN)
    for n in range(5):
        office.in_hand(at=MONDAY_9AM - timedelta(days=n))
    dossier.refresh_from_db()
    return dossier


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(lambda dossier: f"{BENCH}{dossier.code}/", id="a dossier's own page"),
        pytest.param(lambda dossier: BENCH, id="the bench"),
        pytest.param(lambda dossier: f"{BENCH}?xem=don-vi&sau=1~2018-01-01T00:00:00%2B07:00~{dossier.pk}", id="deep"),
        pytest.param(lambda dossier: f"{BENCH}?ho-so={dossier.quick_code}", id="with the one that is named"),
        pytest.param(lambda dossier: f"{BENCH}?vua={dossier.quick_code}", id="with the one just passed on"),
        pytest.param(lambda dossier: f"{BENCH}?xem=y-kien", id="what others ask"),
        pytest.param(lambda dossier: f"{BENCH}{dossier.code}/ben-canh/", id="beside the list"),
        pytest.param(lambda dossier: f"{SEARCH}?q=tran+thi+be+ba", id="search"),
        pytest.param(lambda dossier: f"{SEARCH}?q=trna+thi+be+ba", id="search with a slip of the hand"),
    ],
)
def test_no_page_asks_the_database_more_than_eight_times(
    with_a_history: Dossier, hai: Client, path: Callable[[Dossier], str], django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setitem(queries.page_of.__kwdefaults__, "size", 2)
    put_the_clock_to(vn("2018-10-23 10:00"))
    hai.get(SEARCH)  # the calendars are built once a process

    with django_assert_max_num_queries(MOST):
        assert hai.get(path(with_a_history)).status_code == 200


def test_the_signing_desk_does_not_either(office: Department, sau: Client, django_assert_max_num_queries):
    for _dossier in range(3):
        office.proposed()
    sau.get(SIGNING)

    with django_assert_max_num_queries(MOST):
        assert sau.get(SIGNING).status_code == 200


def test_nor_does_the_receipt(office: Department, django_assert_max_num_queries):
    dossier, lan = office.receive(), signed_in(office.lan)

    with django_assert_max_num_queries(MOST - 1):
        assert lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/giay-hen.pdf").status_code == 200

"""POST /ratings with the receipt in hand; the figures, and who may see whose."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.organisations.models import Kind, Role
from motcua.ratings.actions import Counted, load_history
from motcua.ratings.models import Rating
from motcua.reporting.actions import draft_review, send_review
from motcua.reporting.weeks import Week
from tests.api.conftest import Caller
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, vn
from tests.hearing import hear


@pytest.fixture
def returned(office: Office, lan: Caller) -> dict[str, str]:
    """The code and the token of a dossier whose result was handed over."""
    dossier = office.return_result(office.decided(at=vn("2018-10-19 09:00")), at=MONDAY_9AM)
    shown = lan.get(f"/dossiers/{dossier.code}").json()
    return {"quick_code": shown["quick_code"], "token": shown["tracking_url"].rpartition("/")[2]}


def test_a_result_is_rated_once_by_whoever_has_the_receipt(returned: dict[str, str], anybody: Caller):
    said = returned | {"level": 2, "finished_in_one_visit": False, "reasons": ["waiting"], "comment": "Chờ lâu quá."}

    response = anybody.post("/ratings", said)

    assert response.status_code == 201
    assert response.json()["rated_at"].startswith("2018-10-22T09:00:")
    assert response.json()["level"] == 2
    rating = Rating.objects.get()
    assert (rating.level, rating.reasons, rating.comment) == (2, ["waiting"], "Chờ lâu quá.")
    assert anybody.post("/ratings", said).status_code == 409


def test_a_rating_that_is_sent_again_gets_its_first_answer(returned: dict[str, str], anybody: Caller):
    answers = [anybody.post("/ratings", returned | {"level": 5}, Idempotency_Key="r-1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Rating.objects.count() == 1


def test_an_officers_key_does_not_rate(returned: dict[str, str], lan: Caller):
    assert lan.post("/ratings", returned | {"level": 5}).status_code == 403
    assert not Rating.objects.exists()


def test_nothing_is_rated_before_it_is_returned(office: Office, lan: Caller, anybody: Caller):
    shown = lan.get(f"/dossiers/{office.receive(at=MONDAY_9AM).code}").json()
    said = {"quick_code": shown["quick_code"], "token": shown["tracking_url"].rpartition("/")[2], "level": 5}

    assert anybody.post("/ratings", said).status_code == 409


def test_a_guessed_token_rates_nothing_and_is_counted(
    returned: dict[str, str], anybody: Caller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("motcua.api.v1.ratings.WRONG_TOKENS", {"limit": 2, "seconds": 86400})
    guesses = [anybody.post("/ratings", returned | {"token": f"AAAAA{n}", "level": 1}).status_code for n in range(3)]

    assert guesses == [403, 403, 429]
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"level": 6}, "level"), ({"level": "5"}, "level"), ({"reasons": ["x"]}, "reasons[0]"), ({"stars": 5}, "stars")],
)
def test_a_rating_that_cannot_be_read_is_refused(returned: dict[str, str], anybody: Caller, change, field: str):
    response = anybody.post("/ratings", returned | {"level": 5} | change)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


def test_satisfaction_is_exact_and_shows_its_denominators(office: Office, lan: Caller):
    article = {"trung-tam": (17_383, "99.09"), "ca-mau": (21_701, "98.93"), "nam-can": (2_902, "98.00")}
    units = {"trung-tam": office.centre} | {
        key: create_agency(key, kind=Kind.DISTRICT) for key in article if key != "trung-tam"
    }
    load_history(
        Counted(units[key], date(2018, 1, 1), date(2018, 9, 30), ratings=count, percent=Decimal(percent), source="x")
        for key, (count, percent) in article.items()
    )

    figures = lan.get("/figures/satisfaction", **{"from": "2018-01-01", "to": "2018-09-30"}).json()

    assert (figures["from"], figures["to"]) == ("2018-01-01", "2018-09-30")
    rows = {row["agency"]: row for row in figures["items"]}
    assert {key: (row["ratings"], row["percent"]) for key, row in rows.items()} == {
        key: (count, float(percent)) for key, (count, percent) in article.items()
    }
    assert figures["total"]["ratings"] == sum(count for count, _percent in article.values())
    assert (rows["trung-tam"]["satisfied"], rows["trung-tam"]["response_rate"]) == (17_225, None)


@pytest.mark.parametrize(
    "query",
    [{"from": "2018-10-31", "to": "2018-10-01"}, {"from": "mai"}, {"from": "1901-01-01"}, {"von": "2018-10-01"}],
)
def test_days_that_make_no_span_are_refused(office: Office, lan: Caller, query: dict[str, str]):
    for path in ("/figures/satisfaction", "/figures/progress"):
        assert lan.get(path, **query).status_code == 422


def test_progress_and_adoption_show_ones_own_units_and_the_centre_all(office: Office, hai: Caller):
    office.decided(at=MONDAY_9AM)
    hear()
    centre = Caller(create_officer(Role.CENTRE, office.centre))
    stranger = Caller(create_officer(Role.LEADER, create_agency("so-y-te")))

    for caller in (centre, hai):
        (row,) = caller.get("/figures/progress").json()["items"]
        assert (row["agency"], row["received"], row["finished"], row["early"]) == ("so-tu-phap", 1, 1, 1)
    assert stranger.get("/figures/progress").json()["items"] == []
    (row,) = centre.get("/figures/adoption").json()["items"]
    assert (row["agency"], row["entered"], row["days_ago"], row["must_be_called"]) == ("trung-tam", 1, 0, False)
    assert stranger.get("/figures/adoption").json()["items"] == []


def test_a_review_shows_each_agency_its_letter_once_it_is_sent(office: Office, hai: Caller, lan: Caller):
    late = office.receive(at=vn("2018-10-15 09:00"))
    watching = create_officer(Role.CENTRE, office.centre)
    centre = Caller(watching)
    review = draft_review(week=Week(2018, 43), at=MONDAY_9AM)

    assert centre.get("/reviews/2018-W43").json()["sent_at"] is None
    assert hai.get("/reviews/2018-W43").status_code == 404
    send_review(review=review, by=acting(watching), at=MONDAY_9AM)
    sent = hai.get("/reviews/2018-W43").json()
    assert (sent["week"], sent["from"], sent["to"]) == ("2018-W43", "2018-10-22", "2018-10-28")
    (letter,) = sent["letters"]
    assert (letter["agency"], letter["overdue"]) == ("so-tu-phap", 1)
    assert letter["items"] == [{"code": late.code, "danger": "overdue", "due_at": "2018-10-18T17:00:00+07:00"}]
    assert lan.get("/reviews/2018-W43").status_code == 404


@pytest.mark.parametrize("week", ["2018-W44", "2018-W60", "2018-43", "now"])
def test_a_week_without_a_review_is_not_found(office: Office, week: str):
    assert Caller(create_officer(Role.CHAIR, office.centre)).get(f"/reviews/{week}").status_code == 404

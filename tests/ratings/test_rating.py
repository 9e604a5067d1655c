"""A rating is bound to a result that was handed over, and given once, by whoever has the receipt."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection

from motcua.dossiers import quick_codes
from motcua.dossiers.models import Dossier
from motcua.ratings import actions
from motcua.ratings.models import Rating
from tests.factories import MONDAY_9AM, Office, acting

LATER = MONDAY_9AM + timedelta(hours=3)


def token_of(dossier: Dossier) -> str:
    return quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)


@pytest.fixture
def returned(db: None) -> Dossier:
    office = Office()
    return office.return_result(office.decided(), at=MONDAY_9AM)


def test_the_receipts_holder_rates_what_was_handed_over(returned: Dossier) -> None:
    rating = actions.rate(
        quick_code=returned.quick_code,
        token=token_of(returned).lower(),
        level=2,
        finished_in_one_visit=False,
        reasons=["waiting", "many-trips", "waiting"],
        comment=" Đi ba lần. ",
        at=LATER,
    )

    kept = Rating.objects.get()
    assert kept == rating
    assert (kept.dossier, kept.unit, kept.level, kept.at) == (returned, returned.unit, 2, LATER)
    assert (kept.reasons, kept.comment, kept.finished_in_one_visit) == (["waiting", "many-trips"], "Đi ba lần.", False)


def test_one_result_is_rated_once(returned: Dossier) -> None:
    actions.rate(quick_code=returned.quick_code, token=token_of(returned), level=5, at=LATER)

    with pytest.raises(actions.RatedAlready, match="đã được chấm điểm"):
        actions.rate(quick_code=returned.quick_code, token=token_of(returned), level=1, at=LATER)

    assert Rating.objects.get().level == 5


def test_nothing_is_rated_before_the_result_is_handed_over(db: None) -> None:
    dossier = Office().decided()

    with pytest.raises(actions.NotReturnedYet, match="Nhận kết quả xong"):
        actions.rate(quick_code=dossier.quick_code, token=token_of(dossier), level=5, at=LATER)

    assert not Rating.objects.exists()


@pytest.mark.parametrize("token", ["", "000000", "7K3M9Q"])
def test_a_code_alone_does_not_rate(returned: Dossier, token: str) -> None:
    with pytest.raises(actions.UnknownReceipt):
        actions.rate(quick_code=returned.quick_code, token=token, level=5, at=LATER)

    assert not Rating.objects.exists()


def test_a_right_token_for_no_dossier_rates_nothing(db: None) -> None:
    token = quick_codes.token("1810420768", key=settings.TRACKING_KEY)

    with pytest.raises(actions.UnknownReceipt):
        actions.rate(quick_code="1810420768", token=token, level=5, at=LATER)


def test_officers_do_not_rate_their_own_work(db: None) -> None:
    office = Office()
    dossier = office.return_result(office.decided(), at=MONDAY_9AM)

    for officer in (office.lan, office.hai, office.sau):
        with pytest.raises(actions.NotForOfficers, match="Cán bộ không chấm điểm"):
            actions.rate(quick_code=dossier.quick_code, token=token_of(dossier), level=5, at=LATER, by=acting(officer))

    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("level", {"level": 0}),
        ("level", {"level": 6}),
        ("reasons", {"level": 1, "reasons": ["bribe"]}),
        ("comment", {"level": 1, "comment": "x" * 501}),
    ],
)
def test_what_was_typed_wrong_is_named_with_what_to_do(returned: Dossier, field: str, more: dict) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.rate(**{"quick_code": returned.quick_code, "token": token_of(returned), "at": LATER} | more)

    assert list(refused.value.message_dict) == [field]
    assert not Rating.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_hands_on_the_same_face_count_once() -> None:
    office = Office()
    dossier = office.return_result(office.decided(), at=MONDAY_9AM)
    together, refused = Barrier(5), []

    def press() -> None:
        together.wait()
        try:
            actions.rate(quick_code=dossier.quick_code, token=token_of(dossier), level=5, at=LATER)
        except actions.RatedAlready as sentence:
            refused.append(sentence)
        finally:
            connection.close()

    hands = [Thread(target=press) for _hand in range(5)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert Rating.objects.count() == 1
    assert len(refused) == 4


def test_what_was_wrong_is_asked_after_the_face_and_added_once(returned: Dossier) -> None:
    receipt = {"quick_code": returned.quick_code, "token": token_of(returned)}
    with pytest.raises(actions.UnknownReceipt, match="gương mặt trước"):
        actions.explain(**receipt, reasons=["waiting"])
    actions.rate(**receipt, level=1, at=LATER)

    actions.explain(**receipt, reasons=["waiting"], comment="Chờ từ sáng.")
    with pytest.raises(actions.RatedAlready):
        actions.explain(**receipt, reasons=["manner"])

    rating = Rating.objects.get()
    assert (rating.level, rating.reasons, rating.comment) == (1, ["waiting"], "Chờ từ sáng.")


def test_words_are_not_added_without_the_receipt(returned: Dossier) -> None:
    actions.rate(quick_code=returned.quick_code, token=token_of(returned), level=1, at=LATER)

    with pytest.raises(actions.UnknownReceipt):
        actions.explain(quick_code=returned.quick_code, token="000000", reasons=["waiting"])

    assert Rating.objects.get().reasons == []

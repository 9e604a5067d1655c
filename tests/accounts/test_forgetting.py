"""What nobody asks for again is let go every night; what still counts stays."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from motcua.accounts.actions import ANSWERS_ARE_KEPT, count_try, remembered_answer
from motcua.accounts.models import AnsweredRequest, RateCount
from motcua.accounts.tasks import forget_what_is_over
from tests.factories import MONDAY_9AM, create_user

pytestmark = pytest.mark.django_db

HOUR = 3600


def test_tries_are_let_go_when_their_window_is_over(monkeypatch: pytest.MonkeyPatch):
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    monkeypatch.setattr(time, "time", noon.timestamp)
    for key, seconds in (("hour", HOUR), ("day", 24 * HOUR)):
        assert count_try(key=key, limit=1, seconds=seconds)

    just_before = noon + timedelta(minutes=59)
    forget_what_is_over(at=MONDAY_9AM, real_at=just_before)
    assert RateCount.objects.count() == 2
    assert not count_try(key="hour", limit=1, seconds=HOUR)  # still counted

    said = forget_what_is_over(at=MONDAY_9AM, real_at=noon + timedelta(hours=1))
    assert said == "0 answers, 1 counts of tries, 0 sessions"
    assert RateCount.objects.get().key == "day"


def test_a_session_is_let_go_once_it_has_expired():
    client = Client()
    client.force_login(create_user())
    expires_at = Session.objects.get().expire_date

    forget_what_is_over(at=MONDAY_9AM, real_at=expires_at - timedelta(minutes=1))
    assert Session.objects.exists()

    said = forget_what_is_over(at=MONDAY_9AM, real_at=expires_at + timedelta(minutes=1))
    assert said == "0 answers, 0 counts of tries, 1 sessions"
    assert not Session.objects.exists()


def test_answers_are_kept_for_a_week_of_the_house():
    remembered_answer(user=None, key="f-1", fingerprint="", at=MONDAY_9AM)

    assert forget_what_is_over(at=MONDAY_9AM + ANSWERS_ARE_KEPT).startswith("0 answers")
    assert forget_what_is_over(at=MONDAY_9AM + ANSWERS_ARE_KEPT + timedelta(minutes=5)).startswith("1 answers")
    assert not AnsweredRequest.objects.exists()

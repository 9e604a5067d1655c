"""What the rules say, as pages show it."""

import pytest
from django.utils import translation

from motcua.law.codes import UnreadableCode
from motcua.law.refusals import Refusal
from motcua.law.rule_sets import NoRuleSet
from motcua.working_time import limits, sentences
from motcua.working_time.calendar import CalendarEnds, ImpossibleCalendar
from motcua.working_time.due_command import UnreadableRequest
from motcua.working_time.due_dates import Uncountable
from motcua.working_time.limits import UnreadableLimit
from tests.working_time.moments import promise

REFUSALS = [
    CalendarEnds,
    ImpossibleCalendar,
    NoRuleSet,
    Uncountable,
    UnreadableCode,
    UnreadableLimit,
    UnreadableRequest,
]


def test_a_refusal_reads_the_same_on_the_page_and_on_the_command_line():
    with pytest.raises(Refusal) as refusal:
        limits.parse("3 weeks")

    with translation.override("vi"):
        assert sentences.refusal_in_words(refusal.value) == str(refusal.value)


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_is_a_sentence_that_says_how_to_mend_it(kind):
    for sentence in kind.SENTENCES.values():
        assert sentence[-1] in ".}"
        assert "không hợp lệ" not in sentence
        assert len(sentence) > 25


def test_a_limit_is_said_in_the_readers_language():
    limit = limits.parse("15 ngày + 8 ngày làm việc")

    with translation.override("vi"):
        assert sentences.limit_in_words(limit) == "15 ngày + 8 ngày làm việc"
    with translation.override("en"):
        assert sentences.limit_in_words(limit) == "15 days + 8 working days"


def test_reasons_read_on_the_page_as_in_the_derivation():
    days = promise("2018-12-27 09:00", "5 working days").derivation + promise("2026-04-18 09:00", "9 days").derivation

    with translation.override("vi"):
        assert [sentences.reason_in_words(day) for day in days] == [day.reason for day in days]


def test_the_parts_of_an_official_reason_are_translated_one_by_one(monkeypatch):
    english = {
        "nghỉ hoán đổi, làm bù {what}": "swapped for {what}",
        "thứ Bảy": "Saturday",
        "nghỉ bù {what}": "in lieu of {what}",
        "Giỗ Tổ Hùng Vương": "Hung Kings' Day",
    }
    monkeypatch.setattr(sentences, "gettext", lambda text: english.get(text, text))

    swapped, in_lieu = (
        promise(received, "3 working days").derivation[1] for received in ("2018-12-27 09:00", "2026-04-23 09:00")
    )

    assert sentences.reason_in_words(swapped) == "swapped for Saturday 05/01/2019"
    assert sentences.reason_in_words(in_lieu) == "in lieu of Hung Kings' Day"


def test_a_weekday_has_a_name():
    assert sentences.weekday_in_words(0) == "thứ Hai"

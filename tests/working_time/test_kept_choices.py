"""A choice that dossiers were received under cannot be taken back: the database remembers it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motcua.law.choices import Choice
from motcua.working_time.actions import keep_choices
from motcua.working_time.models import KeptChoice
from tests.factories import vn

NOW = vn("2026-04-23 09:00")
pytestmark = pytest.mark.django_db


def choice(value: int = 2, *, since: date = date(2026, 5, 4)) -> Choice:
    return Choice("nd118-2025", "apology_lead_days", value, since, "Công văn")


def kept() -> list[tuple[date, object]]:
    return list(KeptChoice.objects.order_by("since").values_list("since", "value"))


def test_what_is_kept_again_is_kept_once():
    assert len(keep_choices([choice()], is_in_use=True, at=NOW)) == 1
    assert keep_choices([choice()], is_in_use=True, at=NOW) == []
    assert kept() == [(date(2026, 5, 4), 2)]


@pytest.mark.parametrize("since", [date(2026, 4, 22), date(2026, 4, 23)])
def test_a_house_in_use_chooses_for_the_days_to_come(since):
    with pytest.raises(ValidationError, match="từ ngày mai trở đi"):
        keep_choices([choice(since=since)], is_in_use=True, at=NOW)

    assert kept() == []
    keep_choices([choice(since=since)], is_in_use=False, at=NOW)
    assert kept() == [(since, 2)]


@pytest.mark.parametrize("now_written", [[], [choice(3)]], ids=["gone", "changed"])
def test_what_has_begun_stays(now_written):
    keep_choices([choice()], is_in_use=True, at=NOW)

    with pytest.raises(ValidationError, match="không bỏ hay sửa được"):
        keep_choices(now_written, is_in_use=True, at=vn("2026-05-04 07:00"))

    assert kept() == [(date(2026, 5, 4), 2)]


@pytest.mark.parametrize(("now_written", "then"), [([], []), ([choice(3)], [(date(2026, 5, 4), 3)])])
def test_what_has_not_begun_may_change(now_written, then):
    keep_choices([choice()], is_in_use=True, at=NOW)

    keep_choices(now_written, is_in_use=True, at=vn("2026-05-03 23:59"))

    assert kept() == then

"""From the Cà Mau of 2018 to that of 2025: 134 units, everybody's post, every open dossier."""

from datetime import date, datetime

import pytest

from motcua.demonstration import days_behind, province
from motcua.demonstration.reform import plan
from motcua.dossiers import actions
from motcua.dossiers.actions.reform import reorganise
from motcua.dossiers.actors import officer
from motcua.dossiers.lifecycle import TERMINAL, Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.reforms import left_behind, preview
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Agency, Kind, Role
from motcua.organisations.queries import holders
from motcua.organisations.reform_plan import read, write

MONDAY = datetime(2018, 10, 22, 7, tzinfo=VIETNAM)
THE_DAY, THE_MORNING = date(2025, 7, 1), datetime(2025, 7, 1, 7, 30, tzinfo=VIETNAM)


def test_every_unit_of_2018_has_a_successor_and_guesses_are_marked():
    whole = plan()

    assert read(write(whole)) == whole
    assert len(whole.heirs) == len({*whole.heirs})
    guessed = [row for row in whole.successions if row.assumption]
    assert len(guessed) == 9 + 101 - sum(1 for row in whole.successions[23 + 9 :] if not row.assumption)
    beginning = {unit.key: unit for unit in whole.units}
    communes = {row.successor for row in whole.successions if beginning[row.successor].kind == Kind.COMMUNE}
    assert len(communes) == 39  # the communes of 2025 in the Cà Mau of before; the 25 others were Bạc Liêu's


@pytest.mark.django_db
def test_the_whole_province_moves_and_nothing_stays_behind():
    province.set_up("ca-mau-2018", at=MONDAY)
    days_behind.play(until=MONDAY, say=lambda line: None, days=2)
    open_before = Dossier.objects.exclude(status__in=[status.value for status in TERMINAL])
    waiting = dict(open_before.values_list("pk", "status"))
    rows = preview(plan(), on=MONDAY.date())
    assert len(rows) == 134
    assert sum(row.held for row in rows) > 0

    outcome = reorganise(plan=plan(), at=THE_MORNING)

    assert (outcome.units.ended, outcome.units.begun) == (134, 86)
    assert outcome.dossiers == len(waiting)
    assert left_behind(limit=1) == []
    assert Agency.objects.existing_on(THE_DAY).count() == 86
    for dossier in Dossier.objects.filter(pk__in=waiting).select_related("holder", "unit__heir", "step"):
        assert dossier.status == waiting[dossier.pk]
        assert dossier.holder.valid_to is None
        assert holders(Role.COUNTER, agencies=[dossier.unit.today.pk], on=THE_DAY).exists()
        if dossier.step is not None:
            assert holders(Role(dossier.step.role), agencies=[dossier.holder_id], on=THE_DAY).exists()

    _return_one()
    again = reorganise(plan=plan(), at=THE_MORNING)
    assert (again.units.ended, again.units.begun, again.dossiers) == (0, 0, 0)


def _return_one() -> None:
    """Hand over a result of a unit that is no more, at the counter of the one that carries it on."""
    ready = Dossier.objects.filter(status=Status.RESULT_READY).select_related("unit__heir").first()
    assert ready is not None
    counter = holders(Role.COUNTER, agencies=[ready.unit.today.pk], on=THE_DAY).first()
    assert counter is not None
    done = actions.return_result(dossier=ready, by=officer(counter, at=THE_MORNING), at=THE_MORNING)
    assert (done.status, done.unit.valid_to) == (Status.RETURNED, THE_DAY)

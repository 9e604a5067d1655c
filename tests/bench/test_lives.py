"""What the generator makes up is what the verbs would have written."""

import pytest

from motcua.bench.ground import PROFILE, UNTIL
from motcua.bench.growing import townsfolk
from motcua.demonstration import province
from motcua.dossiers.application import problems_of
from motcua.dossiers.lifecycle import Verb
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency
from tests.bench import replaying

#: What the generator never does: rare turns, which change nothing in how fast pages are
LEFT_OUT = {"supply", "request-payment", "take-back", "transfer", "recalculate", "record", "arrive"}


@pytest.mark.django_db
def test_lives_are_played_as_the_actions_play_them():
    province.set_up(PROFILE, at=UNTIL)
    chosen = replaying.one_of_each_turn(replaying.made_up())
    assert {line.verb for life in chosen for line in life.diary} == {verb.value for verb in Verb} - LEFT_OUT

    for life in chosen:
        made = replaying.comparable(replaying.rows_of(life))
        written = replaying.comparable(replaying.rows_written(replaying.replay(life)))
        assert not replaying.differences(made, written), [line.verb for line in life.diary]


@pytest.mark.parametrize("visitor", [townsfolk.citizen, townsfolk.business])
def test_whoever_comes_is_always_the_same_and_fit_to_be_written_down(visitor):
    communes = [Agency(id=1), Agency(id=2)]
    for number in range(0, 900_000, 1_777):
        who = visitor(number, communes)
        assert who == visitor(number, communes)
        assert who.name_folded == fold(who.name)
        assert not problems_of(replaying.person(who))

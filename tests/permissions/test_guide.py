"""The guide to who may do what is whole: each verb, each word of the screens, each page and each condition is in it."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.dossiers import steps
from motcua.dossiers.lifecycle import NotAllowed, Status, Verb
from motcua.lib import clock
from motcua.organisations.models import Role
from tests.permissions import doing
from tests.permissions.document import ROLES, STATUSES, matrix
from tests.permissions.doors import DOORS, NO_DOORS, NO_PAGE, ROOMS
from tests.permissions.people import AGENCY, ASKED, DESK, NOW, Province
from tests.permissions.stages import PLACES_TO_TRY, Stages, fingerprint

#: condition → where it is not met, the verb that wants it, and who tries: the one who might if it were
UNMET: dict[int, list[tuple[str, Verb, str, str]]] = {
    1: [("awaiting_supplement", Verb.REFUSE, "counter", DESK)],
    2: [("in_progress", Verb.TAKE_OVER, "specialist", AGENCY), ("proposed", Verb.TAKE_OVER, "specialist", AGENCY)],
    3: [
        ("received", Verb.FORWARD, "specialist", AGENCY),
        ("received", Verb.CONSULT, "specialist", AGENCY),
        ("received", Verb.REQUEST_SUPPLEMENT, "specialist", AGENCY),
        ("received", Verb.REQUEST_PAYMENT, "specialist", AGENCY),
        ("in_progress_of_colleague", Verb.PROPOSE, "specialist", AGENCY),
        ("proposed", Verb.PROPOSE, "specialist", AGENCY),
    ],
    4: [("proposed", Verb.FORWARD, "leader", AGENCY)],
    5: [("in_progress", Verb.APPROVE, "leader", AGENCY), ("in_progress", Verb.SEND_BACK, "leader", AGENCY)],
    6: [("in_progress", Verb.ANSWER, "specialist", ASKED), ("in_progress", Verb.ANSWER, "leader", ASKED)],
    7: [
        ("in_progress_of_colleague", Verb.TAKE_BACK, "specialist", AGENCY),
        ("in_progress", Verb.TAKE_BACK, "leader", AGENCY),
        ("in_progress_asked", Verb.TAKE_BACK, "specialist", AGENCY),
    ],
    8: [("proposed", Verb.TRANSFER, "leader", AGENCY)],
    9: [("extended", Verb.EXTEND, "leader", AGENCY)],
    10: [
        ("asked_before_reception", Verb.STOP, "counter", DESK),
        ("asked_before_reception", Verb.RECALCULATE, "centre", DESK),
    ],
    11: [("received", Verb.ARRIVE, "specialist", AGENCY), ("received", Verb.ARRIVE, "leader", AGENCY)],
    12: [("received", Verb.SETTLE, "counter", DESK)],
    13: [("received", Verb.RECORD, "counter", DESK)],
}


def test_every_verb_has_a_row_and_every_row_is_a_verb() -> None:
    assert sorted(matrix().verbs) == sorted(Verb.values)
    assert set(ROLES.values()) == {*Role.values, "applicant", "nobody", "system"}
    assert set(matrix().cells) == {(verb, role) for verb in Verb.values for role in ROLES.values()}


def test_the_guide_says_statuses_as_the_screens_do() -> None:
    assert {str(status.label): status.value for status in Status} == STATUSES
    assert set(PLACES_TO_TRY) == set(Status)


def test_every_condition_is_used_said_and_tried() -> None:
    used = {number for cell in matrix().cells.values() for number in cell.values()} - {0}
    assert used == matrix().conditions == set(UNMET)


@pytest.mark.django_db
@pytest.mark.parametrize("condition", list(UNMET))
def test_whoever_might_is_refused_while_the_condition_is_not_met(
    condition: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    province = Province()
    stages = Stages(province)
    for stage, verb, role, place in UNMET[condition]:
        dossier = stages[stage]
        who = next(somebody for somebody in province.people if (somebody.role, somebody.place) == (role, place))
        assert condition in matrix().cells[verb.value, role].values(), f"{verb} by {role} has no condition {condition}"
        if condition != 8:  # whom it is given to is looked at only once somebody is chosen
            assert not steps.may(who.actor(dossier.pk), verb, dossier), f"{verb} by {who} at the stage {stage}"
        if condition == 13:  # a line of the ledger comes with its entry, never to a dossier that is there
            continue
        with pytest.raises((NotAllowed, ValidationError)), transaction.atomic():
            doing.act(verb, dossier, who, province)
        assert fingerprint() == stages.fingerprint


def test_every_route_that_takes_a_post_is_a_door_or_named_as_none() -> None:
    named = {door.route for door in DOORS} | set(NO_DOORS)
    found = {name for name, view in _routes() if name.partition(":")[0] in ROOMS and "POST" in _methods(view)}
    assert found - named == set(), "tell tests/permissions/doors.py which verb is done there, or what else it is for"
    assert named - found == set(), "these routes of tests/permissions/doors.py take no POST"


def test_every_verb_that_somebody_may_do_has_a_page_in_their_room_or_is_named_as_having_none() -> None:
    may = {(verb, role) for (verb, role), cell in matrix().cells.items() if cell}
    have = {(door.verb.value, role) for door in DOORS for role in ROOMS[door.room]}
    assert may - have == {(verb.value, role) for verb, role in NO_PAGE}


def _routes() -> Iterator[tuple[str, object]]:
    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, object]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, pattern.namespace or space)
            else:
                yield f"{space}:{pattern.name}", pattern.callback

    yield from walk(get_resolver().url_patterns, "")


def _methods(view: object) -> set[str]:
    """Return what this route takes: each says so itself when it is asked for something that nobody takes."""
    answer = view(RequestFactory().generic("BREW", "/"))  # type: ignore[operator]
    assert answer.status_code == 405, f"{view} takes any method: say which with require_http_methods"
    return {method.strip() for method in answer["Allow"].split(",")}

"""Who may do what: every cell of the guide's tables, at one's own unit and at others, tried where it could be done.

A cell that is allowed is done by the action, the API and a page; one that is not is refused by all three, and nothing
has changed. What the guide says is read from its tables (docs/huong-dan/quyen-han.md); each status is one transaction,
and every try is undone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.template import loader

from motcua.api.v1.types import VERBS
from motcua.dossiers import provisos, steps
from motcua.dossiers.lifecycle import NotAllowed, Status, Verb
from motcua.lib import clock
from tests.permissions import doing
from tests.permissions.document import matrix
from tests.permissions.doors import HANDING_IN, ROOMS, Door, doors_of
from tests.permissions.people import ASKED, DESK, NOW, Province, Somebody
from tests.permissions.stages import Stages, fingerprint, stages_of

REFUSED = {403, 404, 409}
#: Of the cells that are forbidden, one of so many is tried at the API and the pages, and one of half as many as an
#: action, each verb and person in turn; the rule is asked of all, and what is allowed is always done. 1: all of them
CELLS = int(os.environ.get("MOTCUA_CELLS", "8"))


class Trial:
    """One dossier, one verb, one person: what is said must be what the guide says."""

    def __init__(self, stages: Stages, name: str, verb: Verb, who: Somebody) -> None:
        self.province, self.dossier, self.verb, self.who = stages.province, stages[name], verb, who
        self.before = stages.fingerprint
        self.is_allowed = matrix().allows(
            verb.value, who.role, self.dossier.status, at_own_unit=who.place == self.own_place
        )

    @cached_property
    def own_place(self) -> str:
        """Return where this person would be at home with this dossier, as the guide's second table says."""
        if self.who.role in ("specialist", "leader"):
            return ASKED if self.verb == Verb.ANSWER else self.province.place_of(self.dossier.holder)
        return self.who.place if self.who.role == "system" else DESK

    def is_tried(self, *, one_of: int) -> bool:
        """Tell whether it is this cell's turn; what is allowed always has it."""
        turns = list(Verb).index(self.verb), list(Status).index(Status(self.dossier.status))
        return self.is_allowed or (sum(turns) + self.province.people.index(self.who)) % one_of == 0

    def by_rule(self) -> Iterator[str]:
        may = steps.may(self.who.actor(self.dossier.pk), self.verb, self.dossier)
        if may != self.is_allowed:
            yield self._differs("steps.may", "")

    def by_action(self) -> Iterator[str]:
        with self._undone():
            was_tried, said = True, "it is done"
            try:
                was_tried = doing.act(self.verb, self.dossier, self.who, self.province)
            except NotAllowed as refusal:
                said = str(refusal)
            except ValidationError as trouble:
                said = f"wanted something else: {trouble.messages}"
                if not self.is_allowed:
                    yield self._differs("the action", said)
            if was_tried and (fingerprint() != self.before) != self.is_allowed:
                yield self._differs("the action", said)

    def by_api(self) -> Iterator[str]:
        if self.who.user is None:
            return
        if self.verb.value not in VERBS:
            if self.verb != Verb.SUBMIT or self.dossier.status != Status.DRAFT:
                return
            call = lambda: doing.hand_in(self.verb, self.who, self.province)  # noqa: E731
        elif self.verb == Verb.RECEIVE and self.dossier.status == Status.DRAFT:
            call = lambda: doing.hand_in(self.verb, self.who, self.province)  # noqa: E731
        else:
            call = lambda: doing.call(self.verb, self.dossier, self.who, self.province)  # noqa: E731
        if self.verb.value in VERBS and (self.verb.value in self._listed()) != self.is_allowed:
            yield self._differs("the API's list of actions")
        with self._undone():
            answer = call()
            yield from self._judged("the API", answer, {200, 201}, REFUSED, fingerprint() != self.before)

    def _listed(self) -> list[str]:
        """Return what the API lists, asked once for each person and dossier."""
        key = (self.who, self.dossier.pk)
        if key not in self.province.listed:
            self.province.listed[key] = doing.listed(self.dossier, self.who)
        return self.province.listed[key]

    def by_page(self, door: Door) -> Iterator[str]:
        """Knock at one door. Whoever hands in on the net is a citizen there, whatever they are elsewhere."""
        if self.who.role == "system" or (door.route == HANDING_IN and self.who.role != "applicant"):
            return
        with self._undone():
            answer = door.knock(self.who, self.dossier, self.province)
            changed = fingerprint() != self.before
            if self.is_allowed and not changed and self._is_of_others(door):
                return
            yield from self._judged(
                f"the page {door.route}", answer, {302}, REFUSED | {302} | door.also_refuses_by, changed
            )

    def _is_of_others(self, door: Door) -> bool:
        """Tell whether this door is for another role: a verb of counter and citizen has one for each."""
        return self.who.role not in ROOMS[door.room]

    def _judged(
        self, where: str, answer: HttpResponse, done: set[int], refused: set[int], changed: bool
    ) -> Iterator[str]:
        if answer.status_code not in (done if self.is_allowed else refused) or changed != self.is_allowed:
            text = answer.content[:300].decode() if "json" in answer.get("Content-Type", "") else ""
            yield self._differs(where, f"{answer.status_code}, {'changed' if changed else 'unchanged'} {text}")

    @contextmanager
    def _undone(self) -> Iterator[None]:
        """Undo whatever is done to the dossiers."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def _differs(self, where: str, said: str = "") -> str:
        expected = "allows" if self.is_allowed else "forbids"
        cell = f"{self.verb.value} by {self.who} when {self.dossier.status}"
        return f"{cell}: the guide {expected} it, {where} does not" + (f" ({said})" if said else "")


@pytest.fixture(autouse=True)
def _a_quick_monday(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """The clock stands; pages are not drawn, for what counts here is whether they refuse; files go elsewhere."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(loader, "render_to_string", lambda *args, **kwargs: "")
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(Status))
def test_every_cell_is_kept_by_action_api_and_page(status: Status) -> None:
    province = Province()
    stages = Stages(province)
    assert stages["another"]  # some citizen has one, whose receipt opens no door here
    differences = [
        difference
        for verb in Verb
        for who in province.people
        for name in stages_of(status, verb, who.role)
        for difference in _tried(Trial(stages, name, verb, who), stages)
    ]
    assert not differences, f"{len(differences)} cells differ:\n" + "\n".join(differences)


@contextmanager
def arriving(verb: Verb) -> Iterator[None]:
    """Let the paper be on its way: real receipts say so only under rules that come later than everybody here."""
    with patch.object(provisos, "awaits_arrival", lambda dossier: verb == Verb.ARRIVE):
        yield


def _tried(trial: Trial, stages: Stages) -> Iterator[str]:
    with arriving(trial.verb):
        yield from _tried_everywhere(trial, stages)


def _tried_everywhere(trial: Trial, stages: Stages) -> Iterator[str]:
    yield from trial.by_rule()
    if trial.is_tried(one_of=max(CELLS // 2, 1)):
        yield from trial.by_action()
    if not trial.is_tried(one_of=CELLS):
        return
    yield from trial.by_api()
    doors = doors_of(trial.verb, trial.dossier)
    if doors and trial.who.role == "applicant":
        trial.who.scan(trial.dossier if trial.who.place == DESK else stages["another"])
    for door in doors:
        yield from trial.by_page(door)

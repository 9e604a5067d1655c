"""The accounts the launcher prints lead to a desk with work on it."""

import json
import time
from datetime import datetime
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.demonstration import days_behind
from motcua.dossiers.models import Dossier
from motcua.lib import clock

MONDAY = datetime(2018, 10, 22, 7, tzinfo=clock.VIETNAM)

pytestmark = pytest.mark.django_db


def test_whoever_tries_the_demonstration_first_finds_work(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setenv("MOTCUA_CLOCK", clock.setting_for(MONDAY, at_epoch=time.time()))
    monkeypatch.setattr(days_behind, "play", partial(days_behind.play, days=2))
    call_command("load_demonstration", stdout=StringIO())

    first: dict[str, dict[str, str]] = {}
    for account in json.loads((tmp_path / "accounts.json").read_text()):
        first.setdefault(account["role"], account)

    mine = Dossier.objects.open().filter(officer__username=first["specialist"]["username"])
    to_sign = Dossier.objects.open().filter(step__role="leader", holder__key=first["leader"]["agency_key"])
    assert mine.count() > 1
    assert to_sign.count() > 0

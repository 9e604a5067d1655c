"""Load a demonstration province into an empty database: the province, and the weeks that lie behind it."""

import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.demonstration import days_behind, files, province
from motcua.demonstration.province import Account
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.organisations.models import Agency, Role


class Command(BaseCommand):
    help = "Load a demonstration province into an empty database and write its accounts to var/demo/accounts.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", choices=files.PROFILES, default="ca-mau-2018")
        parser.add_argument("--without-dossiers", action="store_true", help="the province alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if Agency.objects.exists():
            raise CommandError("there is a province in this database already")
        now = clock.now()
        accounts = province.set_up(options["profile"], at=now)
        self._write([asdict(account) for account in accounts])
        self.stdout.write(f"  {Agency.objects.count()} units, {len(accounts)} people")
        if not options["without_dossiers"]:
            days_behind.play(until=now, say=self.stdout.write)
            self._write([asdict(account) for account in _busiest_first(accounts)])

    def _write(self, accounts: list[dict[str, str]]) -> None:
        path = Path(settings.VAR) / "accounts.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(accounts, file, ensure_ascii=False, indent=1)


def _busiest_first(accounts: list[Account]) -> list[Account]:
    """Return the accounts role by role, in front who finds work on the desk this morning: the table shows the first."""
    work: Counter[str] = Counter(Dossier.objects.open().values_list("officer__username", flat=True))
    to_sign = Dossier.objects.open().filter(step__role=Role.LEADER).values_list("holder__key", flat=True)
    for unit, dossiers in Counter(to_sign).items():
        work.update({a.username: dossiers for a in accounts if (a.role, a.agency_key) == (Role.LEADER, unit)})
    roles = list(dict.fromkeys(account.role for account in accounts))
    return sorted(accounts, key=lambda account: (roles.index(account.role), -work[account.username]))

"""Carry out a reorganisation of units, or show what it would move."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from motcua.dossiers.actions.reform import reorganise
from motcua.dossiers.reforms import Moving, left_behind, preview
from motcua.lib import clock
from motcua.organisations.reform_plan import Plan, read


class Command(BaseCommand):
    help = "End, merge, begin and rename units on a day; every open dossier goes to the successor. May be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, help="the plan in YAML (docs/how-to/reorganise.md)")
        parser.add_argument("--on", type=date.fromisoformat, required=True, help="its day, to be sure: 2025-07-01")
        parser.add_argument("--preview", action="store_true", help="only say what would move")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = read(options["plan"].read_text())
            if plan.on != options["on"]:
                raise CommandError(f"The plan is for {plan.on}, not for {options['on']}.")
            if options["preview"]:
                self._preview(plan)
            else:
                self._carry_out(plan)
        except OSError as trouble:
            raise CommandError(str(trouble)) from None
        except ValidationError as trouble:
            raise CommandError("\n".join(trouble.messages)) from None

    def _preview(self, plan: Plan) -> None:
        rows = preview(plan, on=clock.now().date())
        for row in rows:
            self.stdout.write(_line(row))
        open_dossiers = sum(row.held + row.to_return for row in rows)
        self.stdout.write(f"{len(rows)} units end, {len(plan.units)} begin, {open_dossiers} open dossiers move.")
        if not rows and left_behind(limit=1):
            self.stdout.write("The units have been moved already, some dossiers have not: run it again.")

    def _carry_out(self, plan: Plan) -> None:
        done = reorganise(
            plan=plan, at=clock.now(), after_batch=lambda moved: self.stdout.write(f"{moved} dossiers moved …")
        )
        units = done.units
        self.stdout.write(
            f"{units.ended} units ended, {units.begun} began; {units.posts} posts, {units.delegations} delegations, "
            f"{units.leaves} leaves, {done.receptions} places of reception and {done.dossiers} dossiers moved."
        )


def _line(row: Moving) -> str:
    counts = {
        "held": row.held,
        "to receive": row.to_receive,
        "to return": row.to_return,
        "asked": row.asked,
        "posts": row.posts,
        "receptions": row.receptions,
        "delegations": row.delegations,
        "leaves": row.leaves,
        "own calendar": int(row.has_calendar),
    }
    said = ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing"
    assumed = f"  [assumed: {row.assumption}]" if row.assumption else ""
    return f"{row.unit.name} → {row.successor}: {said}{assumed}"

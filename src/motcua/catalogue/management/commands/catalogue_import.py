"""`./motcua catalogue import FILE…`: procedures from files into the catalogue, while the system runs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from motcua.catalogue.actions import put
from motcua.catalogue.drafts import ProcedureDraft
from motcua.catalogue.importing import records
from motcua.catalogue.importing.agencies import AgencyFinder
from motcua.catalogue.importing.normalised import NotAProcedure, draft_of
from motcua.catalogue.version_diff import Change
from motcua.lib import clock
from motcua.organisations.models import Agency


class Command(BaseCommand):
    help = "Import procedures. The same file twice changes nothing; what cannot be used is kept in a report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--as-drafts", action="store_true", help="publish nothing: people announce and publish it")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            if not path.is_file():
                raise CommandError(f"there is no file {path}")
        valid_from = options["valid_from"] or clock.now().date()
        self.reasons: Counter[str] = Counter()
        self.rejected = self.drafts = 0
        report = settings.VAR / "reports" / f"catalogue-import-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.jsonl"
        report.parent.mkdir(parents=True, exist_ok=True)
        with report.open("w", encoding="utf-8") as self.report:
            counted = put(
                self._drafts(options["files"], AgencyFinder(_units(valid_from))),
                valid_from=valid_from,
                as_drafts=options["as_drafts"],
                on_change=self._changed,
            )
        for word in ("created", "updated", "unchanged"):
            self.stdout.write(f"{word}: {counted[word]}")
        self.stdout.write(f"rejected: {self.rejected}")
        self.stdout.write(f"kept as drafts: {self.drafts}")
        for reason, count in self.reasons.most_common():
            self.stdout.write(f"  {count:5}  {reason}")
        self.stdout.write(f"report: {report}")

    def _drafts(self, paths: Sequence[Path], finder: AgencyFinder) -> Iterator[ProcedureDraft]:
        """Yield what can be kept; write down what cannot, and why what can is only a draft."""
        seen: set[str] = set()
        for path in paths:
            for read in tqdm(records.read(path), desc=path.name, unit=" procedures", disable=None):
                if isinstance(read, records.Unreadable):
                    self._reject(read.where, read.text, read.reason)
                    continue
                where, record = read
                try:
                    draft = draft_of(record, finder)
                except (NotAProcedure, TypeError, AttributeError, ValueError) as trouble:
                    reason = str(trouble) if isinstance(trouble, NotAProcedure) else "có phần không đúng dạng"
                    self._reject(where, record, reason)
                    continue
                if draft.code in seen:
                    self._reject(where, record, f"mã {draft.code} đã có ở trên")
                    continue
                seen.add(draft.code)
                if draft.reasons:
                    self.drafts += 1
                    self._note(self.report, where, "draft", list(draft.reasons), draft.code)
                yield draft

    def _changed(self, code: str, changes: Sequence[Change]) -> None:
        """Write down what a file changes in a procedure that was there before; a list as long as it is."""
        rows = [asdict(change) | {"sentence": change.sentence} for change in changes]
        self.report.write(json.dumps({"what": "changed", "code": code, "changes": rows}, ensure_ascii=False) + "\n")

    def _reject(self, where: str, record: Any, reason: str) -> None:
        self.rejected += 1
        self.stderr.write(f"rejected {where}: {reason}")
        self._note(self.report, where, "rejected", [reason], record)

    def _note(self, report: TextIO, where: str, what: str, reasons: list[str], record: Any) -> None:
        self.reasons.update(_kind(reason) for reason in reasons)
        report.write(
            json.dumps({"where": where, "what": what, "reasons": reasons, "record": record}, ensure_ascii=False) + "\n"
        )


def _units(on: date) -> Sequence[Agency]:
    return list(Agency.objects.existing_on(on))


def _kind(reason: str) -> str:
    """Return a reason without what it quotes, so that like ones are counted together."""
    before, quote, rest = reason.partition("“")
    return f"{before}“…”{rest.partition('”')[2]}" if quote else reason

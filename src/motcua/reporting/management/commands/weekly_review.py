"""Prints the weekly review of what falls due, agency by agency; sends it when asked (contract §1, `review`)."""

from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from motcua.dossiers.actors import SYSTEM
from motcua.lib import clock, vietnamese
from motcua.reporting import actions
from motcua.reporting import letters as words
from motcua.reporting.authority import NotNow
from motcua.reporting.models import ReviewLetter, WeeklyReview
from motcua.reporting.queries import items_of, letters_of
from motcua.reporting.weeks import Week


class Command(BaseCommand):
    """Draft (again) and print; a review that was sent is printed as it was sent."""

    help = "Print the weekly review of the week in which a day lies, per agency; with --send, send it to the heads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="a day of the week: 2018-10-22 (default: today)")
        parser.add_argument("--send", action="store_true", help="send it, unless it was sent already")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            at = clock.now()
            day = _day(options["on"]) if options["on"] else at.date()
            review = actions.draft_review(week=Week.of(day), at=at)
            if options["send"]:
                self._send(review)
            self._print(WeeklyReview.objects.get(pk=review.pk))

    def _send(self, review: WeeklyReview) -> None:
        try:
            actions.send_review(review=review, by=SYSTEM, at=clock.now())
        except NotNow as sentence:
            self.stderr.write(str(sentence))

    def _print(self, review: WeeklyReview) -> None:
        week = review.week
        state = f"đã gửi {_when(review.sent_at)}" if review.sent_at else f"bản nháp {_when(review.drafted_at)}"
        self.stdout.write(f"RÀ SOÁT TUẦN {week.number}/{week.year} ({week.monday:%d/%m}–{week.sunday:%d/%m}), {state}")
        empty = []
        for letter in letters_of(review):
            if letter.due_soon or letter.overdue or letter.note:
                self._print_letter(letter)
            else:
                empty.append(letter.agency.name)
        if empty:
            self.stdout.write(f"\nKhông có hồ sơ sắp đến hạn hay quá hạn: {', '.join(empty)}.")

    def _print_letter(self, letter: ReviewLetter) -> None:
        self.stdout.write(f"\n{letter.agency.name}: {words.summary(letter)}")
        if letter.note:
            self.stdout.write(f"  {letter.note}")
        for item in items_of(letter):
            self.stdout.write(f"  {words.line_of(item)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise CommandError(f"“{text}” chưa phải là ngày. Viết như 2018-10-22.") from trouble


def _when(moment: Any) -> str:
    return vietnamese.when(timezone.localtime(moment))

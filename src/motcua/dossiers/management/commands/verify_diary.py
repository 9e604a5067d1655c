"""`./motcua verify`: is every line of the diary as it was written, from the first to the last?"""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.dossiers.models import Event, PendingFollowUp, Seal
from motcua.dossiers.sealing import flaws


class Command(BaseCommand):
    help = "Check the integrity of the diary; exit status 1 when a line is not as it was written."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(islice(flaws(), 50))
        for flaw in found:
            self.stderr.write(f"{flaw.where}: {flaw.what}")
        lines, seals = Event.objects.count(), Seal.objects.count()
        unsealed = PendingFollowUp.objects.filter(follower="seal").count()
        if found:
            raise CommandError(f"the diary is damaged: {len(found)} flaws shown, of {lines} lines")
        last = Seal.objects.order_by("-number").first()
        head = bytes(last.hash).hex() if last else "-"
        self.stdout.write(f"the diary is whole: {lines} lines, {seals} seals, {unsealed} lines not yet sealed")
        self.stdout.write(f"head: {head}")

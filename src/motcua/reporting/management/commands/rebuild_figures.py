"""Counts the figures anew from the diary: for data that were restored, or when somebody doubts them."""

from typing import Any

from django.core.management import BaseCommand
from tqdm import tqdm

from motcua.reporting.actions import rebuild_figures


class Command(BaseCommand):
    """Read the diary from its first line to its last; pages show the old figures until all of the new ones stand."""

    help = "Count all figures anew from the diary. Runs beside the system; interrupted, nothing has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit=" dossiers", disable=None) as bar:
            number = rebuild_figures(after_batch=lambda counted: bar.update(counted - bar.n))
        self.stdout.write(f"{number} dossiers counted.")

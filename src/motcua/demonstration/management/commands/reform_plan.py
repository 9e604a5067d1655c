"""Write the reorganisation of 1 July 2025 as a plan, to be looked at and carried out."""

from typing import Any

from django.core.management.base import BaseCommand

from motcua.demonstration.reform import plan
from motcua.organisations.reform_plan import write


class Command(BaseCommand):
    help = "Print the plan from the Cà Mau of 2018 to that of 2025 as YAML, for `motcua manage reorganise`."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write(plan()))

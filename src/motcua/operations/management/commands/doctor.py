"""`./motcua doctor`: what is wrong here, and how to mend it."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from motcua.lib import clock
from motcua.operations.doctor import examine


class Command(BaseCommand):
    help = "Say what is wrong with this house and how to mend it; exit status 1 when something does not work."
    requires_system_checks: list[str] = []  # a broken house must be examined too

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en" if os.environ.get("LANG", "").startswith("en") else "vi"):
            findings = list(examine(at=clock.now()))
            for finding in findings:
                mark = "✘" if finding.is_bad else "!" if finding.mend else "✔"
                self.stdout.write(f"{mark} {finding.what}")
                if finding.mend:
                    self.stdout.write(f"    {finding.mend}")
        if any(finding.is_bad for finding in findings):
            raise SystemExit(1)

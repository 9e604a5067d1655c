"""Starts the worker (motcua.operations.worker)."""

import signal
from typing import Any

from django.core.management import BaseCommand

from motcua.operations.worker import Worker, steps


class Command(BaseCommand):
    """One worker process, until SIGTERM or Ctrl-C."""

    help = "Hand events to their followers, send e-mail, run scheduled jobs: until SIGTERM."
    requires_system_checks: list[str] = []  # the web server has made them

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(steps())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()

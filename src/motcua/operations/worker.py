"""The worker: hands events to those who follow them, sends what is due, runs what is due, and says that it lives.

One loop in one process; several may run at once, because everything it does locks its rows. Idle, it looks once a
second: to be told of news, every verb would have to queue for one lock (docs/adr/0003-verbs-events-and-one-outbox.md).
No step's failure stops another step, and a database that goes away is waited for.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import import_string

from motcua.dossiers import events
from motcua.jobs import actions as jobs
from motcua.jobs.queries import WORKER
from motcua.lib import clock
from motcua.lib.trouble import trouble

LOOK_EVERY = 1.0  # seconds, when there was nothing to do
REST_AFTER_TROUBLE = 5.0  # seconds that a failing step waits
LONGEST_WAIT = 5.0  # seconds between two attempts to reach the database
CALLED_EVERY_SECOND = {"e-mail": "motcua.notifications.tasks.send_due"}

log = logging.getLogger(__name__)


@dataclass
class Step:
    """One thing the worker does again and again. `act` returns how much it did: after much it is called at once."""

    name: str
    act: Callable[[], int]
    every: float = 0.0  # seconds
    next_at: float = 0.0  # on the monotonic clock

    def take(self) -> int:
        """Act if it is time.

        :raises OperationalError: when the database is gone; every other failure is noted and waited out
        """
        if time.monotonic() < self.next_at:
            return 0
        self.next_at = time.monotonic() + self.every
        try:
            return self.act()
        except Exception as error:
            if _lost_database(error):
                raise OperationalError("The database is gone.") from error
            log.error("%s failed: %s", self.name, trouble(error))
            self.next_at = time.monotonic() + REST_AFTER_TROUBLE
            return 0


def steps() -> list[Step]:
    """Return what this installation's worker does."""
    following = [
        Step(f"follower {name}", partial(_hand_over, name, path)) for name, path in settings.DOSSIER_FOLLOWERS.items()
    ]
    sending = [Step(name, partial(_call, path), every=1.0) for name, path in CALLED_EVERY_SECOND.items()]
    return [*following, *sending, Step("jobs", _run_jobs, every=5.0), Step("heart", _beat, every=5.0)]


class Worker:
    """`run` works until `stop` is called, which a signal handler may do."""

    def __init__(self, todo: list[Step]) -> None:
        self._todo = todo
        self._is_stopping = False

    def stop(self) -> None:
        """End after the step at hand, within about a second."""
        self._is_stopping = True

    def run(self) -> None:
        wait = 0.1
        while not self._is_stopping:
            try:
                connection.ensure_connection()
                wait = 0.1
                self._work()
            except (OperationalError, InterfaceError):
                log.warning("The database does not answer; trying again in %g s.", wait)
                connection.close()
                time.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        connection.close()

    def _work(self) -> None:
        while not self._is_stopping:
            did = 0
            for step in self._todo:
                if not self._is_stopping:
                    did += step.take()
            if not did and not self._is_stopping:
                time.sleep(LOOK_EVERY)


def _lost_database(error: Exception) -> bool:
    """Tell whether this failed because the database went away, and not by a fault of its own."""
    if connection.connection is None:  # it could not connect, or never wanted to
        return isinstance(error, OperationalError | InterfaceError)
    return not connection.is_usable()


def _hand_over(follower: str, path: str) -> int:
    return events.hand_over_some(follower, import_string(path), real_at=_real_now())


def _call(path: str) -> int:
    return int(import_string(path)(at=clock.now()) or 0)


def _run_jobs() -> int:
    return len(jobs.run_due(at=clock.now()))


def _beat() -> int:
    jobs.beat(process=WORKER, real_at=_real_now())
    return 0


def _real_now() -> datetime:
    return datetime.now(UTC)

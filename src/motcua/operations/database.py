"""A database for one command: the one that runs, else the demonstration's, started for as long as the command lasts."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from motcua.operations.demonstration_folder import DATABASE, DemonstrationFolder, clock_setting
from motcua.operations.postgres import ClusterFailed

PATIENCE = 60  # seconds that a command waits for a database which another process is starting


@contextmanager
def at_hand() -> Iterator[bool]:
    """Let this process's MOTCUA_ variables lead to a database that answers; yield whether it is still bare.

    With MOTCUA_DATABASE_URL set, that is the one: nothing is started, and migrating it is its owner's business.

    :raises ClusterFailed: when the embedded database does not come up
    """
    if os.environ.get("MOTCUA_DATABASE_URL"):
        yield False
        return
    folder = DemonstrationFolder()
    folder.make()
    with ExitStack() as stack:
        users = stack.enter_context(ExitStack())
        users.enter_context(folder.in_use())
        owner = stack.enter_context(folder.owned("command", wait=False))
        if owner is None:
            stack.callback(_stop_when_unused, folder, users)
            folder.cluster.start()
            folder.cluster.create_database(DATABASE)
        else:
            _wait_for(folder)
        state = folder.read()
        if owner != "demo" and state.profile:  # it rests: its time is the moment at which it stopped
            state.clock = clock_setting(None, state)
        os.environ.update(folder.environment(state))
        yield not state.is_loaded


def _stop_when_unused(folder: DemonstrationFolder, users: ExitStack) -> None:
    users.close()
    with folder.unused():
        folder.cluster.stop()


def _wait_for(folder: DemonstrationFolder) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not folder.cluster.answers():
        if time.monotonic() > give_up_at:
            raise ClusterFailed("The database that another command is starting does not answer. See var/demo.")
        time.sleep(0.1)

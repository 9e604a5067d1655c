"""`motcua bench fill`: grow a province of so many dossiers, with everything that happened to each of them."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from motcua.bench.ground import PROFILE, UNTIL, Ground, Grown

Tell = Callable[[str], None]


def fill(ground: Ground, *, dossiers: int, seed: int, fresh: bool, tell: Tell) -> str:
    """Grow this province, unless it has been grown before; return the name of its database."""
    database = ground.database_of(dossiers, seed)
    wanted = Grown(dossiers, seed, ground.made_of)
    if not fresh and ground.grown(database) == wanted:
        tell(f"{dossiers:,} dossiers are there already.")
        return database
    began = time.monotonic()
    with django_on(ground, ground.province):
        from motcua.bench.growing.telling import grow

        _prepare_province(ground, tell)
        ground.copy_province(database)
        grow(ground.url(database), dossiers=dossiers, seed=seed, tell=tell)
    ground.say_grown(database, wanted)
    tell(f"{dossiers:,} dossiers in {time.monotonic() - began:.0f} s.")
    return database


def verify(ground: Ground, database: str) -> bool:
    """Check the whole diary of a province, as `motcua verify` does; tell whether it is as it was written."""
    from django.core.management import CommandError

    with django_on(ground, database):
        from django.core.management import call_command

        try:
            call_command("verify_diary")
        except (CommandError, SystemExit) as flaw:
            return str(flaw) == "0"
    return True


@contextmanager
def django_on(ground: Ground, database: str) -> Iterator[None]:
    """Let Django in this process read this database. The first one named stays: a process has one."""
    os.environ |= {**ground.environment(database), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
    import django
    from django.conf import settings
    from django.db import connection

    django.setup()
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = database
    yield
    connection.close()


def _prepare_province(ground: Ground, tell: Tell) -> None:
    """Make the database with the province and no dossier, which every size begins as."""
    from django.core.management import call_command
    from django.db import connection

    from motcua.demonstration import province

    if ground.grown(ground.province) is not None:
        return
    tell("Setting up the province …")
    ground.drop_outdated()
    ground.folder.cluster.create_database(ground.province)
    call_command("prepare", only_database=True, verbosity=0)
    province.set_up(PROFILE, at=UNTIL)
    connection.close()
    ground.say_grown(ground.province, Grown(0, 0, ground.made_of))

"""`./motcua backup` and `./motcua restore`: what an operator types and reads. No Django here."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import psycopg

from motcua.operations import backup, database
from motcua.operations.backup import BackupFailed
from motcua.operations.postgres import ClusterFailed

ROOT = Path(__file__).resolve().parents[3]


def back_up(arguments: list[str]) -> int:
    """Run `motcua backup`; return the exit status."""
    parser = ArgumentParser(prog="motcua backup", description="Back up the database, the files and the keys.")
    parser.add_argument("into", metavar="FOLDER", type=Path, help="where backups lie; each is a new folder in it")
    options = parser.parse_args(arguments)

    def work(url: str, var: Path) -> None:
        made = backup.make(url, into=options.into.absolute(), var=var, keys=os.environ, tell=_say)
        manifest = backup.Manifest.read(made, with_sums=False)  # they were written a moment ago
        _say(f"{made}: {sum(manifest.proof.rows.values()):,} rows, {manifest.files:,} files")
        _say(f"diary: {manifest.proof.diary}")
        if os.environ.get("MOTCUA_FILES_URL"):
            _say("Files lie in an object store and are not in it: keep their versions there, and a copy elsewhere.")
        _say("It holds personal data and the keys: keep it encrypted, and away from this machine.")

    return _with_database(work)


def restore(arguments: list[str]) -> int:
    """Run `motcua restore`; return the exit status."""
    parser = ArgumentParser(prog="motcua restore", description="Restore a backup into an empty database, and prove it.")
    parser.add_argument("backup", metavar="BACKUP", type=Path, help="one folder that `motcua backup` made")
    parser.add_argument("--drill", action="store_true", help="restore on the side, prove it equal, take it away again")
    options = parser.parse_args(arguments)
    # What the operator set: the keys that an embedded house draws while it is still empty never mattered
    keys = dict(os.environ)

    def work(url: str, var: Path) -> None:
        kept = options.backup.absolute()
        if options.drill:
            manifest = backup.drill(kept, url, tell=_say)
        else:
            manifest = backup.restore(kept, url, var=var, keys=keys, tell=_say)
        _say(f"Equal: {sum(manifest.proof.rows.values()):,} rows, {manifest.files:,} files, the diary's head too.")

    return _with_database(work)


def _with_database(work: Callable[[str, Path], None]) -> int:
    try:
        with database.at_hand():
            work(os.environ["MOTCUA_DATABASE_URL"], Path(os.environ.get("MOTCUA_VAR", ROOT / "var")))
    except (BackupFailed, ClusterFailed, OSError, psycopg.Error) as problem:
        print(f"motcua: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _say(line: str) -> None:
    print(line, flush=True)

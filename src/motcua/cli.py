"""The `motcua` command: reads the first word and hands the rest to who knows it.

Everything else is imported where it is needed: `due` must answer at once, without Django and without a database.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable

Command = Callable[[list[str]], int]


def demo(arguments: list[str]) -> int:
    from motcua.operations import demo

    return demo.main(arguments)


def test(arguments: list[str]) -> int:
    from motcua.operations import checks

    return checks.run_tests(arguments)


def check(arguments: list[str]) -> int:
    from motcua.operations import checks

    return checks.main(arguments)


def due(arguments: list[str]) -> int:
    from motcua.working_time import due_command

    return due_command.main(arguments)


def catalogue(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="motcua catalogue", description="Look after the catalogue of procedures.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("import", help="read procedures from files; reading them again changes nothing")
    verb.add_argument("files", nargs="+", metavar="FILE", help="JSON lines, or answers of LayThuTuc")
    verb.add_argument("--from", dest="in_force_from", metavar="DATE", help="in force from this day (default: today)")
    verb.add_argument("--as-drafts", action="store_true", help="publish nothing; people announce and publish it")
    options = parser.parse_args(arguments)
    more = ["--from", options.in_force_from] if options.in_force_from else []
    more += ["--as-drafts"] if options.as_drafts else []
    return _django(["catalogue_import", *options.files, *more])


def review(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="motcua review", description="Draft the weekly review of what falls due soon.")
    parser.add_argument("--on", required=True, metavar="DATE", help="a day of the week to review, such as 2018-10-22")
    parser.add_argument("--send", action="store_true", help="send it to the heads of the agencies")
    options = parser.parse_args(arguments)
    return _django(["weekly_review", "--on", options.on, *(["--send"] if options.send else [])])


def verify(arguments: list[str]) -> int:
    ArgumentParser(prog="motcua verify", description="Check the diary from its first event to its last.").parse_args(
        arguments
    )
    return _django(["verify_diary"])


def doctor(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="motcua doctor", description="Say what is wrong here, and how to mend it.")
    parser.parse_args(arguments)
    return _django(["doctor"], migrate=False)


def backup(arguments: list[str]) -> int:
    from motcua.operations import backup_command

    return backup_command.back_up(arguments)


def restore(arguments: list[str]) -> int:
    from motcua.operations import backup_command

    return backup_command.restore(arguments)


def manage(arguments: list[str]) -> int:
    return _django(arguments, migrate=False)


def bench(arguments: list[str]) -> int:
    from motcua.bench import command

    return command.main(arguments)


COMMANDS: dict[str, tuple[Command, str]] = {
    "demo": (demo, "show the whole system with a province in it"),
    "test": (test, "run the test suite, browser tests included"),
    "check": (check, "lint, types, import contracts, translations, generated documents"),
    "due": (due, "say when a dossier is due, and why"),
    "catalogue": (catalogue, "import procedures"),
    "review": (review, "draft or send the weekly review"),
    "verify": (verify, "check the integrity of the diary"),
    "doctor": (doctor, "say what is wrong here, and how to mend it"),
    "backup": (backup, "back up the database, the files and the keys"),
    "restore": (restore, "restore a backup, or prove on the side that it can be"),
    "manage": (manage, "Django's own commands"),
    "bench": (bench, "grow a province of any size, and measure the system on it"),
}


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    name = arguments[0] if arguments else "--help"
    if name in COMMANDS:
        return COMMANDS[name][0](arguments[1:])
    if name in {"-h", "--help", "help"}:
        print(_help())
        return 0 if arguments else 2
    print(f"motcua: there is no command {name!r}. `motcua help` lists them.", file=sys.stderr)
    return 2


def _help() -> str:
    lines = [f"  {name:<10} {what}" for name, (_command, what) in COMMANDS.items() if what]
    return "\n".join(["usage: motcua COMMAND [ARGUMENTS]", "", *lines, "", "`motcua COMMAND --help` says more."])


def _django(arguments: list[str], *, migrate: bool = True) -> int:
    """Run one of Django's commands with a database at hand."""
    from motcua.operations import database
    from motcua.operations.postgres import ClusterFailed

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    try:
        with database.at_hand() as is_bare:
            from django.core.management import execute_from_command_line as run

            if is_bare and migrate:
                run(["motcua", "prepare", "--only-database", "--verbosity=0"])
            run(["motcua manage", *arguments])
    except ClusterFailed as problem:
        print(f"motcua: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`./motcua check` and `./motcua test`: what must hold before a change goes in. No Django here."""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent
DJANGO = [sys.executable, "-P", "-W", "ignore", "-m", "django"]

# A name for people, and a command that ends with 0 when all is well and says how to mend it when not.
CHECKS: dict[str, list[str | Path]] = {
    "lint": [PROGRAMS / "ruff", "check", "--quiet", ".", "motcua"],
    "format": [PROGRAMS / "ruff", "format", "--check", "--quiet", ".", "motcua"],
    "types": [PROGRAMS / "mypy"],
    "import contracts": [PROGRAMS / "lint-imports"],
    "settings, models and pages": [*DJANGO, "check", "--fail-level", "WARNING"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run"],
    "translations": [sys.executable, "tools/messages.py", "check"],
    "documents": [sys.executable, "-W", "ignore", "tools/documents.py", "check"],
    "performance": [sys.executable, "-W", "ignore", "tools/performance.py", "check"],
}


def main(arguments: list[str]) -> int:
    """Run every check, or those named; say what failed and why; return 1 when any did."""
    parser = ArgumentParser(prog="motcua check", description="Check what must hold before a change goes in.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(CHECKS))
    names = parser.parse_args(arguments).names or list(CHECKS)
    if unknown := [name for name in names if name not in CHECKS]:
        parser.error(f"there is no check {unknown[0]!r}; there are: {', '.join(CHECKS)}")
    failed = [name for name in names if not _passes(name)]
    print(f"\n{len(failed)} of {len(names)} checks failed: {', '.join(failed)}" if failed else "\nAll is well.")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    began = time.monotonic()
    print(f"{name} …", end=" ", flush=True)
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env={**os.environ, **_environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'failed' if done.returncode else 'ok'} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        print(done.stdout.rstrip(), end="\n\n")
    return done.returncode == 0


def run_tests(arguments: list[str]) -> int:
    """Become pytest, on all processors unless the arguments say otherwise."""
    alone = ("-n", "--numprocesses", "--pdb", "--collect-only", "--co", "-h", "--help", "--version")
    spread = [] if any(argument.startswith(alone) for argument in arguments) else ["-n", "auto"]
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-P", "-m", "pytest", *spread, *arguments], os.environ)  # noqa: S606


def _environment() -> dict[str, str]:
    """No check touches a database; Django wants an address all the same."""
    return {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "MOTCUA_DATABASE_URL": "postgresql:///none?host=/nonexistent",
    }

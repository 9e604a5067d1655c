"""The demonstration's own facts, as they lie beside this file. Every one of the people in them is invented."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
PROFILES = ("ca-mau-2018", "ca-mau-2025")


@cache
def read(name: str) -> dict[str, Any]:
    """Return the content of one file of the demonstration: read("ca-mau-2018/units.yaml")."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load((DATA / name).read_text(), Loader=loader)  # noqa: S506  # a safe loader, in C
    return content

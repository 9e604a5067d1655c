"""Which sprite an icon lives in. The sprites are made by tools/vendor.py from tools/vendor-icons.txt."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "design"
SPRITES = ("icons", "icons-page", "icons-topics", "icons-papers", "icons-staff")


@cache
def sprite_of() -> dict[str, str]:
    """Return the static path of the sprite by the name of the icon."""
    found: dict[str, str] = {}
    for sprite in SPRITES:
        drawing = (FOLDER / f"{sprite}.svg").read_text("utf-8")
        for name in re.findall(r'<symbol id="([^"]+)"', drawing):
            found.setdefault(name, f"design/{sprite}.svg")
    return found

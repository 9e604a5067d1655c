"""Draw docs/performance.md from docs/performance.json: `tools/performance.py update`, or `check` that none is stale."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
RESULT, NOTES = DOCS / "performance.json", DOCS / "performance-notes.md"
PICTURE = "pictures/performance.svg"


def main(arguments: list[str]) -> int:
    if arguments not in (["update"], ["check"]):
        print(__doc__)
        return 2
    if not RESULT.exists():
        print(f"There is no {RESULT.relative_to(ROOT)}: ./motcua bench run --json {RESULT.relative_to(ROOT)}")
        return 0 if arguments == ["check"] else 1
    sys.path.insert(0, str(ROOT / "src"))
    stale = {path: text for path, text in drawn().items() if not path.exists() or path.read_text() != text}
    for path, text in stale.items():
        if arguments == ["update"]:
            path.write_text(text)
        else:
            print(f"{path.relative_to(ROOT)} is stale: run tools/performance.py update")
    return 1 if stale and arguments == ["check"] else 0


def drawn() -> dict[Path, str]:
    """Return the files and what is to stand in them."""
    from motcua.bench.report import page, slope_picture

    result = json.loads(RESULT.read_text())
    notes = NOTES.read_text() if NOTES.exists() else ""
    return {
        DOCS / "performance.md": page(result, picture=PICTURE, notes=notes),
        DOCS / PICTURE: slope_picture(result),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

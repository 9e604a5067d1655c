"""How much memory processes hold."""

import re
from contextlib import suppress
from pathlib import Path

from motcua.bench.measuring.timing import family

_HELD = re.compile(r"^(Rss|Pss): +([0-9]+) kB", re.MULTILINE)


def memory_of(root: int) -> dict[str, float]:
    """Return the megabytes of a process and all that descend from it.

    `resident_mb` is the sum of what each holds; in `shared_once_mb` each page that several hold counts once in all.
    """
    held = {"Rss": 0, "Pss": 0}
    for pid in family(root):
        with suppress(OSError):  # it has just ended
            for name, kilobytes in _HELD.findall(Path(f"/proc/{pid}/smaps_rollup").read_text()):
                held[name] += int(kilobytes)
    return {"resident_mb": round(held["Rss"] / 1024, 1), "shared_once_mb": round(held["Pss"] / 1024, 1)}

"""A process as a column of doors: where each piece of the drawing stands. Pure geometry; colours are in the CSS.

Drawn narrow, so that it reads at its real size beside a table, on the dossier's page and on a telephone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

WIDTH = 340
DOOR_X, DOOR_W, DOOR_H = 24, 30, 34
TEXT_X, LINE_H, SMALL_H, GAP = 66, 19, 17, 20
#: Letters that fit a line: names beside the time, small print below it
NAME_LETTERS, SMALL_LETTERS = 27, 42


@dataclass(frozen=True)
class Door:
    """One step to be drawn. `state`: "" (no dossier in sight), done, current, paused, future or skipped."""

    number: int
    name: str
    who: str
    time: str
    kind: str = "handling"
    state: str = ""
    waits: str = ""  # for whom, while the office's clock stands still
    only_if: Sequence[str] = ()
    tasks: Sequence[str] = ()  # of several agencies inside the step

    @property
    def in_words(self) -> str:
        said = [f"{self.number}. {self.name}", self.who, self.time, self.waits, *self.only_if, *self.tasks]
        return ", ".join(filter(None, said))


def layout(doors: Sequence[Door]) -> dict[str, Any]:
    """Return where everything stands; numbers as text, so that no template writes 1.024 for 1024."""
    rows, y = [], 8
    for door in doors:
        row = _row(door, y)
        rows.append(row)
        y = row["end"]
    for row, following in pairwise(rows):
        row["line"] = {"y1": str(row["top"] + DOOR_H), "y2": str(following["top"])}
    height = y - GAP + 10 if rows else 0
    return {"rows": rows, "width": str(WIDTH), "height": str(height), "middle": str(DOOR_X + DOOR_W // 2)}


def _row(door: Door, top: int) -> dict[str, Any]:
    texts = list(_texts(door, top))
    bottom = max(top + DOOR_H, texts[-1]["at"])
    x, w, h = DOOR_X, DOOR_W, DOOR_H
    r, foot = w // 2, top + h - 4
    return {
        "door": door,
        "top": top,
        "end": bottom + GAP,
        "arch": f"M{x} {foot}V{top + r}a{r} {r} 0 0 1 {w} 0V{foot}a4 4 0 0 1 -4 4H{x + 4}a4 4 0 0 1 -4 -4Z",
        "number_y": str(top + 24),
        "texts": [text | {"y": str(text["at"])} for text in texts],
        "time_y": str(top + 14),
        # a dossier may pass by: round the door, on its left
        "past": f"M{x + r} {top - 8}H10a4 4 0 0 0 -4 4V{bottom + 4}a4 4 0 0 0 4 4H{x + r}" if door.only_if else "",
    }


def _texts(door: Door, top: int) -> Iterator[dict[str, Any]]:
    at = top + 14
    for line in wrap(door.name, NAME_LETTERS) or [""]:
        yield {"at": at, "cls": "n", "x": str(TEXT_X), "said": line}
        at += LINE_H
    for words, cls, x in (
        ([door.who], "w", TEXT_X),
        ([door.waits], "wt", TEXT_X),
        (door.only_if, "if", TEXT_X),
        ([f"• {task}" for task in door.tasks], "t", TEXT_X),
    ):
        for text in words:
            for line in wrap(text, SMALL_LETTERS):
                yield {"at": at - 1, "cls": cls, "x": str(x), "said": line}
                at += SMALL_H

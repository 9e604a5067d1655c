"""The five faces: label, face and colour together, all of one size (ux.md D13)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from motcua.ratings.models import SATISFIED_FROM, Level

_EYES = '<path d="M55 58v12M105 58v12"/>'


class Face(NamedTuple):
    """`drawing`: what stands in the circle of `colour`, drawn in `ink`, on a field of 160 by 160."""

    level: int
    label: str | Promise
    colour: str
    ink: str
    drawing: SafeString


def _face(level: Level, colour: str, ink: str, drawing: str) -> Face:
    return Face(level.value, level.label, colour, ink, mark_safe(drawing))  # noqa: S308  # our own drawing


FACES = (
    _face(
        Level.VERY_SATISFIED,
        "#8FD9AE",
        "#0E5C33",
        '<path d="M44 70q11-16 22 0M94 70q11-16 22 0"/><path d="M42 92c4 30 72 30 76 0z" fill="#fff"/>',
    ),
    _face(Level.SATISFIED, "#CBE38F", "#3C5A12", f'{_EYES}<path d="M46 94q34 34 68 0"/>'),
    _face(Level.NEUTRAL, "#FBDD8E", "#6A4A05", f'{_EYES}<path d="M50 104h60"/>'),
    _face(Level.DISSATISFIED, "#F8BE8E", "#7A3410", f'{_EYES}<path d="M48 114q32-28 64 0"/>'),
    _face(
        Level.VERY_DISSATISFIED,
        "#F5A7A2",
        "#7E1520",
        '<path d="M42 52l24 10M118 52l-24 10"/><path d="M56 72v8M104 72v8"/><path d="M46 120q34-36 68 0"/>',
    ),
)


def face_of(level: int) -> Face:
    """Return the face of this level."""
    return next(face for face in FACES if face.level == level)


def asks_why(level: int) -> bool:
    """Tell whether to ask what was wrong: of those below the middle, as the devices at the counters do."""
    return level < SATISFIED_FROM - 1

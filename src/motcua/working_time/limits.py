"""Time limits as the law writes them: one or more segments, each a number and a unit, one after the other.

"15 ngày + 08 ngày làm việc" is one limit of two segments: both kinds of day occur in one catalogue and even in one
procedure (law.md §5.1), so a limit is never just a number.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, NamedTuple

from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _


class Unit(StrEnum):
    """What a segment is counted in. `days` and `months` are the solar calendar's (BLDS 2015 art. 145, 147, 148)."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"

    @property
    def is_working(self) -> bool:
        """Tell whether only the office's own time counts; only such units may have a fraction."""
        return self in _WORKING


_WORKING = {Unit.WORKING_HOURS, Unit.WORKING_DAYS}


class UnreadableLimit(Refusal):
    """A text that is not a time limit, or one that no law could mean."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "empty": _("Chưa có thời hạn. Hãy viết như “3 ngày làm việc”, “15 ngày”, “2 tháng” hoặc “4 giờ làm việc”."),
        "no_number": _("“{text}” chưa có con số. Hãy viết số trước đơn vị, như “3 ngày làm việc” (3 working days)."),
        "no_unit": _(
            "“{text}” chưa có đơn vị. Hãy viết rõ “{number} ngày” (days) hay “{number} ngày làm việc” (working days)."
        ),
        "unknown_unit": _(
            "Không có đơn vị thời gian “{unit}”. Hãy dùng: giờ làm việc (working hours), ngày làm việc (working days), "
            "ngày (days), tháng (months)."
        ),
        "fraction": _("“{text}”: số lẻ chỉ dùng cho giờ và ngày làm việc. Hãy viết số nguyên ngày hoặc tháng."),
        "not_positive": _("“{text}”: thời hạn phải lớn hơn 0. Hãy viết ít nhất nửa ngày: “0,5 ngày làm việc”."),
        "too_long": _("“{text}” quá dài. Một thời hạn có số không quá {most}."),
    }


class Segment(NamedTuple):
    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. `str()` writes it in English as `parse` reads it, `in_vietnamese()` as a receipt prints it."""

    segments: tuple[Segment, ...]
    units: frozenset[Unit] = field(init=False, compare=False)
    #: Hours, or a fraction of a working day: always counted by the hours method
    needs_hours: bool = field(init=False, compare=False)
    #: The number, when the limit is one segment of whole working days, as most are; else 0
    plain_working_days: int = field(init=False, compare=False)
    #: The number, when the limit is one segment of days of the solar calendar; else 0
    plain_days: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not self.segments:
            raise UnreadableLimit("empty")
        for segment in self.segments:
            _check(segment, shortened(f"{segment.value} {segment.unit}"))
        needs_hours = any(unit == Unit.WORKING_HOURS or value % 1 for value, unit in self.segments)
        value, unit = self.segments[0]
        plain = int(value) if len(self.segments) == 1 and not needs_hours else 0
        object.__setattr__(self, "units", frozenset(segment.unit for segment in self.segments))
        object.__setattr__(self, "needs_hours", needs_hours)
        object.__setattr__(self, "plain_working_days", plain if unit == Unit.WORKING_DAYS else 0)
        object.__setattr__(self, "plain_days", plain if unit == Unit.DAYS else 0)

    def __str__(self) -> str:
        return " + ".join(
            f"{_plain(value)} {_ENGLISH[unit]}{'' if value <= 1 else 's'}" for value, unit in self.segments
        )


_MOST = 9999
_ENGLISH = {
    Unit.WORKING_HOURS: "working hour",
    Unit.WORKING_DAYS: "working day",
    Unit.DAYS: "day",
    Unit.MONTHS: "month",
}
_VIETNAMESE = {
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.DAYS: "ngày",
    Unit.MONTHS: "tháng",
}
_UNITS = (
    {name: unit for unit, name in _VIETNAMESE.items()}
    | {name: unit for unit, name in _ENGLISH.items()}
    | {f"{name}s": unit for unit, name in _ENGLISH.items()}
)
_SEGMENT = re.compile(r"(?P<number>[+-]?[0-9]+(?:[.,][0-9]+)?)?\s*(?P<unit>.*)", re.DOTALL)


@lru_cache(maxsize=4096)
def parse(text: str) -> Limit:
    """Read a time limit in English or Vietnamese: "15 days + 8 working days", "0,5 ngày làm việc", "2 tháng".

    Decimals, with a point or a comma, are for working units. A bare "giờ" or "hours" is refused on purpose: the law
    means 24 a day by it and offices mean eight, and only whoever wrote it knows.

    :raises UnreadableLimit: it cannot be read; the sentence says what to write
    """
    flat = " ".join(unicodedata.normalize("NFC", text).split()).lower()
    if not flat:
        raise UnreadableLimit("empty")
    return Limit(tuple(_segment(part.strip()) for part in flat.split("+")))


def in_vietnamese(limit: Limit) -> str:
    """Write the limit as Vietnamese papers do: "15 ngày + 8 ngày làm việc", "0,5 ngày làm việc"."""
    return " + ".join(f"{_plain(value).replace('.', ',')} {_VIETNAMESE[unit]}" for value, unit in limit.segments)


def _segment(text: str) -> Segment:
    match = _SEGMENT.fullmatch(text)
    number, name = (match["number"], match["unit"]) if match else (None, text)
    if not text:
        raise UnreadableLimit("empty")
    if number is None:
        raise UnreadableLimit("no_number", text=shortened(text))
    if not name:
        raise UnreadableLimit("no_unit", text=shortened(text), number=number)
    if name not in _UNITS:
        raise UnreadableLimit("unknown_unit", unit=shortened(name))
    unit = _UNITS[name]
    if not unit.is_working and not number.lstrip("+-").isdigit():
        raise UnreadableLimit("fraction", text=shortened(text))
    segment = Segment(Decimal(number.replace(",", ".")), unit)
    _check(segment, shortened(text))
    return segment


def _check(segment: Segment, text: str) -> None:
    if not segment.value > 0:
        raise UnreadableLimit("not_positive", text=text)
    if segment.value > _MOST:
        raise UnreadableLimit("too_long", text=text, most=_MOST)
    if not segment.unit.is_working and segment.value % 1:
        raise UnreadableLimit("fraction", text=text)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"

"""Codes of dossiers, procedures and fields: their shapes, as composed and as read (law.md §3).

Four shapes of dossier code are in the wild; we compose the first three and read all of them, because a dossier keeps
the code of its time. Numbers are counted elsewhere (motcua.dossiers.numbering): here is only how they are written.
A day's number has at least four digits and simply grows past 9,999 (TT 03/2025 art. 13 as amended by TT 4/2025).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _

#: TT 01/2018 art. 19: the unit under QCVN 102:2016, read from right to left: 000.00.12.H12-181022-0001
TT01_2018 = "tt01-2018"
#: TT 03/2025 art. 13: the unit's electronic identifier, read from left to right: H12.12.03-251015-0001 (inferred)
TT03_2025 = "tt03-2025"
#: the same article for services with one central system: two more digits name the owner of that system
TT03_2025_CENTRAL = "tt03-2025-central"
#: seen in use in June 2026, its rule not found; from 5/8/2026 the Ministry of Public Security sets the code
LONG_DATE = "long-date"

PATTERNS = (TT01_2018, TT03_2025, TT03_2025_CENTRAL, LONG_DATE)

_UNIT_2016 = r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}"
_UNIT_2020 = r"[A-Z]\d{2}(?:\.\d{2,3}){0,3}"
_UNITS = {pattern: re.compile(_UNIT_2016 if pattern == TT01_2018 else _UNIT_2020, re.ASCII) for pattern in PATTERNS}
_DOSSIER = re.compile(rf"(?P<unit>{_UNIT_2016}|{_UNIT_2020})-(?P<day>\d{{6}}|\d{{8}})-(?P<number>\d{{4,}})", re.ASCII)
_PROCEDURE = re.compile(r"(?P<bare>\d\.\d{6})(?:\.(?P<unit>(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}))?", re.ASCII)
_FIELD = re.compile(r"(?P<unit>[A-Z]\d{2})-(?P<field>[0-9A-ZĐ]+)", re.ASCII)


class UnreadableCode(Refusal):
    """A text that is not a code of the kind asked for, or a code that cannot be composed."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "dossier": _("“{text}” không phải mã hồ sơ. Mã có dạng 000.00.12.H12-181022-0001 hoặc H12.12-251015-0001."),
        "procedure": _("“{text}” không phải mã thủ tục. Mã có dạng 1.004122 hoặc 1.004122.000.00.00.H12."),
        "field": _("“{text}” không phải mã lĩnh vực. Mã có dạng H12-DD."),
        "unit": _("Mã định danh “{text}” không dùng được cho mã hồ sơ {pattern}. Hãy sửa mã của đơn vị."),
        "number": _("Số thứ tự trong ngày phải từ 1 trở lên, không phải {text}."),
        "owner": _("Mã hồ sơ {pattern} cần đúng hai chữ số của cơ quan chủ quản hệ thống, ví dụ 01."),
    }


@dataclass(frozen=True, slots=True)
class DossierCode:
    """What a dossier code says. `str()` gives the very text that was read."""

    pattern: str
    unit: str
    day: date
    number: int
    owner: str | None = None
    width: int = 4

    def __str__(self) -> str:
        day = self.day.strftime("%Y%m%d" if self.pattern == LONG_DATE else "%y%m%d")
        return f"{self.unit}-{day}-{self.owner or ''}{self.number:0{self.width}d}"


def compose(pattern: str, unit_identifier: str, day: date, number: int, *, owner: str | None = None) -> str:
    """Return the code of the dossier that this unit received as its `number`-th on this day.

    :raises UnreadableCode: the identifier does not fit the pattern, the number is below 1, or `owner` (two digits, for
        services with one central system only) is missing or out of place
    """
    if not _UNITS[pattern].fullmatch(unit_identifier):
        raise UnreadableCode("unit", text=shortened(unit_identifier), pattern=pattern)
    if number < 1:
        raise UnreadableCode("number", text=number)
    has_owner = owner is not None and bool(re.fullmatch(r"[0-9]{2}", owner))
    if has_owner != (pattern == TT03_2025_CENTRAL):
        raise UnreadableCode("owner", pattern=pattern)
    width = 7 if pattern == LONG_DATE else 4
    return str(DossierCode(pattern, unit_identifier, day, number, owner, width))


def parse(text: str) -> DossierCode:
    """Read a dossier code of any of the four shapes; spaces around it and small letters are forgiven.

    Six digits or more after a short date are read as two for the owner and the number: no unit receives 100,000
    dossiers a day, so a plain number never gets that long.

    :raises UnreadableCode: the text has none of the shapes, or its day does not exist
    """
    match = _DOSSIER.fullmatch(text.strip().upper())
    day = _day(match["day"]) if match else None
    if match is None or day is None:
        raise UnreadableCode("dossier", text=shortened(text))
    unit, digits = match["unit"], match["number"]
    if len(match["day"]) == 8:
        pattern = LONG_DATE
    elif unit[0].isdigit():
        pattern = TT01_2018
    else:
        pattern = TT03_2025_CENTRAL if len(digits) >= 6 else TT03_2025
    owner, digits = (digits[:2], digits[2:]) if pattern == TT03_2025_CENTRAL else (None, digits)
    too_wide = pattern != LONG_DATE and len(digits) > 4 and digits.startswith("0")
    if int(digits) == 0 or too_wide:
        raise UnreadableCode("dossier", text=shortened(text))
    return DossierCode(pattern, unit, day, int(digits), owner, len(digits))


def _day(digits: str) -> date | None:
    century = "20" if len(digits) == 6 else ""
    try:
        return date.fromisoformat(century + digits)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """A procedure's national code: the bare one, and the authority that localised it, if any (law.md §3.2)."""

    bare: str
    unit: str | None = None

    def __str__(self) -> str:
        return f"{self.bare}.{self.unit}" if self.unit else self.bare


def parse_procedure(text: str) -> ProcedureCode:
    """Read 1.014466, 1.014466.H12 or the older 1.004122.000.00.00.H56. :raises UnreadableCode: none of these"""
    match = _PROCEDURE.fullmatch(text.strip().upper())
    if match is None:
        raise UnreadableCode("procedure", text=shortened(text))
    return ProcedureCode(match["bare"], match["unit"])


def parse_field(text: str) -> tuple[str, str]:
    """Read a field code MX1X2-LV (TT 01/2018 art. 20) as authority and field. :raises UnreadableCode: not one"""
    match = _FIELD.fullmatch(text.strip().upper())
    if match is None:
        raise UnreadableCode("field", text=shortened(text))
    return match["unit"], match["field"]

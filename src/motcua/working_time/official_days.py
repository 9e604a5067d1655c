"""The days off and the make-up days of Vietnamese state agencies, 2018 to 2027, with the rule behind each.

Restated from the Labour Code and the yearly announcements (law.md §5.6). Libraries only cross-check this table: one of
them missed the swap of 2 January 2026. Tết and National Day are decided anew each year, a swap by a letter of its own,
so a year is entered only when it is announced; 2027 is an estimate until then and says so in every row.

Holidays that fall on a Saturday or Sunday stand here too: an office that works on Saturdays is closed on them.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache

from motcua.law.refusals import gettext_noop as _
from motcua.working_time.calendar import WEEKDAYS, DayKind, Session, SpecialDay, WorkingCalendar

YEARS = (2018, 2027)
NAME = "Lịch làm việc của tỉnh Cà Mau"
#: The Centre's hours in Cà Mau, decision 01779/QĐ-UBND of 2025: 07:00–11:00 and 13:00–17:00, Monday to Friday
OFFICE_HOURS = (Session(time(7), time(11)), Session(time(13), time(17)))
WEEKLY = {weekday: OFFICE_HOURS for weekday in range(5)}
_ESTIMATED_YEARS = {2027}

NEW_YEAR, TET, HUNG_KINGS = _("Tết Dương lịch"), _("Tết Nguyên đán"), _("Giỗ Tổ Hùng Vương")
REUNIFICATION, LABOUR, NATIONAL = _("Ngày Chiến thắng 30/4"), _("Quốc tế Lao động 1/5"), _("Quốc khánh 2/9")
CULTURE = _("Ngày Văn hóa Việt Nam 24/11")
COMPENSATED, SWAPPED, MADE_UP = _("nghỉ bù {what}"), _("nghỉ hoán đổi, làm bù {what}"), _("làm bù cho {what}")
TEMPLATES = (COMPENSATED, SWAPPED, MADE_UP)

#: (holiday, "day/month" or "first-last/month" …) for each year: the days the law names, wherever they fall
_HOLIDAYS: dict[int, tuple[tuple[str, str], ...]] = {
    2018: ((NEW_YEAR, "1/1"), (TET, "14-18/2"), (HUNG_KINGS, "25/4"), (NATIONAL, "2/9")),
    2019: ((NEW_YEAR, "1/1"), (TET, "4-8/2"), (HUNG_KINGS, "14/4"), (NATIONAL, "2/9")),
    2020: ((NEW_YEAR, "1/1"), (TET, "23-27/1"), (HUNG_KINGS, "2/4"), (NATIONAL, "2/9")),
    2021: ((NEW_YEAR, "1/1"), (TET, "10-14/2"), (HUNG_KINGS, "21/4"), (NATIONAL, "2-3/9")),
    2022: ((NEW_YEAR, "1/1"), (TET, "31/1 1-4/2"), (HUNG_KINGS, "10/4"), (NATIONAL, "1-2/9")),
    2023: ((NEW_YEAR, "1/1"), (TET, "20-24/1"), (HUNG_KINGS, "29/4"), (NATIONAL, "1-2/9")),
    2024: ((NEW_YEAR, "1/1"), (TET, "8-12/2"), (HUNG_KINGS, "18/4"), (NATIONAL, "2-3/9")),
    2025: ((NEW_YEAR, "1/1"), (TET, "27-31/1"), (HUNG_KINGS, "7/4"), (NATIONAL, "1-2/9")),
    2026: ((NEW_YEAR, "1/1"), (TET, "16-20/2"), (HUNG_KINGS, "26/4"), (NATIONAL, "1-2/9"), (CULTURE, "24/11")),
    2027: ((NEW_YEAR, "1/1"), (TET, "4-8/2"), (HUNG_KINGS, "16/4"), (NATIONAL, "2-3/9"), (CULTURE, "24/11")),
}
_EVERY_YEAR = ((REUNIFICATION, "30/4"), (LABOUR, "1/5"))

#: Days off in place of a holiday that fell on the weekly rest
_COMPENSATORY: tuple[tuple[date, str], ...] = (
    (date(2018, 2, 19), TET),
    (date(2018, 2, 20), TET),
    (date(2018, 9, 3), NATIONAL),
    (date(2019, 4, 15), HUNG_KINGS),
    (date(2020, 1, 28), TET),
    (date(2020, 1, 29), TET),
    (date(2021, 2, 15), TET),
    (date(2021, 2, 16), TET),
    (date(2021, 5, 3), LABOUR),
    (date(2022, 1, 3), NEW_YEAR),
    (date(2022, 4, 11), HUNG_KINGS),
    (date(2022, 5, 2), REUNIFICATION),
    (date(2022, 5, 3), LABOUR),
    (date(2023, 1, 2), NEW_YEAR),
    (date(2023, 1, 25), TET),
    (date(2023, 1, 26), TET),
    (date(2023, 5, 2), HUNG_KINGS),
    (date(2023, 5, 3), REUNIFICATION),
    (date(2023, 9, 4), NATIONAL),
    (date(2024, 2, 13), TET),
    (date(2024, 2, 14), TET),
    (date(2026, 4, 27), HUNG_KINGS),
    (date(2027, 2, 9), TET),
    (date(2027, 2, 10), TET),
    (date(2027, 5, 3), LABOUR),
)

#: Swapped: (the weekday off, the Saturday worked for it, where it was decided)
_ANNOUNCED = "Thông báo hoán đổi ngày làm việc của năm (số văn bản chưa kiểm)"
_SWAPS: tuple[tuple[date, date, str], ...] = (
    (date(2018, 12, 31), date(2019, 1, 5), _ANNOUNCED),
    (date(2019, 4, 29), date(2019, 5, 4), _ANNOUNCED),
    (date(2024, 4, 29), date(2024, 5, 4), _ANNOUNCED),
    (date(2025, 5, 2), date(2025, 4, 26), _ANNOUNCED),
    (date(2026, 1, 2), date(2026, 1, 10), "Công văn 12729/VPCP-KGVX ngày 25/12/2025"),
    (date(2026, 8, 31), date(2026, 8, 22), _ANNOUNCED),
)


def official_days() -> tuple[SpecialDay, ...]:
    """Return every exception of the years covered, in order of date."""
    return tuple(sorted((*_holidays(), *_compensatory(), *_swaps()), key=lambda day: day.date))


@cache
def official_calendar() -> WorkingCalendar:
    """Return the province's calendar as this release knows it; the one in the database may know more."""
    return WorkingCalendar(name=NAME, weekly=WEEKLY, days=official_days(), years=YEARS)


def _holidays() -> Iterator[SpecialDay]:
    for year, of_year in _HOLIDAYS.items():
        for reason, text in of_year + _EVERY_YEAR:
            basis = "Nghị quyết 28/2026/QH16" if reason == CULTURE else _labour_code(year, "115.1", "112")
            for day in _dates(year, text):
                yield SpecialDay(day, DayKind.HOLIDAY, reason, basis, year in _ESTIMATED_YEARS)


def _compensatory() -> Iterator[SpecialDay]:
    for day, holiday in _COMPENSATORY:
        basis = _labour_code(day.year, "115.3", "111.3")
        yield SpecialDay(
            day, DayKind.COMPENSATORY, COMPENSATED.format(what=holiday), basis, day.year in _ESTIMATED_YEARS
        )


def _swaps() -> Iterator[SpecialDay]:
    for off, worked, basis in _SWAPS:
        yield SpecialDay(off, DayKind.SWAP_OFF, SWAPPED.format(what=_spoken(worked)), basis)
        yield SpecialDay(worked, DayKind.MAKE_UP, MADE_UP.format(what=_spoken(off)), basis, makes_up_for=off)


def _labour_code(year: int, of_2012: str, of_2019: str) -> str:
    code, article = ("2012", of_2012) if year < 2021 else ("2019", of_2019)
    return f"Bộ luật Lao động {code} Điều {article}"


def _dates(year: int, text: str) -> Iterator[date]:
    for stretch in text.split():
        days, _, month = stretch.partition("/")
        first, _, last = days.partition("-")
        start = date(year, int(month), int(first))
        for number in range(int(last or first) - int(first) + 1):
            yield start + timedelta(days=number)


def _spoken(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"

"""A day as browsers send it, or as people type it."""

from datetime import date


def read_day(text: str) -> date | None:
    """Return the day of "2018-11-01" or "1/11/2018"; None when it is none."""
    parts = text.strip().replace("-", "/").split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

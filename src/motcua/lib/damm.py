"""Damm's check digit: catches every single wrong digit and every swap of neighbours, also the last two (ux.md D7)."""

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """Return the digit to put behind `digits`.

    :raises ValueError: when something other than 0-9 stands in `digits`
    """
    state = 0
    for digit in digits:
        if digit not in "0123456789":
            raise ValueError(f"not a digit: {digit!r}")
        state = _TABLE[state][int(digit)]
    return str(state)


def is_valid(digits: str) -> bool:
    """Tell whether the last of `digits` is the right check digit of those before it."""
    return len(digits) > 1 and digits.isascii() and digits.isdigit() and check_digit(digits) == "0"

"""How a percentage is worked out: exactly, to two decimals, half up. Pure."""

from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


def percent_of(part: int, whole: int) -> Decimal | None:
    """Return what part of the whole this is, in per cent: 17,225 of 17,383 are 99.09. None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_HUNDREDTH, ROUND_HALF_UP)

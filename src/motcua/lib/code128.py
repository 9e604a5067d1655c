"""Code 128, set C: an even number of digits as bars, two digits a symbol (ISO/IEC 15417), for scanners at counters."""

_PATTERNS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
]  # as the standard prints it
_START_C = 105
_STOP = "2331112"
QUIET_ZONE = 10


def widths(digits: str) -> list[int]:
    """Return the widths in modules, bar and space by turns, beginning and ending with a bar; no quiet zone.

    :raises ValueError: when `digits` is empty, of odd length, or holds anything but 0-9
    """
    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("Code 128-C takes an even number of digits")
    values = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (_START_C + sum(place * value for place, value in enumerate(values, start=1))) % 103
    symbols = [_PATTERNS[value] for value in (_START_C, *values, check)]
    return [int(width) for width in "".join(symbols) + _STOP]


def bars(digits: str) -> list[tuple[int, int]]:
    """Return each bar as (distance from the left edge, width), in modules, without the quiet zone."""
    found, left = [], 0
    for place, width in enumerate(widths(digits)):
        if place % 2 == 0:
            found.append((left, width))
        left += width
    return found


def svg(digits: str, *, height: int = 10, label: str = "") -> str:
    """Return the bar code as an SVG element with its quiet zones; size and stretch it where it is shown."""
    modules = sum(widths(digits)) + 2 * QUIET_ZONE
    path = "".join(f"M{QUIET_ZONE + left} 0h{width}v{height}h-{width}z" for left, width in bars(digits))
    name = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="c128" viewBox="0 0 {modules} {height}" '
        f'preserveAspectRatio="none" shape-rendering="crispEdges" {name}><path d="{path}"/></svg>'
    )

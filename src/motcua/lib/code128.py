"""Code 128, set C: an even number of digits as bars, two digits a symbol (ISO/IEC 15417), for scanners at counters."""

from html import escape

_WIDTHS = (  # of the 106 symbols, six digits each
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_PATTERNS = [_WIDTHS[at : at + 6] for at in range(0, len(_WIDTHS), 6)]
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
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="c128" viewBox="0 0 {modules} {height}" '
        f'preserveAspectRatio="none" shape-rendering="crispEdges" {name}><path d="{path}"/></svg>'
    )

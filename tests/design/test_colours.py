"""The pairs of colours we put on one another (ux.md §4.3), measured as WCAG 2 does, from the style sheet itself."""

import re
from pathlib import Path

import pytest

from motcua import design

CSS = (Path(design.__file__).parent / "static" / "design" / "duoc.css").read_text("utf-8")
TOKENS = dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", CSS)) | {"trang": "#FFFFFF"}

TEXT = [  # foreground, background, least ratio
    ("muc", "giay-50", 7), ("muc", "giay-100", 7), ("muc", "giay-0", 7),
    ("giay-600", "giay-0", 4.5), ("giay-600", "giay-50", 4.5), ("giay-600", "giay-100", 4.5),
    ("giay-600", "giay-200", 4.5), ("giay-800", "giay-100", 7),
    ("bien-700", "giay-0", 7), ("bien-700", "giay-50", 7), ("bien-700", "bien-100", 4.5),
    ("bien-800", "bien-50", 7), ("bien-600", "giay-50", 4.5),
    ("trang", "bien-700", 7), ("trang", "bien-800", 7), ("trang", "bien-900", 7), ("trang", "bien-950", 7),
    ("bien-200", "bien-900", 7), ("bien-300", "bien-900", 4.5), ("nang-400", "bien-900", 4.5),
    ("bien-950", "nang-400", 7),
    ("st-on", "st-on-bg", 4.5), ("st-soon", "st-soon-bg", 4.5), ("st-late", "st-late-bg", 4.5),
    ("st-wait", "st-wait-bg", 4.5), ("st-ready", "st-ready-bg", 4.5), ("st-done", "st-done-bg", 7),
    ("st-new", "st-new-bg", 4.5),
    ("trang", "st-late-solid", 4.5), ("trang", "st-wait-solid", 4.5), ("nang-700", "nang-50", 4.5),
    ("nang-700", "nang-100", 4.5),
    ("st-late", "giay-0", 4.5), ("st-on", "giay-0", 4.5), ("st-soon", "giay-0", 4.5),
]  # fmt: skip
GRAPHICS = [
    ("giay-500", "giay-0", 3),
    ("giay-500", "giay-50", 3),
    ("st-on-solid", "st-on-bg", 3),
    ("bien-600", "giay-0", 3),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("foreground", "background", "least"), TEXT + GRAPHICS)
def test_the_pair_can_be_read(foreground: str, background: str, least: float) -> None:
    assert contrast(TOKENS[foreground], TOKENS[background]) >= least


def test_the_late_and_waiting_heads_of_the_tracking_page_can_be_read() -> None:
    track = (Path(design.__file__).parent / "static" / "design" / "pages" / "track.css").read_text("utf-8")
    for tone in ("late", "wait"):
        ground = re.search(rf"\.due--{tone}\{{background:(#\w{{6}})", track)[1]  # type: ignore[index]
        small = re.search(rf"\.due--{tone} small\{{color:(#\w{{6}})", track)[1]  # type: ignore[index]
        assert contrast(small, ground) >= 4.5
        assert contrast(TOKENS["nang-400"], ground) >= 4.5

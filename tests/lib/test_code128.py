import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from motcua.lib import code128

even_digits = st.text("0123456789", min_size=1, max_size=8).map(lambda half: half + half[::-1])


def read(digits: str, *, module: int = 3) -> str:
    """Draw the bars as a scanner sees them and read them with an independent decoder."""
    quiet = code128.QUIET_ZONE
    picture = Image.new("L", ((sum(code128.widths(digits)) + 2 * quiet) * module, 60), 255)
    for left, width in code128.bars(digits):
        x = (quiet + left) * module
        ImageDraw.Draw(picture).rectangle((x, 5, x + width * module - 1, 54), fill=0)
    [found] = zxingcpp.read_barcodes(picture)
    assert found.format == zxingcpp.BarcodeFormat.Code128
    return found.text


def test_a_quick_code_is_read_back_by_an_independent_decoder() -> None:
    assert read("1810422057") == "1810422057"


@given(even_digits)
@settings(max_examples=40, deadline=None)
def test_any_even_number_of_digits_is_read_back(digits: str) -> None:
    assert read(digits) == digits


def test_the_ten_digits_of_a_code_take_ninety_modules() -> None:
    assert sum(code128.widths("1810420768")) == 90  # start, 5 pairs, check: 7 times 11; stop: 13
    assert len(code128.widths("1810420768")) % 2 == 1  # begins and ends with a bar


def test_the_drawing_holds_one_bar_for_each_bar() -> None:
    drawing = code128.svg("1810420768", label='Mã "vạch"')

    assert len(re.findall(r"M\d", drawing)) == len(code128.bars("1810420768"))
    assert 'aria-label="Mã &quot;vạch&quot;"' in drawing
    assert "style=" not in drawing


@pytest.mark.parametrize("digits", ["", "123", "12a4", "１２"])
def test_what_set_c_cannot_say_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="even number of digits"):
        code128.widths(digits)

"""From values to a PDF: typst, our own fonts, nothing from the machine. Values are text, never markup."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from motcua.lib import code128

HERE = Path(__file__).parent
FONTS = Path(__file__).parents[2] / "design" / "fonts"


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that this template (a file beside this one) makes of this data. Text stays selectable."""
    compiler = typst.Compiler(
        input=str(HERE / template),
        root=str(HERE),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf")
    assert isinstance(pdf, bytes)  # one file, and no output path: the PDF itself
    return pdf


def qr_svg(text: str) -> str:
    """Return a QR code with level M and the quiet zone of four modules, as SVG."""
    return str(segno.make(text, error="m", boost_error=False).svg_inline(scale=4, border=4, dark="#000", light="#fff"))


def code128_svg(digits: str) -> str:
    """Return the bar code of an even number of digits, as SVG."""
    return code128.svg(digits).replace(' class="c128"', ' width="300" height="30"', 1)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(font_paths=[str(FONTS)], include_system_fonts=False, include_embedded_fonts=False)

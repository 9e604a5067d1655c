"""From values to a PDF: typst, our own fonts, nothing from the machine. Values are text, never markup.

Every paper is PDF/A-2b, so that it can be read in thirty years with nothing but itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from motcua.lib import code128

HOUSE = Path(__file__).parents[2]
FONTS = HOUSE / "design" / "fonts"
STANDARD: Final = "a-2b"


@dataclass(frozen=True)
class Box:
    """A place on a page that a paper keeps free, in points from the lower left corner; pages count from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Return the PDF that this template makes of this data. Text stays selectable.

    :param at: the moment that the file says it was made; without it, the machine's
    """
    return _pdf(_compiler(template, data), at=at)


def typeset_with_box(template: Path, data: Mapping[str, Any], *, at: datetime | None = None) -> tuple[bytes, Box]:
    """Return the PDF, and the place that the template keeps free for the seal (`seal-box` of paper.typ)."""
    compiler = _compiler(template, data)
    pdf = _pdf(compiler, at=at)
    place = json.loads(compiler.query("<seal>", field="value", one=True))
    return pdf, Box(**place)


def qr_svg(text: str) -> str:
    """Return a QR code with level M and the quiet zone of four modules, as SVG."""
    return str(segno.make(text, error="m", boost_error=False).svg_inline(scale=4, border=4, dark="#000", light="#fff"))


def code128_svg(digits: str) -> str:
    """Return the bar code of an even number of digits, as SVG."""
    return code128.svg(digits).replace(' class="c128"', ' width="300" height="30"', 1)


def _compiler(template: Path, data: Mapping[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        input=str(template),
        root=str(HOUSE),  # templates of several rooms share the sheet
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _pdf(compiler: typst.Compiler, *, at: datetime | None) -> bytes:
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=_plain(at) if at else None)
    assert isinstance(pdf, bytes)  # one file, and no output path: the PDF itself
    return pdf


def _plain(at: datetime) -> datetime:
    """Return the moment as typst takes it: whole seconds, a fixed distance from UTC."""
    return at.astimezone(timezone(at.utcoffset() or timedelta())).replace(microsecond=0)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(font_paths=[str(FONTS)], include_system_fonts=False, include_embedded_fonts=False)

"""Other people's work in our house is what VENDOR.json says it is."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import ImageFont

from motcua import design

ROOM = Path(design.__file__).parent
LINES = json.loads((ROOM / "static" / "design" / "vendor" / "VENDOR.json").read_text("utf-8"))
VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "ÀÁÃàáãÈÉèéÌÍĨìíĩÒÓÕòóõÙÚŨùúũÝý"


@pytest.mark.parametrize("line", LINES, ids=[line["file"] for line in LINES])
def test_the_file_is_unchanged_since_it_was_fetched(line: dict[str, str]) -> None:
    assert hashlib.sha256((ROOM / line["file"]).read_bytes()).hexdigest() == line["sha256"]
    assert line["licence"] in {"0BSD", "MIT", "OFL-1.1"}
    assert line["version"]


def test_everything_in_the_vendor_folder_is_listed_or_a_licence() -> None:
    listed = {Path(line["file"]).name for line in LINES} | {"VENDOR.json"}

    for path in (ROOM / "static" / "design" / "vendor").iterdir():
        assert path.name in listed or path.name.startswith("LICENSE-"), path.name


@pytest.mark.parametrize("folder", ["fonts", "static/design/fonts"])
def test_fonts_travel_with_their_licence(folder: str) -> None:
    names = {path.name for path in (ROOM / folder).iterdir()}

    for family in {name.split("-")[0] for name in names if name.endswith(("woff2", "ttf"))}:
        assert any(family in name and name.endswith(".txt") for name in names), family


@pytest.mark.parametrize("face", ["400", "400-italic", "700", "700-italic"])
def test_the_typeface_of_papers_has_every_vietnamese_letter(face: str) -> None:
    font = ImageFont.truetype(str(ROOM / "fonts" / f"Tinos-{face}.ttf"), 40)
    missing = bytes(font.getmask("\ufffe"))

    assert not [letter for letter in VIETNAMESE + "₫…–“”№×" if bytes(font.getmask(letter)) == missing and letter != "№"]

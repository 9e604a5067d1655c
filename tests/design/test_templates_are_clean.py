"""What the content security policy forbids must not stand in any template of the house, nor what no sprite has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

import motcua
from motcua.design.sprites import sprite_of

HOUSE = Path(motcua.__file__).parent
TEMPLATES = sorted(path for path in HOUSE.rglob("*.html") if "templates" in path.parts)
NAMES = [str(path.relative_to(HOUSE)) for path in TEMPLATES]

FORBIDDEN = {
    "an inline style (make a class)": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a <style> element (make a file)": re.compile(r"<style[\s>]", re.I),
    "an inline handler (use a module)": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "an inline script (use a module, or json_script for data)": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.I
    ),
    "a javascript: address": re.compile(r"=\s*[\"']\s*javascript:", re.I),
    "an hx-on attribute, which needs eval": re.compile(r"\shx-on", re.I),
    "a comment over several lines in {# #} (use {% comment %})": re.compile(r"\{#(?:(?!#\}).)*\n", re.S),
    "a request to another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!www\.w3\.org)", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_the_template_holds_nothing_the_policy_forbids(path: Path) -> None:
    text = path.read_text("utf-8")

    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]

    assert not found, f"{path.relative_to(HOUSE)} has {', '.join(found)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_the_template_can_be_compiled(path: Path) -> None:
    engines["django"].from_string(path.read_text("utf-8"))  # type: ignore[attr-defined]


def icons_named() -> Iterator[tuple[str, str]]:
    for path in TEMPLATES:
        for name in re.findall(r"\{% icon \"([\w-]+)\"", path.read_text("utf-8")):
            yield str(path.relative_to(HOUSE)), name


def test_every_icon_a_template_names_is_in_a_sprite() -> None:
    missing = sorted({f"{name} ({where})" for where, name in icons_named() if name not in sprite_of()})

    assert not missing, f"add to tools/vendor-icons.txt and run tools/vendor.py: {missing}"


def test_citizens_pages_only_use_icons_of_the_small_sprites() -> None:
    heavy = sorted(
        f"{name} ({where})"
        for where, name in icons_named()
        if where.startswith("portal/") and "icons-staff" in sprite_of().get(name, "")
    )

    assert not heavy, f"move to another list in tools/vendor-icons.txt: {heavy}"


def test_style_sheets_do_not_fetch_from_elsewhere_nor_swear() -> None:
    for sheet in HOUSE.rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert not re.search(r"url\([\"']?(?:https?:)?//", text), sheet.name
        assert "@import" not in text, sheet.name

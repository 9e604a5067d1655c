#!/usr/bin/env python3
"""Fetch what the design room carries of other people's work, and shape it for us.

    uv run --no-project --with fonttools --with brotli tools/vendor.py

Needs npm. Writes htmx, the icon sprites and the Tinos fonts into src/motcua/design, and notes name, version, licence
and SHA-256 of each file in static/design/vendor/VENDOR.json, which a test compares. Nothing of this runs at install.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESIGN = HERE.parent / "src" / "motcua" / "design"
STATIC = DESIGN / "static" / "design"

HTMX = ("htmx.org", "4.0.1", "0BSD")
PHOSPHOR = ("@phosphor-icons/core", "2.1.1", "MIT")
TINOS = ("@expo-google-fonts/tinos", "0.4.2", "OFL-1.1")
TINOS_FACES = {"400": "400Regular", "400-italic": "400Regular_Italic", "700": "700Bold", "700-italic": "700Bold_Italic"}

# Latin, every Vietnamese letter, combining tones, punctuation of the web and of print, arrows and the dong sign
LETTERS = "U+0020-007E,U+00A0-017F,U+01A0,U+01A1,U+01AF,U+01B0,U+02C6,U+02DC,U+0300-0304,U+0306,U+0309,U+031B,U+0323"
SIGNS = "U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AB,U+20AC"
MORE = "U+2122,U+2190-2193,U+2212,U+2264,U+2265,U+25A0,U+25A1,U+25CF,U+2610,U+2611,U+2713"
CUT = (f"--unicodes={LETTERS},{SIGNS},{MORE}", "--layout-features=*", "--no-hinting", "--name-IDs=*")


def fetch(package: tuple[str, str, str], into: Path) -> Path:
    """Download one npm package at its pinned version and return the folder it unpacked to."""
    name, version, _ = package
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"], cwd=into, check=True, capture_output=True, text=True
    )
    folder = into / re.sub(r"\W", "-", name)
    with tarfile.open(into / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def noted(path: Path, package: tuple[str, str, str], changes: str = "") -> dict[str, str]:
    """Return the line of VENDOR.json about one file."""
    name, version, licence = package
    line = {"file": str(path.relative_to(DESIGN)), "name": name, "version": version, "licence": licence}
    if changes:
        line["changes"] = changes
    return line | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write_htmx(source: Path) -> list[dict[str, str]]:
    target = STATIC / "vendor" / "htmx.min.js"
    code = (source / "dist" / "htmx.min.js").read_text("utf-8")
    target.write_text(re.sub(r"\n?//# sourceMappingURL=.*\n?", "\n", code), "utf-8")
    shutil.copyfile(source / "LICENSE", STATIC / "vendor" / "LICENSE-htmx.txt")
    return [noted(target, HTMX, "without the pointer to its source map")]


def read_icon_lists() -> dict[str, list[str]]:
    """Return the names in tools/vendor-icons.txt by the sprite they belong to."""
    lists: dict[str, list[str]] = {}
    for line in (HERE / "vendor-icons.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            names = lists[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            names.append(line)
    return lists


def symbol(source: Path, name: str) -> str:
    """Return one icon as a <symbol>; the second tone of a duotone icon takes its colour from --i2."""
    style = re.search(r"-(bold|duotone|fill|light|thin)$", name)
    drawing = (source / "assets" / (style.group(1) if style else "regular") / f"{name}.svg").read_text("utf-8")
    inside = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", drawing)
    inside = inside.replace('opacity="0.2"', 'fill="var(--i2,currentColor)" opacity="var(--i2o,.2)"')
    return f'<symbol id="{name}" viewBox="0 0 256 256">{inside}</symbol>'


def write_icons(source: Path) -> list[dict[str, str]]:
    shutil.copyfile(source / "LICENSE", STATIC / "vendor" / "LICENSE-phosphor.txt")
    written = []
    for sprite, names in read_icon_lists().items():
        target = STATIC / f"{sprite}.svg"
        symbols = "\n".join(symbol(source, name) for name in sorted(names))
        target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', "utf-8")
        written.append(noted(target, PHOSPHOR, "chosen icons joined in one sprite"))
    return written


def write_tinos(source: Path) -> list[dict[str, str]]:
    """Cut Tinos to Latin and Vietnamese: TTF for the papers the server prints, WOFF2 for previews on the screen."""
    written = []
    for face, folder in TINOS_FACES.items():
        whole = source / folder / f"Tinos_{folder}.ttf"
        for target, flavour in (
            (DESIGN / "fonts" / f"Tinos-{face}.ttf", []),
            (STATIC / "fonts" / f"Tinos-{face}.woff2", ["--flavor=woff2"]),
        ):
            subprocess.run(
                [sys.executable, "-m", "fontTools.subset", whole, *CUT, f"--output-file={target}", *flavour],
                check=True,
            )
            written.append(noted(target, TINOS, "cut to Latin, Vietnamese and punctuation; without hinting"))
    for folder in (DESIGN / "fonts", STATIC / "fonts"):
        shutil.copyfile(source / "LICENSE_FONT", folder / "LICENSE-Tinos.txt")
    return written


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        lines = write_htmx(fetch(HTMX, room)) + write_icons(fetch(PHOSPHOR, room)) + write_tinos(fetch(TINOS, room))
    (STATIC / "vendor" / "VENDOR.json").write_text(json.dumps(lines, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for line in lines:
        print(f"{line['file']}  {line['name']} {line['version']}")


if __name__ == "__main__":
    main()

"""How heavy pages may be (ux.md D15, §4.7), measured as they travel: compressed."""

import gzip
from pathlib import Path

from motcua import design

STATIC = Path(design.__file__).parent / "static" / "design"
KB = 1024
THREE_WEIGHTS = [STATIC / "fonts" / f"BeVietnamPro-{weight}.woff2" for weight in (400, 600, 700)]


def travels(*paths: Path) -> int:
    """Return the bytes on the wire; WOFF2 is compressed already."""
    return sum(
        path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes(), 9)) for path in paths
    )


def test_all_style_an_audience_could_ever_fetch_stays_under_twenty_kilobytes() -> None:
    officers = {STATIC / "pages" / f"{page}.css" for page in ("counter", "workbench", "signing", "monitor")}
    citizens = set(STATIC.glob("pages/*.css")) - officers

    assert travels(STATIC / "duoc.css", STATIC / "public.css", *citizens) <= 20 * KB
    assert travels(STATIC / "duoc.css", STATIC / "staff.css", *officers) <= 20 * KB


def test_no_page_carries_more_than_fourteen_kilobytes_of_style() -> None:
    for chrome in ("public.css", "staff.css"):
        for page in STATIC.glob("pages/*.css"):
            assert travels(STATIC / "duoc.css", STATIC / chrome, page) <= 14 * KB


def test_an_officer_fetches_at_most_thirty_kilobytes_of_script() -> None:
    assert travels(STATIC / "staff.js", STATIC / "vendor" / "htmx.min.js") <= 30 * KB


def test_the_first_view_of_the_portal_leaves_room_for_its_text() -> None:
    common = [STATIC / "duoc.css", STATIC / "public.css", STATIC / "icons.svg", *THREE_WEIGHTS]
    home = [STATIC / "pages" / "portal-home.css", STATIC / "icons-topics.svg"]
    pictures = [STATIC / "art" / name for name in ("dat-mui.svg", "roots.svg")]

    assert travels(*common, *home, *pictures) <= 81 * KB  # so 9 KB are left for the page itself
    assert (
        travels(*common, STATIC / "pages" / "track.css", STATIC / "icons-page.svg", STATIC / "icons-papers.svg")
        <= 80 * KB
    )

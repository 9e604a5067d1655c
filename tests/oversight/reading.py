"""Reads a page as a tree, so that tests can ask for its parts (ElementTree's own paths)."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder, self.open = TreeBuilder(), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes <{self.open[-1] if self.open else ''}>"
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)


def read(page: bytes) -> Element:
    """Return the page as a tree. Fails when a tag is closed that is not the last one opened."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    return reader.builder.close()


def words(part: Element) -> str:
    """Return all that can be read in this part, on one line, with a space wherever a tag stands."""
    return " ".join(" ".join(part.itertext()).split())


def main_of(page: bytes) -> Element:
    """Return what stands between the bar and the keys."""
    found = read(page).find(".//main")
    assert found is not None
    return found

"""The documents are true: what they point at exists, and what they name is there."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import yaml
from PIL import Image

from motcua import cli

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "src" / "motcua"
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
LARGEST_PICTURE = 200_000  # bytes


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)


def targets_of(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield where each relative link and picture leads: the file, and the heading behind the #."""
    found = re.findall(r"\]\(\s*<?([^)\s>]+)", prose_of(page)) + re.findall(r'(?:src|href)="([^"]+)"', prose_of(page))
    for target in found:
        if not re.match(r"[a-z]+:", target):
            path, _sharp, heading = target.partition("#")
            yield (page.parent / unquote(path)).resolve() if path else page, heading


def headings_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as hosting sites make them."""
    titles = re.findall(r"^#+\s+(.*)$", prose_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page):
    lost = [
        str(target) + (f"#{heading}" if heading else "")
        for target, heading in targets_of(page)
        if not target.exists() or (heading and target.suffix == ".md" and heading not in headings_of(target))
    ]
    assert not lost, f"{name_of(page)} points at what is not there: {lost}"


# The law


def law_rows() -> list[list[str]]:
    rows = [line.split("|")[1:-1] for line in (DOCS / "law.md").read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_file_and_name_in_the_law_is_there():
    lost = []
    for article, _says, carried_out in law_rows():
        files: list[Path] = []
        for word in re.findall(r"`([^`]+)`", carried_out):
            if re.search(r"\.(py|html|typ)$", word):  # a bare name stands in the folder of the file before it
                files.append(HOUSE / word if "/" in word else files[-1].with_name(word))
                if not files[-1].exists():
                    lost.append(f"{article}: {word}")
            elif not any(re.search(rf"\b{word}\b", file.read_text()) for file in files if file.exists()):
                lost.append(f"{article}: {word} is not in {[file.name for file in files]}")
    assert not lost, f"mend these rows of docs/law.md: {lost}"


def test_the_law_and_the_glossary_name_nothing_twice():
    articles = [row[0] for row in law_rows()]
    terms = [row[0].lower() for row in glossary_rows()]
    twice = sorted({name for names in (articles, terms) for name in names if names.count(name) > 1})
    assert not twice, f"join these rows: {twice}"


def glossary_rows() -> list[list[str]]:
    rows = [line.split("|")[1:-1] for line in (DOCS / "glossary.md").read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip("- ") not in ("", "official term")]


def test_every_row_of_the_glossary_is_whole():
    broken = [row for row in glossary_rows() if len(row) != 3 or not all(row)]
    assert not broken, f"a row of docs/glossary.md is: term | in code | one sentence; mend {broken}"


# The architecture


def test_the_drawing_of_the_house_shows_its_floors():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["motcua"])
    floors = [set(re.split(r"\s*[|:]\s*", layer)) for layer in layers]
    drawing = re.findall(r"^```\n(.*?)^```", (DOCS / "architecture.md").read_text(), flags=re.DOTALL | re.MULTILINE)[0]
    drawn = [set(re.findall(r"\w+", re.split(r"\s{3,}", line.strip())[0])) for line in drawing.splitlines() if line]
    assert drawn == floors, "draw docs/architecture.md again as pyproject.toml has the floors"


# The commands


def test_every_command_in_the_documents_exists():
    unknown = {
        f"{name_of(page)}: {command}"
        for page in PAGES
        for command in re.findall(r"\./motcua ([a-z-]+)", page.read_text())
        if command not in {*cli.COMMANDS, "help"}
    }
    assert not unknown, f"there is no such command: {sorted(unknown)}"


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readme_lists_every_command_that_has_something_behind_it(readme):
    listed = set(re.findall(r"^\| `\./motcua ([a-z-]+)", readme.read_text(), flags=re.MULTILINE))
    assert listed == {name for name, (_command, about) in cli.COMMANDS.items() if about}


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readme_counts_the_demonstration_right(readme):
    data = HOUSE / "demonstration" / "data"
    units = yaml.safe_load((data / "ca-mau-2018" / "units.yaml").read_text())["units"]
    people = yaml.safe_load((data / "ca-mau-2018" / "people.yaml").read_text())["people"]
    procedures = yaml.safe_load((data / "catalogue.yaml").read_text())["procedures"]

    counted = re.search(
        r"(\d+) (?:units|đơn vị), (\d+) (?:people|người), (\d+) (?:procedures|thủ tục)", readme.read_text()
    )

    assert counted, "say how much the demonstration holds"
    assert [int(number) for number in counted.groups()] == [len(units), len(people), len(procedures)]


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_due_date_in_the_readme_is_what_the_command_says(readme, capsys):
    block = re.search(r"```\n *\$ \./motcua due (.*?)\n(.*?)```", readme.read_text(), flags=re.DOTALL)
    assert block, "show what ./motcua due answers"
    shown = [line.strip() for line in block[2].strip().splitlines()]

    assert cli.main(["due", *shlex.split(block[1])]) == 0

    assert shown == [line.strip() for line in capsys.readouterr().out.strip().splitlines()]


def test_operators_find_every_variable_of_the_settings():
    readers = (HOUSE / "settings.py", HOUSE / "live" / "app.py")
    read = {name for path in readers for name in re.findall(r'"(MOTCUA_[A-Z_]+)"', path.read_text())} | {"MOTCUA_CLOCK"}
    for page in (DOCS / "huong-dan" / "van-hanh.md", DOCS / "how-to" / "run-in-production.md"):
        described = set(re.findall(r"`(MOTCUA_[A-Z_]+)`", page.read_text()))
        assert described == read, f"the table of {name_of(page)} and settings.py differ: {sorted(described ^ read)}"


def test_every_module_that_the_documents_name_is_there():
    """What looks like a path into the house must be one: `dossiers/steps.py`, `tests/conftest.py`."""
    lost = set()
    for page in [
        DOCS / "architecture.md",
        *sorted((DOCS / "how-to").glob("*.md")),
        *sorted((DOCS / "adr").glob("*.md")),
    ]:
        for word in re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|md|yaml|json|toml))(?:: \w+)?`", prose_of(page)):
            if not any((base / word).exists() for base in (HOUSE, ROOT, page.parent, HOUSE / "design")):
                lost.add(f"{name_of(page)}: {word}")
    assert not lost, f"these files are not there: {sorted(lost)}"


def test_every_name_behind_a_file_is_in_that_file():
    """`dossiers/steps.py: may` means that `may` is a name in that file."""
    lost = set()
    for page in PAGES:
        for path, name in re.findall(r"`([\w/]+\.py): (\w+)`", page.read_text()):
            tree = ast.parse((HOUSE / path).read_text())
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
            names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            if name not in names:
                lost.add(f"{name_of(page)}: {path}: {name}")
    assert not lost, f"these names are not there: {sorted(lost)}"


# The pictures


def test_every_picture_is_shown_and_none_is_heavy():
    pictures = sorted((DOCS / "pictures").glob("*"))
    shown = {target for page in PAGES for target, _heading in targets_of(page)}
    assert pictures, "take the pictures: tools/pictures.py"
    for picture in pictures:
        assert picture in shown, f"no page shows {name_of(picture)}; delete it"
        assert picture.stat().st_size <= LARGEST_PICTURE, f"{name_of(picture)} is heavier than {LARGEST_PICTURE} bytes"
        if picture.suffix == ".svg":
            assert ElementTree.parse(picture).getroot().tag.endswith("svg")  # drawn by tools/performance.py
            continue
        with Image.open(picture) as opened:
            assert opened.format == "PNG"


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_every_picture_says_in_words_what_it_shows(readme):
    pictures = re.findall(r"!\[([^\]]*)\]", readme.read_text()) + re.findall(
        r'<img[^>]*\balt="([^"]*)"', readme.read_text()
    )
    assert pictures and all(len(words) > 20 for words in pictures), "say what the picture shows"
    assert len(re.findall(r"<img\b", readme.read_text())) == len(re.findall(r"<img[^>]*\balt=", readme.read_text()))

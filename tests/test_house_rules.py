"""House rules that no linter knows. Each failure names the place and says what to do."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.engine import Engine
from django.utils.module_loading import import_string

from motcua.dossiers.models import Applicant, Dossier, Event

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "src" / "motcua"
SURFACES = {"portal", "counter", "casework", "oversight", "administration", "api"}
READERS = {"queries", "presenters", "forms", "documents", "views", "v1"}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "aupdate_or_create",
    "asave",
    "acreate",
    "adelete",
}
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "managers", "services", "signals", "base", "core"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# These are too long and may only become shorter; nothing may be added. Empty is what they should be.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("motcua.")]


def our_code() -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts]


def our_templates() -> list[Path]:
    return sorted(HOUSE.glob("*/templates/**/*.*"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def writes(call: ast.AST) -> bool:
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
        return False
    if call.func.attr == "update":  # a dict may be updated, a query may not
        return isinstance(call.func.value, ast.Call)
    return call.func.attr in WRITES


def test_surfaces_and_questions_do_not_write():
    readers = [
        path
        for path in our_code()
        if path.relative_to(HOUSE).parts[0] in SURFACES or READERS & {path.stem, path.parent.name}
    ]
    culprits = [
        f"{name_of(path)}:{call.lineno} .{call.func.attr}()"
        for path in readers
        for call in ast.walk(ast.parse(path.read_text()))
        if writes(call)
    ]
    assert not culprits, f"move these writes into an action: {culprits}"


def test_every_file_is_named_after_what_it_holds():
    culprits = [name_of(path) for path in our_code() if EMPTY_NAMES & {path.stem, path.parent.name}]
    assert not culprits, f"give these a name that says what is inside: {culprits}"


def floors() -> dict[str, int]:
    """Return the floor of each room, counted from the top, as pyproject.toml has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["motcua"])
    return {room: n for n, floor in enumerate(layers) for room in re.split(r"\s*[|:]\s*", floor)}


def test_foreign_keys_point_down():
    floor_of = floors()
    culprits = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in OUR_MODELS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in OUR_MODELS
        if floor_of[field.related_model._meta.app_label] < floor_of[model._meta.app_label]
    ]
    assert not culprits, f"a floor may not point at one above it; turn these keys round: {culprits}"


#: Small, or spread by something else: the chain of seals is one; an officer's notices; a sheet's and a letter's lines
WITHOUT_UNIT = {"SealedLine", "Notification", "HandoverLine", "ReviewItem"}


def test_what_grows_with_dossiers_carries_the_receiving_unit():
    """So that the tables can be spread over several nodes by it (docs/deployment.md)."""
    growing = {
        model.__name__: {field.name for field in model._meta.fields}
        for model in OUR_MODELS
        if {Dossier, Event, Applicant} & ({field.related_model for field in model._meta.fields} | {model})
    }

    assert {name for name, fields in growing.items() if "unit" not in fields} == WITHOUT_UNIT


@pytest.mark.parametrize("model", OUR_MODELS, ids=str)
def test_every_model_has_its_official_term_in_the_glossary(model):
    rows = [line.split("|") for line in (ROOT / "docs" / "glossary.md").read_text().splitlines() if "|" in line]
    terms = {row[1].strip().lower(): row[2] for row in rows}
    term = str(model._meta.verbose_name).lower()

    assert term in terms, f"add the row | {term} | {model.__name__} | … | to docs/glossary.md"
    assert model.__name__ in terms[term], f"the row of {term!r} in docs/glossary.md should name {model.__name__}"


def test_files_stay_short():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in our_code()}
    too_long = {name: length for name, length in lengths.items() if length > LONG_FILES.get(name, LONGEST_FILE)}
    assert not too_long, f"what in these files wants a name and a file of its own? {too_long}"
    assert_shrinks(LONG_FILES, lengths, LONGEST_FILE)


def functions() -> Iterator[tuple[str, int]]:
    for path in our_code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_functions_stay_short():
    lengths = dict(functions())
    too_long = {name: length for name, length in lengths.items() if length > LONG_FUNCTIONS.get(name, LONGEST_FUNCTION)}
    assert not too_long, f"what in these functions wants a name of its own? {too_long}"
    assert_shrinks(LONG_FUNCTIONS, lengths, LONGEST_FUNCTION)


def assert_shrinks(listed: dict[str, int], lengths: dict[str, int], limit: int) -> None:
    """A list of exceptions must follow what became shorter, so that it never grows again."""
    stale = {name: lengths.get(name, 0) for name, length in listed.items() if lengths.get(name, 0) < length}
    shorter = {name: length for name, length in stale.items() if length > limit}
    assert not stale, f"well done: take these out of the list, or write {shorter} there: {sorted(stale)}"


def test_every_template_is_used():
    sources = {path: path.read_text() for path in [*our_code(), *our_templates()]}
    patterns = [re.compile(re.sub(r"\\{[^}]*\\}", r"[\\w/-]+", re.escape(name))) for name in composed(sources.values())]
    unused = []
    for path in our_templates():
        name = path.as_posix().partition("/templates/")[2]
        mentioned = any(name in text for other, text in sources.items() if other != path)
        if not (mentioned or any(pattern.fullmatch(name) for pattern in patterns) or overrides_another(name)):
            unused.append(name_of(path))
    assert not unused, f"delete these templates, nothing names them: {unused}"


def composed(texts: Iterable[str]) -> set[str]:
    """Return the names of templates that the code puts together, such as "portal/pages/{name}.html"."""
    return {
        name for text in texts for name in re.findall(r"""f["']([\w/-]+/[\w/{}.-]*\{[\w.]+\}[\w/-]*\.\w+)["']""", text)
    }


def overrides_another(name: str) -> bool:
    """Tell whether a library (or Django for its errors) asks for a template of this name."""
    if name in {"403.html", "404.html", "500.html"}:
        return True
    theirs = [Path(app.path) / "templates" for app in apps.get_app_configs() if not app.name.startswith("motcua.")]
    try:
        Engine(dirs=theirs, builtins=["django.templatetags.i18n"]).find_template(name)
    except TemplateDoesNotExist:
        return False
    except Exception:
        return True  # found; its own tags are not known here
    return True


INLINE = {
    "a <script> without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "a <style>": re.compile(r"<style\b", re.IGNORECASE),
    "a style=": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an on…=": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
}


def test_pages_carry_no_script_or_style_that_the_security_policy_refuses():
    culprits = [
        f"{name_of(path)}: {what}"
        for path in our_templates()
        for what, pattern in INLINE.items()
        if pattern.search(re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL))
    ]
    assert not culprits, f"move these into a file under the room's static folder: {culprits}"


def test_locks_name_no_registry():
    culprits = [path.name for path in ROOT.glob("*.lock") if re.search(r"https?://|--index-url", path.read_text())]
    assert not culprits, f"make these again with --no-emit-index-url: {culprits}"


def test_every_dependency_in_a_lock_is_pinned_by_hashes():
    for path in ROOT.glob("*.lock"):
        for entry in re.split(r"\n(?=\S)", path.read_text().strip()):
            assert re.match(r"[\w.-]+==[^\s]+", entry), f"{path.name}: pin {entry.splitlines()[0]!r} to one version"
            assert "--hash=sha256:" in entry, f"{path.name}: make it again with --generate-hashes: {entry[:60]!r}"


def test_no_file_knows_the_machine_it_was_written_on():
    machine = re.compile(r"(?<![\w.])/(work|root|farm)/|(?<![\w.])/home/\w+/")
    files = [*our_code(), *our_templates(), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("*.toml")]
    culprits = [name_of(path) for path in files if machine.search(path.read_text())]
    assert not culprits, f"write these paths from the checkout, or from a setting: {culprits}"


def test_everything_that_settings_name_exists():
    named = [*(task for task, _schedule in settings.SCHEDULED_JOBS.values()), *settings.DOSSIER_FOLLOWERS.values()]
    missing = []
    for path in named:
        try:
            import_string(path)
        except ImportError:
            missing.append(path)
    assert not missing, f"write these, or take them out of settings.py: {missing}"

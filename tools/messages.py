"""Keep the translations: `tools/messages.py update` collects what is to be translated, `check` says what is missing.

Vietnamese is the language of the source, so its own catalogue (locale/vi) holds only what Django and allauth leave
untranslated; the English one (locale/en) must be complete. Compiled files are committed: a bare machine has no msgfmt.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "motcua"
LOCALE = SOURCE / "locale"
#: Functions whose first argument is to be translated; with a plural as their second; with a context as their first
PLAIN = {"_", "say", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*(?::[^}]*)?\}|%[sd]")

Message = tuple[str, str, str]  # context, text, plural
Found = dict[tuple[str, str], tuple[str, list[str]]]  # (context, text) → its plural if it has one, where it stands


def main(arguments: list[str]) -> int:
    if arguments not in (["update"], ["check"]):
        print(__doc__)
        return 2
    settings.configure(USE_I18N=True)
    django.setup()
    found = _collect()
    return _update(found) if arguments == ["update"] else _check(found)


def _collect() -> Found:
    """Return every message of the source with the places where it stands.

    A text is one entry, whether it is counted somewhere or not: an uncounted look-up finds the singular.
    """
    found: Found = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
            continue
        where = str(path.relative_to(ROOT))
        messages = _of_python(path.read_text()) if path.suffix == ".py" else _of_template(path.read_text())
        for context, text, plural in messages:
            known, places = found.get((context, text), ("", []))
            if where not in places:
                places.append(where)
            found[context, text] = (known or plural, places)
    return found


def _of_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from _message(name, node.args)


def _of_template(source: str) -> Iterator[Message]:
    """Django turns a template into something like Python, in which only the calls are whole."""
    text = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
    call = re.compile(rf"\b(gettext|ngettext|pgettext)\(({text}(?:\s*,\s*(?:{text}|[\w. |]+))*)\)", re.DOTALL)
    for match in call.finditer(templatize(source)):
        arguments = [ast.Constant(ast.literal_eval(part)) for part in re.findall(text, match[2])]
        yield from _message(match[1], arguments)


def _message(name: str, arguments: list[ast.expr]) -> Iterator[Message]:
    texts = [node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if name in PLAIN and texts and texts[0]:
        yield "", texts[0], ""
    elif name in PLURAL and len(texts) > 1:
        yield "", texts[0], texts[1]
    elif name in CONTEXT and len(texts) > 1:
        yield texts[0], texts[1], ""


def _update(found: Found) -> int:
    """Write both catalogues: keep what is translated, add what is new, drop what is gone, compile."""
    english = _load("en")
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in english}
    english.clear()
    for (context, text), (plural, places) in sorted(found.items(), key=lambda item: (item[1][1], item[0])):
        entry = known.get((context, text)) or polib.POEntry(msgctxt=context or None, msgid=text)
        entry.msgid_plural = plural
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        entry.occurrences = [(place, "") for place in places]
        english.append(entry)
    for language, catalogue in (("en", english), ("vi", _load("vi"))):
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(folder / "django.po"))
        catalogue.save_as_mofile(str(folder / "django.mo"))
    print(f"{len(english)} messages, {len(_untranslated(english))} of them without English")
    return 0


def _check(found: Found) -> int:
    """Say what is missing, stale or broken; return 1 when anything is."""
    english = _load("en")
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") for entry in english}
    now = {(context, text, plural) for (context, text), (plural, _places) in found.items()}
    problems = [f"new: {text!r} ({found[context, text][1][0]})" for context, text, _plural in now - known]
    problems += [f"gone: {text!r}" for _context, text, _plural in known - now]
    problems += [f"no English: {entry.msgid!r}" for entry in _untranslated(english)]
    problems += [f"placeholders differ: {entry.msgid!r}" for entry in english if not _same_placeholders(entry)]
    for language in ("en", "vi"):
        folder = LOCALE / language / "LC_MESSAGES"
        if _load(language).to_binary() != (folder / "django.mo").read_bytes():
            problems.append(f"{folder.relative_to(ROOT)}/django.mo is stale")
    for problem in problems[:40]:
        print(problem)
    if problems:
        print(f"{len(problems)} problems. Run tools/messages.py update, translate what is new, and update again.")
    return 1 if problems else 0


def _load(language: str) -> polib.POFile:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    plurals = "nplurals=2; plural=(n != 1);" if language == "en" else "nplurals=1; plural=0;"
    catalogue.metadata = {
        "Project-Id-Version": "motcua",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plurals,
    }
    return catalogue


def _untranslated(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not entry.translated() or "fuzzy" in entry.flags]


def _same_placeholders(entry: polib.POEntry) -> bool:
    if not entry.translated() or entry.msgid_plural:
        return True
    return sorted(PLACEHOLDER.findall(entry.msgid)) == sorted(PLACEHOLDER.findall(entry.msgstr))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

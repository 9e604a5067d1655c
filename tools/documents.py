"""Draw the documents that are made from the code: `tools/documents.py update`, or `check` that none is stale."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def main(arguments: list[str]) -> int:
    if arguments not in (["update"], ["check"]):
        print(__doc__)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    sys.path.insert(0, str(ROOT / "src"))
    django.setup()
    drawn = {DOCS / "lifecycle.md": lifecycle(), DOCS / "openapi.json": openapi()}
    stale = [path for path, text in drawn.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        if arguments == ["update"]:
            path.write_text(drawn[path])
        else:
            print(f"{path.relative_to(ROOT)} is stale: run tools/documents.py update")
    return 1 if stale and arguments == ["check"] else 0


def lifecycle() -> str:
    """Return docs/lifecycle.md: the table of motcua.dossiers.lifecycle, as a picture and for a clerk to read."""
    from motcua.dossiers.lifecycle import TABLE, Status
    from motcua.law.statuses import number_of

    lines = [
        "# The life of a dossier",
        "",
        "Drawn from `src/motcua/dossiers/lifecycle.py` by `tools/documents.py update`.",
        "`./motcua check` fails when it is stale.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft",
    ]
    rows = [(verb, row) for verb, lines_of_verb in TABLE.items() for row in lines_of_verb]
    for verb, row in rows:
        for source in sorted(row.sources, key=list(Status).index):
            lines.append(f"    {source.value} --> {(row.target or source).value}: {verb.value}")
    lines += ["```", "", "| việc | verb | từ | đến | ai, ở đâu | bước |", "|---|---|---|---|---|---|"]
    for verb, row in rows:
        sources = ", ".join(str(s.label) for s in sorted(row.sources, key=list(Status).index))
        target = str(row.target.label) if row.target else "giữ nguyên"
        who = "; ".join(f"{who.role} ({who.place.label})" for who in row.who)
        only = [" hoặc ".join(str(kind.label) for kind in row.at_step)] if row.at_step else []
        only += ["đang giữ hồ sơ"] if row.in_hand else []
        only += {None: [], True: ["sau tiếp nhận"], False: ["trước tiếp nhận"]}[row.received]
        lines.append(f"| {verb.label} | `{verb.value}` | {sources} | {target} | {who} | {', '.join(only)} |")
    lines += ["", "| status | trạng thái | national number |", "|---|---|---|"]
    lines += [f"| `{status.value}` | {status.label} | {number_of(status.value) or '–'} |" for status in Status]
    return "\n".join(lines) + "\n"


def openapi() -> str:
    """Return docs/openapi.json: what the API promises, so that a change of it shows in every review."""
    from motcua.api.v1 import openapi

    return json.dumps(openapi.document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Read a file of procedures: JSON lines of normalised records, or the national database's `LayThuTuc` JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.catalogue.importing import national

Record = dict[str, Any]


@dataclass(frozen=True)
class Unreadable:
    """A piece of a file that is no procedure: kept word for word, with the reason."""

    where: str
    text: str
    reason: str


def read(path: Path) -> Iterator[tuple[str, Record] | Unreadable]:
    """Yield every record of this file as (where it stands, normalised record), and what cannot be read as such."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        whole = json.loads(text)
    except ValueError:
        yield from _lines(path, text)
        return
    yield from _records(path, whole)


def _lines(path: Path, text: str) -> Iterator[tuple[str, Record] | Unreadable]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            record = json.loads(line)
        except ValueError as trouble:
            yield Unreadable(where, line, f"không phải JSON: {trouble}")
            continue
        yield _record(where, record)


def _records(path: Path, whole: Any) -> Iterator[tuple[str, Record] | Unreadable]:
    """A national answer wraps its records: {"result": [...]}; or it is a list, or one record alone."""
    if isinstance(whole, dict) and not {"code", "MATTHC"} & whole.keys():
        whole = next((whole[key] for key in ("result", "RESULT", "data", "DATA") if key in whole), whole)
    whole = [whole] if isinstance(whole, dict) else whole
    if not isinstance(whole, list):
        yield Unreadable(path.name, json.dumps(whole, ensure_ascii=False), "không phải danh sách thủ tục")
        return
    for number, record in enumerate(whole, 1):
        yield _record(f"{path.name}#{number}", record)


def _record(where: str, record: Any) -> tuple[str, Record] | Unreadable:
    if not isinstance(record, dict):
        return Unreadable(where, json.dumps(record, ensure_ascii=False), "không phải một thủ tục")
    return where, national.normalised(record) if "MATTHC" in record else record

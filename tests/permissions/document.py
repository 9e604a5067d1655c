"""The matrix as the guide says it (docs/huong-dan/quyen-han.md): read from its tables, never from the code."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan" / "quyen-han.md"
NEVER = "–"

#: The heads of the columns
ROLES = {
    "Một cửa": "counter",
    "Chuyên viên": "specialist",
    "Lãnh đạo": "leader",
    "Giám sát Trung tâm": "centre",
    "Lãnh đạo tỉnh": "chair",
    "Kiểm soát thủ tục": "controller",
    "Tập huấn": "trainer",
    "Đối tác": "partner",
    "Người nộp": "applicant",
    "Không có vị trí": "nobody",
    "Phần mềm": "system",
}
#: The words in the cells
STATUSES = {
    "Bản nháp": "draft",
    "Chờ tiếp nhận": "submitted",
    "Đã tiếp nhận": "received",
    "Đang giải quyết": "in_progress",
    "Chờ bổ sung": "awaiting_supplement",
    "Chờ nộp tiền": "awaiting_payment",
    "Đã có kết quả": "result_ready",
    "Đã trả kết quả": "returned",
    "Không tiếp nhận": "refused",
    "Đã rút": "withdrawn",
    "Đã dừng": "stopped",
}
_CELL = re.compile(r"(?P<status>[^(]+?)(?: \((?P<condition>\d+)\))?$")


@dataclass(frozen=True)
class Matrix:
    """Who may do what where, at their own unit; and which roles count in the whole province."""

    cells: dict[tuple[str, str], dict[str, int]]  # (verb, role) → status → number of the condition, 0 for none
    province_wide: frozenset[str]
    conditions: frozenset[int]

    @property
    def verbs(self) -> list[str]:
        return list(dict.fromkeys(verb for verb, _role in self.cells))

    def allows(self, verb: str, role: str, status: str, *, at_own_unit: bool) -> bool:
        return status in self.cells[verb, role] and (at_own_unit or role in self.province_wide)


@cache
def matrix() -> Matrix:
    """Read the guide. :raises AssertionError: a row, a head or a cell that nobody can read"""
    text = GUIDE.read_text()
    cells: dict[tuple[str, str], dict[str, int]] = {}
    heads: list[list[str]] = []
    for line in text.splitlines():
        columns = [part.strip() for part in line.strip().strip("|").split("|")]
        if line.startswith("| Việc |"):
            heads = [[ROLES[name.strip()] for name in head.split(",")] for head in columns[1:]]
        elif verb := re.search(r"`([a-z-]+)` *$", columns[0]):
            assert len(columns) == len(heads) + 1, f"{GUIDE.name}: the row of {verb[1]} has {len(columns)} columns"
            _read_row(cells, verb[1], heads, columns[1:])
    assert cells, f"{GUIDE.name} has no table"
    return Matrix(cells, _province_wide(text), _conditions(text))


def _read_row(
    cells: dict[tuple[str, str], dict[str, int]], verb: str, heads: list[list[str]], columns: list[str]
) -> None:
    for roles, words in zip(heads, columns, strict=True):
        for role in roles:
            assert (verb, role) not in cells, f"{GUIDE.name}: {verb} stands twice"
            cells[verb, role] = _read_cell(words)


def _read_cell(words: str) -> dict[str, int]:
    if words == NEVER:
        return {}
    found = [_CELL.match(part.strip()) for part in words.split(",")]
    assert all(found), f"{GUIDE.name}: nobody can read the cell {words!r}"
    return {STATUSES[part["status"]]: int(part["condition"] or 0) for part in found if part}


def _province_wide(text: str) -> frozenset[str]:
    said = re.search(r"làm việc cho \*\*toàn tỉnh\*\*[^:]*: ([^.]+)\.", text)
    assert said, f"{GUIDE.name} does not say which roles count in the whole province"
    return frozenset(ROLES[name.strip()] for name in said[1].split(","))


def _conditions(text: str) -> frozenset[int]:
    said = text.partition("\n## Điều kiện kèm theo\n")[2]
    return frozenset(int(number) for number in re.findall(r"^(\d+)\. ", said, re.M))

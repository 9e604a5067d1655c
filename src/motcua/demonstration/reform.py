"""The reorganisation of 1 July 2025 as a plan: from the province of 2018 to that of 2025, by the data's own facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.demonstration import files
from motcua.organisations.reform_plan import NewUnit, Plan, Succession

NAME = "Sắp xếp đơn vị hành chính từ 01/7/2025"
BASIS = "Nghị quyết 1655/NQ-UBTVQH15, Luật Tổ chức chính quyền địa phương 2025"


def plan() -> Plan:
    """Return the plan that leads from profile ca-mau-2018 to the units of ca-mau-2025.

    Every unit of 2018 has a successor. Where the data does not tell it, one is assumed, and the plan says so.
    """
    facts = files.read("reform-2025.yaml")
    units = files.read("ca-mau-2025/units.yaml")["units"]
    return Plan(
        name=NAME,
        basis=BASIS,
        on=facts["reformed_on"],
        units=tuple(_new(row) for row in units),
        successions=tuple(_successions(facts)),
        tiers={"district": "commune"},
    )


def _new(row: Mapping[str, Any]) -> NewUnit:
    names = ("key", "name", "short_name", "kind", "level", "identifier", "parent", "gso_code", "identifier_2020")
    said = {name: row[name] or "" for name in (*names, "desk_name", "address", "place")}
    return NewUnit(**said, phone="".join(filter(str.isdigit, row["phone"] or "")))


def _successions(facts: Mapping[str, Any]) -> Iterator[Succession]:
    assumed: Mapping[str, str] = facts["assumed"]
    for row in (*facts["agencies"], *facts["districts"], *facts["successors"]):
        if row["successor"]:
            yield Succession(row["unit"], row["successor"])
        else:
            yield Succession(row["unit"], assumed[row["unit"]], assumption="giả định của dữ liệu trình diễn")

"""The demonstration's own catalogue as drafts: hand-made for the tiers of 2018, carried over to the two of 2025."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from motcua.catalogue.drafts import DocumentDraft, FeeDraft, LimitDraft, ProcedureDraft, ReceptionDraft
from motcua.catalogue.processes import USUAL_PAPERS, StepPlan, TaskPlan
from motcua.demonstration import files
from motcua.organisations.models import Agency
from motcua.ratings.actions import Counted

CATALOGUE = "catalogue.yaml"
_TIERS = {"centre": "province", "every-district": "district", "every-commune": "commune"}


def in_force_from(profile: str) -> date:
    """Return the first day of the catalogue: before everything that the demonstration plays."""
    return date(2018, 7, 1) if profile == "ca-mau-2018" else date(2025, 7, 1)


def drafts(profile: str, units: Mapping[str, Agency]) -> Iterator[ProcedureDraft]:
    """Yield the procedures of the demonstration for this province."""
    content = files.read(CATALOGUE)
    fields = {field["key"]: field["name"] for field in content["fields"]}
    reform = _Reform(units) if profile == "ca-mau-2025" else _AsItWas()
    for row in content["procedures"]:
        yield _draft(row, fields[row["field"]], reform)


def topics() -> list[dict[str, str]]:
    """Return the eight topics of life of the portal's first page: key, name, hint."""
    return list(files.read(CATALOGUE)["topics"])


def satisfaction_history(units: Mapping[str, Agency]) -> list[Counted]:
    """Return the article's figures of satisfaction, counted up to 20/10/2018."""
    history = files.read("history.yaml")["satisfaction"]
    return [
        Counted(
            unit=units[row["unit"]],
            first=date(2018, 1, 1),
            last=history["counted_to"],
            ratings=row["ratings"],
            satisfied=row["satisfied"],
            source=history["source"],
        )
        for row in history["devices"]
    ]


class _AsItWas:
    """The province of 2018: everything as the file says."""

    def agency(self, key: str) -> str:
        return "" if key == "receiving-unit" else key

    def levels(self, levels: list[str]) -> list[str]:
        return levels

    def receptions(self, receivers: list[str]) -> list[ReceptionDraft]:
        return [
            ReceptionDraft(level=_TIERS[place]) if place in _TIERS else ReceptionDraft(unit=place)
            for place in receivers
        ]


class _Reform(_AsItWas):
    """After 1/7/2025: departments merged, districts gone, what they did at the communes."""

    def __init__(self, units: Mapping[str, Agency]) -> None:
        self.units = units
        self.successors = {row["unit"]: row["successor"] for row in files.read("reform-2025.yaml")["agencies"]}

    def agency(self, key: str) -> str:
        return super().agency(self.successors.get(key, key))

    def levels(self, levels: list[str]) -> list[str]:
        return list(dict.fromkeys("commune" if level == "district" else level for level in levels))

    def receptions(self, receivers: list[str]) -> list[ReceptionDraft]:
        tiers = [_TIERS.get(place, "district") for place in receivers]
        return [ReceptionDraft(level=level) for level in self.levels(tiers)]


def _draft(row: Mapping[str, Any], field_name: str, reform: _AsItWas) -> ProcedureDraft:
    cases = row["cases"]
    return ProcedureDraft(
        code=row["code"],
        name=row["name"],
        field_key=row["field"],
        field_name=field_name,
        levels=reform.levels(row["level"]),
        agency=reform.agency(row["agency"]),
        agency_text="",
        everyday_name=row["everyday_name"],
        synonyms=row["synonyms"],
        topic=row["topic"] or "",
        popularity=row["popularity"],
        audience=row["audience"],
        how_to=row["steps"],
        methods=[{"channel": channel, "description": ""} for channel in row["channels"]],
        results=[{"code": "", "name": name} for name in row["results"]],
        conditions=row["requirements"] or "",
        legal_basis=row["legal_basis"],
        questions=row["questions"] or [],
        same_day=row["same_day"],
        online_level=row["online_level"],
        source="Danh mục trình diễn, làm tay",
        cases=[(case["key"], case["name"]) for case in cases],
        limits=list(_limits(row)),
        fees=[_fee(fee) for fee in row["fees"]],
        documents=list(_documents(row)),
        steps=[_step(step, number, row["process"], reform) for number, step in enumerate(row["process"] or [])],
        receptions=reform.receptions(row["receivers"]),
    )


def _limits(row: Mapping[str, Any]) -> Iterator[LimitDraft]:
    for channel, committed in row["channels"].items():
        yield LimitDraft(committed=committed, channel=channel, statutory=row["statutory_limit"] or "")
        for case in row["cases"]:
            if case["limit"]:
                statutory = case["statutory_limit"] or ""
                yield LimitDraft(committed=case["limit"], channel=channel, statutory=statutory, case=case["key"])


def _fee(fee: Mapping[str, Any]) -> FeeDraft:
    return FeeDraft(
        amount=fee["amount"],
        note=fee["note"] or "",
        kind=fee["kind"],
        channel=fee["channel"] or "",
        case=fee["case"] or "",
    )


def _documents(row: Mapping[str, Any]) -> Iterator[DocumentDraft]:
    for paper in row["components"]:
        yield _document(paper)
    for case in row["cases"]:
        for paper in case["components"]:
            yield _document(paper, case["key"])


def _document(paper: Mapping[str, Any], case: str = "") -> DocumentDraft:
    return DocumentDraft(
        code=paper["code"],
        name=paper["name"],
        hint=paper["hint"] or "",
        originals=paper["originals"],
        copies=paper["copies"],
        is_required=paper["required"],
        form=paper["form"] or "",
        is_reusable=paper["reusable"],
        case=case,
    )


def _step(step: Mapping[str, Any], number: int, process: list[Mapping[str, Any]], reform: _AsItWas) -> StepPlan:
    place = step["agency"]
    named = place not in ("desk", "competent")
    waits_for = step.get("waits_for", "")
    kind = "waiting" if waits_for else _kind(number, len(process), step["role"])
    return StepPlan(
        name=step["name"],
        kind=kind,
        papers=_papers(step, kind),
        role=step["role"],
        place="named" if named else place,
        half_days=step["half_days"],
        agency_key=reform.agency(place) if named else "",
        waits_for=waits_for,
        tasks=tuple(_task(task, reform) for task in step.get("tasks", [])),
    )


def _papers(step: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    """Return the forms that a step makes: units are asked in writing, and so is whoever must pay."""
    papers = USUAL_PAPERS.get(kind, ())
    papers += ("consultation",) if step.get("tasks") else ()
    return papers + (("payment",) if step.get("waits_for") == "payment" else ())


def _task(task: Mapping[str, Any], reform: _AsItWas) -> TaskPlan:
    in_commune = task["agency"] == "applicant-commune"
    return TaskPlan(
        name=task["name"],
        half_days=task["half_days"],
        agency_key="" if in_commune else reform.agency(task["agency"]),
        place="commune" if in_commune else "named",
        order=task["order"],
        is_lead=task["lead"],
        results_to=tuple(task["results_to"]),
    )


def _kind(number: int, count: int, role: str) -> str:
    """The first step receives, the last returns; a leader's step approves."""
    if number == 0:
        return "reception"
    if number == count - 1:
        return "return"
    return "approval" if role == "leader" else "handling"

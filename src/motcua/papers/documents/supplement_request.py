"""Form 02: what the applicant is asked to bring or mend, in one go (NĐ 61/2018 art. 17.2, 19.4)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from motcua.catalogue.models import RequiredDocument
from motcua.dossiers.lifecycle import Verb
from motcua.lib import vietnamese
from motcua.papers.documents.heads import Head, Source, article_in_words, contact, head, rules_of

TEMPLATE = Path(__file__).with_name("supplement_request.typ")
STAGES = {"before": "trước khi tiếp nhận", "after": "sau khi thẩm định hồ sơ"}


@dataclass(frozen=True, kw_only=True)
class SupplementRequest(Head):
    """Form 02 as it is printed (law.md §4.2)."""

    stage: str
    papers: list[dict[str, str]]
    reason: str
    basis: str
    issued: str
    until: str
    count: str
    contact: str
    officer: str


def drawn(source: Source) -> SupplementRequest:
    """Return what the slip says (3 statements)."""
    dossier, event = source.dossier, source.event
    stage = source.said("stage") or ("after" if dossier.received_at else "before")
    requests = dossier.events.filter(verb=Verb.REQUEST_SUPPLEMENT, seq__lte=event.seq).count()
    until = source.said("asked_until")
    return SupplementRequest(
        **head(source),
        stage=STAGES[stage],
        papers=_papers(source),
        reason=source.said("reason"),
        basis=_basis(source, stage),
        issued=vietnamese.formal_moment(source.at),
        until=vietnamese.formal_day(date.fromisoformat(until[:10])) if until else "",
        count=f"lần thứ {requests}",
        contact=contact(source.unit, event.by_name),
        officer=event.by_name,
    )


def _papers(source: Source) -> list[dict[str, str]]:
    """Return the rows of the table: each paper as the published list counts it."""
    names = [str(name) for name in source.event.detail.get("papers", [])]
    listed = {paper.name: paper for paper in RequiredDocument.objects.filter(version_id=source.dossier.version_id)}
    return [
        {"name": name, "originals": _many(listed.get(name), "originals"), "copies": _many(listed.get(name), "copies")}
        for name in names
    ]


def _many(paper: RequiredDocument | None, kind: str) -> str:
    number = getattr(paper, kind) if paper else (1 if kind == "originals" else 0)
    return f"{number:02d}" if number else ""


def _basis(source: Source, stage: str) -> str:
    """Return the article on which the request stands: that of the rules the dossier is pinned to."""
    rules = rules_of(source.dossier, on=source.at.date())
    parameter = "supplement_return_days" if stage == "after" else "clock_starts"
    return article_in_words(rules.basis[parameter].article)

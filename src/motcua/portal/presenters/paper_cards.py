"""One card for each paper on the page of photographs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat

from motcua.catalogue.models import RequiredDocument
from motcua.portal.filing import Draft
from motcua.portal.presenters.procedure import paper_of


@dataclass(frozen=True)
class Photo:
    """A file that was kept; `path` says which one its button takes out."""

    name: str
    size: str
    path: str


@dataclass(frozen=True)
class Card:
    code: str
    name: str
    rest: str
    hint: str
    icon: str
    is_required: bool
    is_brought: bool
    photos: Sequence[Photo]
    problem: str


def cards_of(draft: Draft, papers: Sequence[RequiredDocument], problems: Mapping[str, str]) -> list[Card]:
    """Return the cards in the published order."""
    return [_card(draft, paper, problems.get(paper.code, "")) for paper in papers]


def _card(draft: Draft, paper: RequiredDocument, problem: str) -> Card:
    shown = paper_of(paper)
    return Card(
        code=paper.code,
        name=shown.name,
        rest=shown.rest,
        hint=shown.hint,
        icon=shown.icon,
        is_required=paper.is_required,
        is_brought=paper.code in draft.brought,
        photos=[Photo(file.file_name, filesizeformat(file.size), file.path) for file in draft.files_for(paper.code)],
        problem=problem,
    )

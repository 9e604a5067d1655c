"""Photographs and files of the papers: checked at once, kept with the draft, each can be taken out again."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.lib import clock
from motcua.portal import filing, uploads
from motcua.portal.filing import Draft, Visit
from motcua.portal.presenters import paper_cards, review
from motcua.portal.views.visits import with_visit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_visit
def papers(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method != "POST":
        return _page(request, visit, {})
    draft = visit.draft
    took_out = _take_out(draft, request.POST.get("bo", ""))
    problems = _keep_uploads(request, visit)
    draft.brought = _brought(visit, request.POST.getlist("mang-toi"))
    is_going_on = "tiep" in request.POST and not took_out
    if is_going_on and not problems:
        problems = _missing(visit)
    if is_going_on and not problems:
        draft.answers[filing.PAPERS] = {}
    filing.keep(request.session, draft, at=clock.now())
    if problems:
        return _page(request, visit, problems)
    return redirect(visit.address_of(filing.after(filing.PAPERS, draft, visit.steps) if is_going_on else filing.PAPERS))


def _page(request: HttpRequest, visit: Visit, problems: dict[str, str]) -> HttpResponse:
    cards = paper_cards.cards_of(visit.draft, filing.papers_for(visit.draft, visit.version), problems)
    context = review.frame(visit, filing.PAPERS) | {
        "cards": cards,
        "problems": [card for card in cards if card.problem],
        "has_errors": bool(problems),
        "largest": uploads.LARGEST_MB,
    }
    return render(request, "portal/apply/papers.html", context, status=422 if problems else 200)


def _take_out(draft: Draft, path: str) -> bool:
    """Throw away the file whose button was pressed; only a file of this very draft."""
    chosen = [file for file in draft.files if file.path == path]
    for file in chosen:
        actions.forget_upload(file)
        draft.files.remove(file)
    return bool(chosen)


def _keep_uploads(request: HttpRequest, visit: Visit) -> dict[str, str]:
    """Keep every file that was chosen; return paper → sentence for those that cannot be used."""
    problems: dict[str, str] = {}
    for paper in filing.papers_for(visit.draft, visit.version):
        for upload in request.FILES.getlist(f"tep-{paper.code}"):
            try:
                kept = uploads.kept(request, draft_id=visit.draft.id, code=paper.code, upload=upload)
                visit.draft.files.append(kept)
            except ValidationError as trouble:
                problems[paper.code] = " ".join(trouble.messages)
    return problems


def _brought(visit: Visit, ticked: list[str]) -> list[str]:
    """Return which papers will be carried to the counter; one that was photographed need not be."""
    papers = filing.papers_for(visit.draft, visit.version)
    return [paper.code for paper in papers if paper.code in ticked and not visit.draft.files_for(paper.code)]


def _missing(visit: Visit) -> dict[str, str]:
    return {
        paper.code: _("Chụp “%(name)s”, hoặc đánh dấu sẽ mang tới nơi nộp.") % {"name": paper.name[:80]}
        for paper in filing.papers_for(visit.draft, visit.version)
        if paper.is_required and not visit.draft.files_for(paper.code) and paper.code not in visit.draft.brought
    }

"""Sending what a dossier waits for: photographs from the citizen's telephone, without an account or a script."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.accounts.actions import count_try
from motcua.dossiers import actions, queries, steps
from motcua.dossiers.lifecycle import NotAllowed, StalePage, Verb
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.portal import supplying, uploads
from motcua.portal.presenters import needs, procedure
from motcua.portal.presenters.paper_cards import Photo
from motcua.portal.supplying import AskedPaper, Bundle
from motcua.portal.views.track import applicant_of, confided_to

#: Times that one dossier may be sent something in a day
SENDINGS_A_DAY = 10
NOTE, NOTE_LENGTH = "loi-nhan", 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """Show what lacks with a place for each photograph; keep what was chosen; send it when asked to."""
    dossier = confided_to(request, code)
    refusal = steps.why_not(applicant_of(dossier), Verb.SUPPLY, dossier)
    if refusal is not None:
        messages.warning(request, str(refusal))
        return redirect("portal:track", code=code)
    bundle = supplying.bundle_of(request.session, code)
    papers = supplying.papers_asked(dossier, queries.timeline(dossier))
    if request.method != "POST":
        return _page(request, dossier, papers, bundle, {})
    took_out = _take_out(bundle, request.POST.get("bo", ""))
    problems = _keep_uploads(request, papers, bundle)
    bundle.note = request.POST.get(NOTE, "").strip()
    supplying.keep(request.session, bundle)
    if "gui" not in request.POST or took_out or problems:
        return _page(request, dossier, papers, bundle, problems) if problems else redirect("portal:supply", code=code)
    return _send(request, dossier, papers, bundle)


def _take_out(bundle: Bundle, path: str) -> bool:
    """Throw away the file whose button was pressed; only a file of this very bundle."""
    chosen = [file for file in bundle.files if file.path == path]
    for file in chosen:
        actions.forget_upload(file)
        bundle.files.remove(file)
    return bool(chosen)


def _keep_uploads(request: HttpRequest, papers: list[AskedPaper], bundle: Bundle) -> dict[str, str]:
    """Keep every file that was chosen; return paper → sentence for those that cannot be used."""
    problems: dict[str, str] = {}
    for paper in papers:
        for upload in request.FILES.getlist(f"tep-{paper.key}"):
            try:
                kept = uploads.kept(request, draft_id=bundle.id, code=paper.code, upload=upload)
                bundle.files.append(kept)
            except ValidationError as trouble:
                problems[paper.key] = " ".join(trouble.messages)
    return problems


def _send(request: HttpRequest, dossier: Dossier, papers: list[AskedPaper], bundle: Bundle) -> HttpResponse:
    files = supplying.contents_of(bundle)
    problems = _unready(dossier, papers, bundle, files)
    if problems:
        return _page(request, dossier, papers, bundle, problems)
    version = request.POST.get("ban", "")
    try:
        actions.supply(
            dossier=dossier,
            files=files,
            note=bundle.note,
            by=applicant_of(dossier),
            at=clock.now(),
            expected_version=int(version) if version.isdecimal() else None,
        )
    except StalePage:  # pressed twice, or the counter was quicker: the page shows how it stands
        messages.info(request, _("Hồ sơ vừa có thay đổi. Bà con xem lại bên dưới."))
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        supplying.forget(request.session, bundle)
        actions.forget_draft(bundle.id)
        messages.success(request, _("Đã gửi, chờ cán bộ xem. Đủ rồi thì trang này báo ngày hẹn mới."))
    return redirect("portal:track", code=dossier.quick_code)


def _unready(
    dossier: Dossier, papers: list[AskedPaper], bundle: Bundle, files: list[actions.BroughtFile]
) -> dict[str, str]:
    """Return what is to be mended before this can be sent, by the field it is about."""
    if not files:
        return {papers[0].key: _("Chọn ít nhất một tệp: chụp hình giấy tờ còn thiếu rồi gửi.")}
    if len(bundle.note) > NOTE_LENGTH:
        return {NOTE: _("Lời nhắn dài quá 500 chữ. Ghi gọn lại.")}
    if not count_try(key=f"supply:{dossier.quick_code}", limit=SENDINGS_A_DAY, seconds=24 * 60 * 60):
        return {papers[0].key: _("Hôm nay hồ sơ này đã gửi nhiều lần. Mai gửi tiếp, hoặc mang tới nơi nộp.")}
    return {}


def _page(
    request: HttpRequest, dossier: Dossier, papers: list[AskedPaper], bundle: Bundle, problems: dict[str, str]
) -> HttpResponse:
    cards = [
        {
            "paper": paper,
            "problem": problems.get(paper.key, ""),
            "photos": [
                Photo(file.file_name, filesizeformat(file.size), file.path) for file in bundle.files_for(paper.code)
            ],
        }
        for paper in papers
    ]
    context = {
        "code": dossier.quick_code,
        "title": procedure.title_of(dossier.version),
        "need": needs.need_of(dossier, queries.timeline(dossier)),
        "unit": dossier.unit,
        "cards": cards,
        "problems": problems,
        "has_errors": bool(problems),
        "count": len(bundle.files),
        "note": bundle.note,
        "note_problem": problems.get(NOTE, ""),
        "version": request.POST.get("ban") or dossier.version_number,
        "largest": uploads.LARGEST_MB,
    }
    return render(request, "portal/supply.html", context, status=422 if problems else 200)

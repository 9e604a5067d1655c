"""One version of a process: looked at, tried on the past, drawn anew, proposed, published (ux.md quy-trinh/<id>/)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.administration import queries
from motcua.administration.presenters import process as present
from motcua.administration.room import Visit, controlling
from motcua.administration.views.answers import attempt, number_in
from motcua.administration.views.days import read_day
from motcua.catalogue import actions
from motcua.catalogue.models import ProcessVersion
from motcua.dossiers.answering import MEND


@require_GET
@controlling
def process(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show the steps, what the check finds, and what changed since the version before."""
    return render(request, "administration/process.html", present.page(visit, queries.process_or_404(pk)))


@require_GET
@controlling
def trial(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show what this version would have made of the dossiers of the past."""
    return render(request, "administration/trial.html", present.trial_page(visit, queries.process_or_404(pk)))


@require_POST
@controlling
def draw(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Begin a new version from this one."""
    found = queries.process_or_404(pk)
    drawn: list[ProcessVersion] = []
    refused = _attempt(
        request,
        visit,
        found,
        lambda: drawn.append(actions.draw_process(based_on=found, by=visit.standing, at=visit.at)),
    )
    return refused or redirect("administration:edit", drawn[0].pk)


@require_POST
@controlling
def reuse(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Begin the process of a newer version of the procedure from what was drawn for the one before."""
    found, before = queries.process_or_404(pk), queries.process_or_404(number_in(request.POST.get("older", "")))
    drawn: list[ProcessVersion] = []
    refused = _attempt(
        request,
        visit,
        found,
        lambda: drawn.append(actions.reuse_process(older=before, for_=found, by=visit.standing, at=visit.at)),
    )
    if refused is None:
        messages.success(request, _("Đã chép thành bản nháp. Soát lại theo bản mới, rồi trình người thứ hai ban hành."))
    return refused or redirect("administration:process", drawn[0].pk)


@require_POST
@controlling
def propose(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put a draft before a second person."""
    found, note = queries.process_or_404(pk), request.POST.get("note", "")
    seen = number_in(request.POST.get("revision", ""))
    refused = _attempt(
        request,
        visit,
        found,
        lambda: actions.propose_process(
            process=found, by=visit.standing, at=visit.at, note=note, expected_revision=seen
        ),
    )
    if refused is None:
        messages.success(request, _("Đã trình. Nhờ người thứ hai của phòng xem và ban hành."))
    return refused or redirect("administration:process", pk)


@require_POST
@controlling
def send_back(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make it a draft again."""
    found, seen = queries.process_or_404(pk), number_in(request.POST.get("revision", ""))
    refused = _attempt(
        request,
        visit,
        found,
        lambda: actions.return_process(process=found, by=visit.standing, expected_revision=seen),
    )
    if refused is None:
        messages.success(request, _("Đã trả về bản nháp. Sửa xong thì trình lại."))
    return refused or redirect("administration:process", pk)


@require_POST
@controlling
def publish(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put it in force from a day on."""
    found, seen = queries.process_or_404(pk), number_in(request.POST.get("revision", ""))
    day = read_day(request.POST.get("effective_from", ""))
    if day is None:
        said = {"effective_from": [_("Ghi ngày bắt đầu áp dụng, như 01/11/2018.")]}
        return _again(request, visit, found)(said, MEND)
    refused = _attempt(
        request,
        visit,
        found,
        lambda: actions.publish_process(
            process=found, by=visit.standing, at=visit.at, effective_from=day, expected_revision=seen
        ),
    )
    if refused is None:
        messages.success(
            request,
            _("Đã ban hành. Hồ sơ nhận từ %(day)s theo bản này, hồ sơ đang chạy giữ bản cũ.")
            % {"day": f"{day:%d/%m/%Y}"},
        )
    return refused or redirect("administration:process", pk)


@require_POST
@controlling
def discard(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found, seen = queries.process_or_404(pk), number_in(request.POST.get("revision", ""))
    refused = _attempt(
        request,
        visit,
        found,
        lambda: actions.discard_process(process=found, by=visit.standing, expected_revision=seen),
    )
    if refused is None:
        messages.success(request, _("Đã bỏ bản nháp. Quy trình đang áp dụng không thay đổi."))
    return refused or redirect("administration:processes")


def _attempt(
    request: HttpRequest, visit: Visit, found: ProcessVersion, act: Callable[[], object]
) -> HttpResponse | None:
    return attempt(act, again=_again(request, visit, found))


def _again(
    request: HttpRequest, visit: Visit, found: ProcessVersion
) -> Callable[[dict[str, list[str]], int], HttpResponse]:
    """Return how to show the page again, with what was typed and what is to be mended."""

    def show(trouble: dict[str, list[str]], status: int) -> HttpResponse:
        fresh = queries.process_or_404(found.pk)
        page = present.page(visit, fresh, trouble=trouble, typed=request.POST.dict())
        return render(request, "administration/process.html", page, status=status)

    return show

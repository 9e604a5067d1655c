"""The editor of a draft (ux.md quy-trinh/<id>/). Works without a script: a row more is a page more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.administration import queries
from motcua.administration.forms import StepRow, meant, rows_of, typed
from motcua.administration.presenters import editor as present
from motcua.administration.room import Visit, controlling
from motcua.administration.views.answers import attempt, number_in
from motcua.catalogue import actions
from motcua.catalogue.models import ProcessState, ProcessVersion
from motcua.catalogue.process_reading import plan_of


@require_http_methods(["GET", "POST"])
@controlling
def edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show the rows of a draft, or save what was typed in them."""
    process = queries.process_or_404(pk)
    if process.state != ProcessState.DRAFT:
        return redirect("administration:process", pk)
    if request.method == "POST":
        return _post(request, visit, process)
    rows = rows_of(plan_of(process))
    return _show(request, visit, process, rows, note=process.note)


def _post(request: HttpRequest, visit: Visit, process: ProcessVersion) -> HttpResponse:
    rows, note = typed(request.POST), request.POST.get("note", "")
    if "more" in request.POST:
        place = max(len(rows) - 1, 0) if rows and rows[-1].kind == "return" else len(rows)
        rows.insert(place, StepRow())
        for number, row in enumerate(rows, 1):
            row.position = str(number)
        return _show(request, visit, process, rows, note=note)
    plan, problems = meant(rows)

    def save() -> None:
        if problems:
            raise ValidationError({"steps": problems})
        actions.save_process(
            process=process,
            steps=plan,
            by=visit.standing,
            at=visit.at,
            note=note,
            expected_revision=number_in(request.POST.get("revision", "")),
        )

    def again(trouble: dict[str, list[str]], status: int) -> HttpResponse:
        said = [sentence for sentences in trouble.values() for sentence in sentences]
        return _show(request, visit, process, rows, note=note, problems=said, status=status)

    refused = attempt(save, again=again)
    if refused is None:
        messages.success(request, _("Đã lưu bản nháp."))
    return refused or redirect("administration:edit", process.pk)


def _show(
    request: HttpRequest,
    visit: Visit,
    process: ProcessVersion,
    rows: list[StepRow],
    *,
    note: str,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = present.page(visit, process, rows, note=note, problems=problems or ())
    return render(request, "administration/editor.html", page, status=status)

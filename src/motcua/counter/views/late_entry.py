"""Late entry: lines of the paper ledger, ten to a sheet, by keyboard alone (ux.md nhap-bu/)."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.counter import ledger_rows, queries, scans
from motcua.counter.desk import Desk, at_counter
from motcua.counter.ledger_rows import TypedRow
from motcua.counter.presenters import late_entry as present
from motcua.counter.presenters.receive import everyday_name
from motcua.dossiers import actions
from motcua.dossiers.actions import Entered
from motcua.dossiers.answering import MEND


@require_http_methods(["GET", "POST"])
@at_counter
def late_entry(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show ten empty rows; on POST, enter those that are right and give back those that are not."""
    if request.method == "GET":
        rows = [ledger_rows.blank() for _place in range(ledger_rows.ROWS)]
        return render(request, "counter/late_entry.html", present.grid_page(desk, rows))
    rows = ledger_rows.typed({name: str(value) for name, value in request.POST.items()})
    filled = [row for row, above in zip(rows, [None, *rows], strict=False) if not ledger_rows.is_blank(row, above)]
    if not filled:
        messages.info(request, _("Chưa có dòng nào để nhập."))
        return redirect("counter:late_entry")
    entered = _enter(desk, filled)
    good = sum(1 for outcome in entered if outcome.dossier)
    if good:
        said = ngettext("Đã nhập bù %(n)d hồ sơ.", "Đã nhập bù %(n)d hồ sơ.", good) % {"n": good}
        messages.success(request, said)
    left = [row for row in filled if row.problems]
    if not left:
        return redirect("counter:late_entry")
    left += [ledger_rows.blank() for _place in range(ledger_rows.ROWS - len(left))]
    context = present.grid_page(desk, left) | {"has_errors": True}
    return render(request, "counter/late_entry.html", context, status=MEND)


def _enter(desk: Desk, rows: list[TypedRow]) -> list[Entered]:
    """Enter what can be entered; what cannot has its sentences in the row."""
    lines = [(row, ledger_rows.line_of(row, desk)) for row in rows]
    good = [line for _row, line in lines if line is not None]
    entered = actions.enter_late(rows=good, unit=desk.unit, by=desk.actor, at=desk.at)
    typed = {row.row_id: row for row in rows}
    for outcome in entered:
        typed[outcome.row_id].take_problems(outcome.problems)
    return entered


@require_GET
@at_counter
def procedure(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Return the procedure that is meant by a code or a few letters, for the page to show at once."""
    found = ledger_rows.likeliest(desk, request.GET.get("query", "")[:200])
    return JsonResponse({"code": found.procedure.code, "name": everyday_name(found)} if found else {"code": ""})


@require_GET
@at_counter
def person(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Return the name of whoever came with this number before, "" for nobody."""
    scan = scans.read(request.GET.get("number", "")[:300])
    known = queries.person_behind(desk, scan) if scan.digits else None
    return JsonResponse({"name": known.name if known else scan.as_person().get("name", "")})


@require_GET
@at_counter
def entered_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what was entered late at this unit on one day, to be printed and kept with the ledger."""
    try:
        day = datetime.strptime(request.GET.get("ngay", ""), "%Y-%m-%d").date()
    except ValueError:
        day = desk.at.date()
    return render(request, "counter/late_list.html", present.list_page(desk, day))

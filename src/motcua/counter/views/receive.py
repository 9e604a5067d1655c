"""The desk: look a person up, choose a procedure, tick the papers, receive (ux.md Q2).

One address. Every button of the form says by its `do` what it wants; without a script each is a round trip that gives
the whole page back, with one the page takes from the answer the parts that changed.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.counter import queries, scans
from motcua.counter.desk import Desk, at_counter
from motcua.counter.intake import Intake, application_of, blank, is_the_same, with_person, without_person
from motcua.counter.presenters import receive as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND, NOT_NOW, status_of
from motcua.dossiers.application import Application
from motcua.dossiers.lifecycle import NotAllowed
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossiers_visible_to, with_all_it_shows
from motcua.lib.uuid7 import uuid7


@require_http_methods(["GET", "POST"])
@at_counter
def receive(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show an empty desk, or do what the pressed button says."""
    if request.method == "GET":
        return _show(request, desk, Intake(desk, blank()))
    values = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    pressed = values.pop("do", "")
    if "choose" in values:
        pressed = "choose"
    if not pressed and values.get("number", "") != values.get("looked_up", "=").removeprefix("="):
        pressed = "look-up"  # Enter in the one field, without a script
    return _BUTTONS.get(pressed, _redraw)(request, desk, values)


def _look_up(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Fill in whom the number stands for, or open the form for somebody new with what was typed kept."""
    scan = scans.read(values.get("number", ""))
    person = queries.person_behind(desk, scan)
    values = without_person(values) | {"known": "1" if person else "", "looked_up": f"={values.get('number', '')}"}
    values = with_person(values, person) if person else values | scan.as_person()
    return _show(request, desk, Intake(desk, values))


def _choose(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Lay another procedure on the desk; its papers start unticked."""
    kept = {name: value for name, value in values.items() if not name.startswith(("paper-", "originals-", "copies-"))}
    code = kept.pop("choose", "") or kept.get("procedure", "")
    return _show(request, desk, Intake(desk, kept | {"procedure": code, "case": "", "query": ""}))


def _search(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    found = queries.search(desk, values.get("query", ""))
    return _show(request, desk, Intake(desk, values), found=present.search_rows(found), searched=True)


def _redraw(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    return _show(request, desk, Intake(desk, values))


def _guide(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Say what is missing and how it is got."""
    return _show(request, desk, Intake(desk, values), guide=True)


def _ask_why(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Open the question for the reason of a refusal; with a script the page does so itself."""
    return _show(request, desk, Intake(desk, values), refusing=True)


def _ask_result(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Open the question what was settled; with a script the page does so itself."""
    return _show(request, desk, Intake(desk, values), settling=True)


def _settle(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    """Receive, settle and hand over in one go (NĐ 61/2018 art. 17.4)."""

    def settle(application: Application, intake: Intake) -> Dossier:
        summary = intake.text("summary")
        return actions.settle_at_counter(application=application, summary=summary, by=desk.actor, at=desk.at)

    return _take_in(request, desk, values, settle, settling=True)


def _receive(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    def receive(application: Application, _intake: Intake) -> Dossier:
        return actions.receive_at_counter(application=application, by=desk.actor, at=desk.at)

    return _take_in(request, desk, values, receive)


def _take_in(
    request: HttpRequest,
    desk: Desk,
    values: dict[str, str],
    act: Callable[[Application, Intake], Dossier],
    **asked: bool,
) -> HttpResponse:
    """Do it and lead to what was done; an error gives the desk back, with the question that was open still open."""
    intake = Intake(desk, values)
    if not intake.form.is_valid():
        return _mend(request, desk, intake)
    try:
        application = application_of(intake)
        dossier = act(application, intake)
    except ValidationError as trouble:
        return _mend(request, desk, intake, trouble, **asked)
    except NotAllowed as refusal:
        return _mend(request, desk, intake, ValidationError(str(refusal)), status=status_of(refusal))
    except IntegrityError:
        earlier = _earlier_press(desk, application)
        if earlier is None:
            raise
        return _sent_twice(request, desk, intake, application, earlier)
    return redirect("counter:received", dossier.code)


def _refuse(request: HttpRequest, desk: Desk, values: dict[str, str]) -> HttpResponse:
    intake = Intake(desk, values)
    if not intake.form.is_valid():
        return _mend(request, desk, intake)
    try:
        dossier = actions.refuse_at_counter(
            application=application_of(intake), reason=intake.text("reason"), by=desk.actor, at=desk.at
        )
    except ValidationError as trouble:
        return _mend(request, desk, intake, trouble, refusing=True)
    except NotAllowed as refusal:
        return _mend(request, desk, intake, ValidationError(str(refusal)), status=status_of(refusal))
    return redirect("counter:dossier", dossier.quick_code)


_BUTTONS: dict[str, Callable[[HttpRequest, Desk, dict[str, str]], HttpResponse]] = {
    "look-up": _look_up,
    "choose": _choose,
    "search": _search,
    "guide": _guide,
    "ask-refuse": _ask_why,
    "receive": _receive,
    "ask-settle": _ask_result,
    "settle": _settle,
    "refuse": _refuse,
}


def _show(request: HttpRequest, desk: Desk, intake: Intake, *, status: int = 200, **more: object) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = present.middle(desk, intake) | more
        return render(request, "counter/parts/desk_form.html", context, status=status)
    return render(request, "counter/receive.html", present.page(desk, intake, **more), status=status)


def _mend(
    request: HttpRequest,
    desk: Desk,
    intake: Intake,
    trouble: ValidationError | None = None,
    *,
    status: int = MEND,
    **more: object,
) -> HttpResponse:
    """Give the desk back as it was typed, each sentence beside its field."""
    if trouble is not None:
        intake.form.take_problems(trouble)
    guide = bool(intake.choice and intake.choice.missing(intake.ticked))
    return _show(request, desk, intake, status=status, has_errors=True, guide=guide, **more)


def _earlier_press(desk: Desk, application: Application) -> Dossier | None:
    """Return the dossier that took this form's id already: the button was pressed twice."""
    assert application.dossier_id is not None  # every form carries one
    mine = dossiers_visible_to(desk.actor).filter(pk=application.dossier_id, code__isnull=False)
    return with_all_it_shows(mine).first()


def _sent_twice(
    request: HttpRequest, desk: Desk, intake: Intake, application: Application, dossier: Dossier
) -> HttpResponse:
    """Show what the first press received; if other business stands on the form now, ask for one more press."""
    if is_the_same(dossier, application):
        return redirect("counter:received", dossier.code)
    fresh = Intake(desk, intake.values | {"dossier_id": str(uuid7())})
    sentence = _("Tờ này đã nhận thành hồ sơ %(code)s. Muốn nhận thêm một hồ sơ nữa thì bấm Tiếp nhận lần nữa.")
    return _mend(request, desk, fresh, ValidationError(sentence % {"code": dossier.code}), status=NOT_NOW)

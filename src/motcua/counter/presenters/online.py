"""The queue of submitted dossiers and the one that is open, as the template draws them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.counter import queries
from motcua.counter.choices import choose
from motcua.counter.desk import Desk
from motcua.counter.forms import ReasonForm, VersionedForm
from motcua.counter.presenters.frame import badge, frame, keys
from motcua.counter.presenters.receive import everyday_name
from motcua.dossiers import steps
from motcua.dossiers.documents.receipt import about, fees_in_words
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese
from motcua.live.addresses import address_for
from motcua.live.passes import door_of
from motcua.working_time.queries import calendar_of
from motcua.working_time.sentences import limit_in_words

SHORTCUTS = (("↑+↓", _("Hồ sơ trước, sau")), ("Ctrl+⏎", _("Tiếp nhận")))
#: Working minutes within which an online dossier must hear something (rule set: online_first_response_hours)
FIRST_ANSWER = 8 * 60


def page(desk: Desk, dossier: Dossier | None, *, form: VersionedForm | None = None) -> dict[str, Any]:
    """Return the context of the queue (4 statements, 9 more for the dossier that is open)."""
    listen = address_for(map(door_of, desk.units))
    waiting = list(queries.waiting_online(desk)[: queries.AS_MANY_AS_SHOWN])
    calendar = calendar_of(desk.unit.calendar_id)
    rows = []
    for row in waiting[:20]:
        assert row.submitted_at  # it is submitted
        waited = calendar.between(row.submitted_at, desk.at)
        rows.append(
            {
                "url": reverse("counter:online_dossier", args=[row.quick_code]),
                "name": everyday_name(row.version),
                "who": row.applicant.name,
                "quick_code": row.quick_code,
                "waited": vietnamese.time_left(waited),
                "is_late": waited > FIRST_ANSWER,
                "is_open": dossier is not None and dossier.pk == row.pk,
            }
        )
    return {
        **frame(desk, online=len(waiting)),
        "listen": listen,
        "rows": rows,
        "badge": badge(len(waiting)),
        "open": _opened(desk, dossier) if dossier else None,
        "form": form or ReasonForm(initial={"version": dossier.version_number if dossier else None}),
        "shortcuts": keys(*SHORTCUTS) if rows else [],
    }


def _opened(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    files: dict[str, list[dict[str, Any]]] = {}
    for attachment in dossier.attachments.order_by("added_at", "id"):
        files.setdefault(attachment.document_code, []).append(
            {
                "url": reverse("counter:attachment", args=[attachment.pk]),
                "name": attachment.file_name,
                "is_picture": attachment.media_type.startswith("image/"),
                "size": vietnamese.number(max(attachment.size / 1024, 1)),
            }
        )
    handed_in = list(dossier.documents.order_by("position"))
    named = {paper.code for paper in handed_in}
    return {
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "about": about(dossier.applicant),
        "papers": [{"paper": paper, "files": files.get(paper.code, [])} for paper in handed_in],
        "loose": [file for code, found in files.items() if code not in named for file in found],
        "other_name": _other_name(desk, dossier),
        "accept_url": reverse("counter:online_accept", args=[dossier.quick_code]),
        "refuse_url": reverse("counter:online_refuse", args=[dossier.quick_code]),
        "may_accept": steps.may(desk.actor, Verb.RECEIVE, dossier),
        "may_refuse": steps.may(desk.actor, Verb.REFUSE, dossier),
        "url": reverse("counter:dossier", args=[dossier.code or dossier.quick_code]),
        "ask_url": (
            reverse("counter:dossier", args=[dossier.quick_code])
            if steps.may(desk.actor, Verb.REQUEST_SUPPLEMENT, dossier)
            else ""
        ),
        **_terms(desk, dossier, {paper.code for paper in handed_in}),
    }


def _terms(desk: Desk, dossier: Dossier, given: set[str]) -> dict[str, Any]:
    """Return what taking it in now would promise, or why it cannot be taken in."""
    try:
        choice = choose(
            desk,
            dossier.version.procedure.code,
            dossier.case.key if dossier.case else "",
            channel=dossier.channel,
        )
        promise = choice.promise()
    except ValidationError as trouble:
        return {"obstacle": trouble.messages}
    return {
        "missing": choice.missing(dict.fromkeys(given)),
        "promise": promise,
        "limit": limit_in_words(promise.limit),
        "fee": vietnamese.sentence(fees_in_words(choice.fees)),
    }


def _other_name(desk: Desk, dossier: Dossier) -> str:
    """Return the name under which this identity number came before, if it was another one."""
    person = dossier.applicant
    earlier = queries.earlier_dossiers(desk, id_number=person.id_number, phone="") if person.id_number else []
    names = [other.applicant.name for other in earlier if other.applicant.name_folded != person.name_folded]
    return names[0] if names else ""

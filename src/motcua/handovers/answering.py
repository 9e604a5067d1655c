"""What a page of handing over sends, read and done: both sides' pages send the same."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from motcua.dossiers.actors import Actor
from motcua.handovers import actions, queries
from motcua.handovers.documents import sheet as form
from motcua.handovers.models import Handover
from motcua.organisations.models import Agency


def do(sent: QueryDict, direction: str, *, by: Actor, at: datetime) -> tuple[Handover, str]:
    """Make a sheet in this direction, or confirm one that came; return it and the sentence that says so.

    :raises ValidationError, NotAllowed: as motcua.handovers.actions
    """
    if sent.get("do") == "confirm":
        found = queries.sheet_of(by, next(iter(_ids([sent.get("sheet", "")])), UUID(int=0)))
        if found is None:
            raise ValidationError(_("Không thấy phiếu này. Tải lại trang."))
        sheet = actions.confirm(handover=found, missing=_ids(sent.getlist("missing")), by=by, at=at)
        return sheet, _("Đã xác nhận nhận phiếu %(sheet)s.") % {"sheet": sheet}
    giver, taker = _unit(sent.get("giver", "")), _unit(sent.get("taker", ""))
    if giver is None or taker is None:
        raise ValidationError(_("Không rõ bên giao, bên nhận. Tải lại trang rồi chọn lại."))
    sheet = actions.hand_over(
        dossiers=_ids(sent.getlist("dossier")), giver=giver, taker=taker, direction=direction,
        carried_by=sent.get("carried_by", ""), by=by, at=at,
    )  # fmt: skip
    return sheet, _("Đã lập phiếu %(sheet)s. In hai bản, hai bên ký.") % {"sheet": sheet}


def as_pdf(pk: UUID, *, by: Actor) -> HttpResponse:
    """Return a sheet that this person may see as PDF, two copies. :raises Http404: there is none"""
    found = queries.sheet_of(by, pk)
    if found is None:
        raise Http404
    answer = HttpResponse(form.render(found), content_type="application/pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _ids(texts: Iterable[str]) -> list[UUID]:
    ids = []
    for text in texts:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue  # only a tampered page sends such a thing; what is left is checked below
    return ids


def _unit(text: str) -> Agency | None:
    return Agency.objects.filter(pk=int(text)).first() if text.isdigit() and len(text) < 12 else None

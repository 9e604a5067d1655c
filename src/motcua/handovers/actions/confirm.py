from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers import steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import StepNotOpen, StepNotYours, Verb
from motcua.handovers import queries
from motcua.handovers.models import Direction, Handover, HandoverLine, LineState


@transaction.atomic
def confirm(*, handover: Handover | UUID, by: Actor, at: datetime, missing: Collection[UUID] = ()) -> Handover:
    """Confirm that the paper of a sheet came. Where a dossier's limit waits for its paper, it begins to run now.

    :param missing: ids of the dossiers on the sheet that did not come; they may be handed over anew
    :raises StepNotYours: this person does not take paper in for the receiving unit
    :raises StepNotOpen: it was confirmed before
    """
    pk = handover if isinstance(handover, UUID) else handover.pk
    sheet = Handover.objects.select_for_update(of=("self",)).select_related("taker").get(pk=pk)
    if sheet.taker_id not in queries.takers(by, sheet.direction) or by.user is None:
        raise StepNotYours(_("Chỉ người của %(unit)s mới xác nhận đã nhận.") % {"unit": sheet.taker.name})
    if sheet.received_at is not None:
        raise StepNotOpen(_("Phiếu %(sheet)s đã xác nhận rồi.") % {"sheet": sheet})
    sheet.received_at, sheet.received_by, sheet.received_by_name = max(at, sheet.made_at), by.user, by.name
    sheet.save(update_fields=["received_at", "received_by", "received_by_name"])
    lines = list(sheet.lines.select_related("dossier"))
    for line in lines:
        line.state = LineState.MISSING if line.dossier_id in set(missing) else LineState.HANDED
    HandoverLine.objects.bulk_update(lines, ["state"])
    if sheet.direction == Direction.OUT:
        _let_the_clocks_run([line for line in lines if line.state == LineState.HANDED], by=by, at=at)
    return sheet


def _let_the_clocks_run(lines: Collection[HandoverLine], *, by: Actor, at: datetime) -> None:
    """Start the limit of what was received for another unit (NĐ 309/2026 art. 17.3); of all others it runs already."""
    for line in lines:
        dossier = line.dossier
        if steps.may(by, Verb.ARRIVE, dossier):
            dossier_actions.arrive(dossier=dossier.pk, by=by, at=at)

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import StepNotYours
from motcua.dossiers.models import Dossier
from motcua.handovers import queries
from motcua.handovers.models import Direction, Handover, HandoverLine
from motcua.organisations.models import Agency

MOST = 200


@transaction.atomic
def hand_over(
    *,
    dossiers: Collection[UUID],
    giver: Agency,
    taker: Agency,
    direction: str,
    by: Actor,
    at: datetime,
    carried_by: str = "",
    note: str = "",
) -> Handover:
    """Make a sheet for paper that leaves the desk for an agency, or for results on their way back (NĐ 61/2018 art. 18).

    :raises StepNotYours: this person does not give paper out for `giver`
    :raises ValidationError: nothing was chosen, or something that is not to be handed over from there to there
    """
    if giver.pk not in queries.givers(by, direction) or by.user is None:
        raise StepNotYours(_("Chỉ người của %(unit)s mới lập phiếu bàn giao này.") % {"unit": giver.name})
    giver = Agency.objects.select_for_update(no_key=True).get(pk=giver.pk)  # numbers run without a gap
    chosen = _chosen(dossiers, giver, taker, direction, by)
    year = timezone.localdate(at).year
    last = Handover.objects.filter(giver=giver, year=year).aggregate(last=Max("number"))["last"] or 0
    sheet = Handover.objects.create(
        direction=direction, giver=giver, taker=taker, year=year, number=last + 1, made_at=at,
        given_by=by.user, given_by_name=by.name, carried_by=carried_by.strip()[:200], note=note.strip()[:500],
    )  # fmt: skip
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=sheet, dossier=dossier, position=place) for place, dossier in enumerate(chosen, 1)
    )
    return sheet


def _chosen(dossiers: Collection[UUID], giver: Agency, taker: Agency, direction: str, by: Actor) -> list[Dossier]:
    """Return the dossiers of the sheet in order, each fit to travel there. :raises ValidationError: a sentence"""
    wanted = set(dossiers)
    if not wanted:
        raise ValidationError({"dossiers": _("Đánh dấu hồ sơ cần bàn giao.")})
    if len(wanted) > MOST:
        raise ValidationError({"dossiers": _("Một phiếu ghi nhiều nhất %(n)s hồ sơ. Lập thêm phiếu.") % {"n": MOST}})
    if direction == Direction.OUT:
        fitting = queries.to_hand_over(by).filter(unit=giver, agency=taker)
    else:
        fitting = queries.results_to_send(by).filter(agency=giver, unit=taker)
    chosen = list(fitting.filter(pk__in=wanted))
    if len(chosen) < len(wanted):
        there = next(iter(queries.travelling(wanted)), None)
        if there is not None:
            said = _("Hồ sơ %(code)s đã nằm trên phiếu %(sheet)s. Tải lại trang rồi chọn lại.")
            raise ValidationError({"dossiers": said % {"code": there.dossier, "sheet": there.handover}})
        raise ValidationError(
            {"dossiers": _("Có hồ sơ không còn chờ bàn giao cho %(unit)s. Tải lại trang.") % {"unit": taker.name}}
        )
    return chosen

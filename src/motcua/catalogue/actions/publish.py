"""Make public what was announced (công khai, NĐ 63/2010 art. 24): by a second person, from its effective day on."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.catalogue.models import Announcement, AnnouncementKind, ProcedureVersion, Reception, VersionState
from motcua.catalogue.process_guard import NotYours
from motcua.catalogue.publication_guard import locked, must_control, refuse_gaps
from motcua.organisations.models import Level
from motcua.organisations.queries import Standing


@transaction.atomic
def publish(*, announcement: Announcement, by: Standing, at: datetime) -> Announcement:
    """Carry out a decision: the new wording comes into force and ends the one before it, or the procedure ends.

    On the effective day; when that is past already, today: nobody could follow what was not public. Dossiers stay on
    the version that they were received under. Offices with running dossiers hear of it (notifications.tasks).

    :raises NotYours: not somebody of procedure control, or the one who announced it
    :raises ValidationError: {"parts": …} while something is missing, {"version": …} when it is public already or
        another version stands in its way
    """
    must_control(by)
    version = locked(announcement.version)
    announcement = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if announcement.is_public:
        raise ValidationError({"version": _("Đã công khai rồi. Mở lại trang để xem.")})
    if announcement.announced_by_id == by.user_id:
        raise NotYours(
            _("Người nhập quyết định không tự công khai. Nhờ người thứ hai của phòng kiểm soát thủ tục công khai.")
        )
    day = max(announcement.effective_on, at.date())
    if announcement.kind == AnnouncementKind.ABOLISHED:
        _end(version, on=day)
    else:
        _begin(version, announcement, on=day)
    announcement.published_by_id, announcement.published_at, announcement.published_on = by.user_id, at, at.date()
    announcement.save(update_fields=["published_by", "published_at", "published_on"])
    return announcement


def _begin(version: ProcedureVersion, announcement: Announcement, *, on: date) -> None:
    refuse_gaps(version)
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id, state=VersionState.PUBLISHED)
    later = others.filter(valid_from__gte=on).order_by("valid_from").first()
    if later is not None and later.valid_from is not None:
        raise ValidationError(
            {
                "version": _("Phiên bản %(number)d có hiệu lực từ %(day)s, không sớm hơn bản này. Rút quyết định này.")
                % {"number": later.number, "day": f"{later.valid_from:%d/%m/%Y}"}
            }
        )
    others.filter(Q(valid_to=None) | Q(valid_to__gt=on)).update(valid_to=on)
    version.state, version.valid_from, version.decision = VersionState.PUBLISHED, on, _named(announcement)
    version.save(update_fields=["state", "valid_from", "decision"])
    _receive_it(version, on=on)


def _named(announcement: Announcement) -> str:
    return f"{announcement.decision_number} ngày {announcement.decided_on:%d/%m/%Y}"


def _receive_it(version: ProcedureVersion, *, on: date) -> None:
    """Let the desks of its tiers receive it, unless somebody has said where it is received."""
    if Reception.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), procedure=version.procedure_id).exists():
        return
    Reception.objects.bulk_create(
        Reception(procedure=version.procedure, level=level, by_nearest=level != Level.PROVINCE.value, valid_from=on)
        for level in version.levels
    )


def _end(version: ProcedureVersion, *, on: date) -> None:
    if version.state != VersionState.PUBLISHED or (version.valid_to is not None and version.valid_to <= on):
        raise ValidationError({"version": _("Thủ tục đã hết hiệu lực trước ngày đó. Rút quyết định này.")})
    if version.valid_from is not None and version.valid_from >= on:
        raise ValidationError({"version": _("Thủ tục chưa có hiệu lực vào ngày đó. Rút quyết định này.")})
    version.valid_to = on
    version.save(update_fields=["valid_to"])
    lives_on = ProcedureVersion.objects.filter(
        procedure=version.procedure_id, state=VersionState.PUBLISHED, valid_from__gte=on
    )
    if not lives_on.exists():
        receptions = Reception.objects.filter(procedure=version.procedure_id, valid_to=None)
        receptions.filter(valid_from__lt=on).update(valid_to=on)

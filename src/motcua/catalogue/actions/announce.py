"""Enter the decision that announces a procedure (quyết định công bố, NĐ 63/2010 art. 13–15), or take it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import Announcement, AnnouncementKind, ProcedureVersion, VersionState
from motcua.catalogue.publication import Decision
from motcua.catalogue.publication_guard import locked, must_control, refuse_gaps, terms_of, tidy
from motcua.organisations.queries import Standing


@transaction.atomic
def announce(*, version: ProcedureVersion, decision: Decision, by: Standing, at: datetime) -> Announcement:
    """Announce a complete draft. It becomes public only when a second person publishes it; being late is kept.

    :raises NotYours: not somebody of procedure control
    :raises ValidationError: {"parts": …} while something is missing, {"version": …} when it is no draft or not the
        latest, and number, decided_on, signed_by, effective_on, passed_on as in publication_guard.terms_of
    """
    must_control(by)
    version = locked(version)
    if version.state != VersionState.DRAFT:
        raise ValidationError({"version": _("Phiên bản này đã công bố rồi. Mở lại trang để xem.")})
    if version.procedure.versions.filter(number__gt=version.number).exists():
        raise ValidationError({"version": _("Đã có phiên bản mới hơn của thủ tục này. Công bố phiên bản mới nhất.")})
    refuse_gaps(version)
    was_public = version.procedure.versions.filter(state=VersionState.PUBLISHED).exists()
    kind = AnnouncementKind.AMENDED if was_public else AnnouncementKind.NEW
    announcement = write_announcement(version, kind, decision, by=by, at=at)
    version.state = VersionState.ANNOUNCED
    version.save(update_fields=["state"])
    return announcement


def write_announcement(
    version: ProcedureVersion, kind: AnnouncementKind, decision: Decision, *, by: Standing, at: datetime
) -> Announcement:
    """Write the decision with its terms (2 statements). :raises ValidationError: see publication_guard.terms_of"""
    decision = tidy(decision)
    rules, due = terms_of(decision, today=at.date())
    return Announcement.objects.create(
        version=version,
        kind=kind,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        signed_by=decision.signed_by,
        effective_on=decision.effective_on,
        passed_on=decision.passed_on,
        rules=rules,
        announce_by=due.announce_by,
        publish_by=due.publish_by,
        announced_by_id=by.user_id,
        announced_at=at,
    )


@transaction.atomic
def take_back_announcement(*, announcement: Announcement, by: Standing) -> None:
    """Take back a decision that was entered wrongly, before it is public: nobody has seen it yet.

    :raises NotYours: not somebody of procedure control
    :raises ValidationError: {"version": …} when it is public already
    """
    must_control(by)
    version = locked(announcement.version)
    announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if announcement.is_public:
        raise ValidationError({"version": _("Đã công khai, không rút được nữa. Sai thì công bố phiên bản mới.")})
    if announcement.kind != AnnouncementKind.ABOLISHED:
        version.state = VersionState.DRAFT
        version.save(update_fields=["state"])
    announcement.delete()

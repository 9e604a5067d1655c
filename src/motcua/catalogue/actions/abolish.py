"""Enter the decision that ends a procedure (bãi bỏ, NĐ 63/2010 art. 15)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.actions.announce import write_announcement
from motcua.catalogue.models import Announcement, AnnouncementKind, ProcedureVersion, VersionState
from motcua.catalogue.publication import Decision
from motcua.catalogue.publication_guard import locked, must_control
from motcua.organisations.queries import Standing


@transaction.atomic
def abolish(*, version: ProcedureVersion, decision: Decision, by: Standing, at: datetime) -> Announcement:
    """Announce the end of a procedure. It ends only when a second person publishes the decision.

    Dossiers received before that day are handled to their end under this version.

    :raises NotYours: not somebody of procedure control
    :raises ValidationError: {"version": …} when it is not in force or its end was announced already, and the fields of
        the decision as in publication_guard.terms_of
    """
    must_control(by)
    version = locked(version)
    is_over = version.valid_to is not None and version.valid_to <= at.date()
    if version.state != VersionState.PUBLISHED or is_over:
        raise ValidationError({"version": _("Chỉ bãi bỏ được thủ tục đang có hiệu lực. Mở lại trang để xem.")})
    if version.announcements.filter(kind=AnnouncementKind.ABOLISHED).exists():
        raise ValidationError({"version": _("Đã nhập quyết định bãi bỏ thủ tục này rồi. Mở lại trang để xem.")})
    return write_announcement(version, AnnouncementKind.ABOLISHED, decision, by=by, at=at)

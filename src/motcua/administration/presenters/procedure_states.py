"""How far a version of a procedure has come, and what was late, as tags and sentences."""

from datetime import date

from django.utils.translation import gettext as _

from motcua.administration.presenters.states import Tag
from motcua.catalogue.models import Announcement, AnnouncementKind, ProcedureVersion, VersionState


def stage_of(version: ProcedureVersion, *, on: date) -> Tag:
    """Return the tag of a version on this day; its announcements should be prefetched."""
    if version.state == VersionState.DRAFT:
        return Tag("done", "pencil-simple-line-fill", _("Bản nháp"))
    if version.state == VersionState.ANNOUNCED or version.valid_from is None:
        return Tag("soon", "hourglass-medium-fill", _("Đã công bố, chờ công khai"))
    if version.valid_to is not None and version.valid_to <= on:
        day = {"day": f"{version.valid_to:%d/%m/%Y}"}
        if _is_abolished(version):
            return Tag("done", "stop-circle-fill", _("Bãi bỏ từ %(day)s") % day)
        return Tag("done", "check-fill", _("Hết hiệu lực từ %(day)s") % day)
    if version.valid_from > on:
        day = {"day": f"{version.valid_from:%d/%m/%Y}"}
        return Tag("new", "paper-plane-tilt-fill", _("Có hiệu lực từ %(day)s") % day)
    if version.valid_to is not None:
        day = {"day": f"{version.valid_to:%d/%m/%Y}"}
        return Tag("on", "check-circle-fill", _("Có hiệu lực đến trước %(day)s") % day)
    return Tag("on", "check-circle-fill", _("Đang có hiệu lực"))


def _is_abolished(version: ProcedureVersion) -> bool:
    return any(row.kind == AnnouncementKind.ABOLISHED and row.is_public for row in version.announcements.all())


def lateness_of(announcement: Announcement, *, on: date) -> list[str]:
    """Return a sentence for each term of the law that this decision did not keep."""
    said = []
    days = {"sign": f"{announcement.announce_by:%d/%m/%Y}", "publish": f"{announcement.publish_by:%d/%m/%Y}"}
    if announcement.was_announced_late:
        said.append(_("Quyết định ký trễ, chậm nhất phải ký ngày %(sign)s.") % days)
    if announcement.is_published_late(today=on):
        if announcement.is_public:
            said.append(_("Công khai trễ, hạn là ngày %(publish)s.") % days)
        else:
            said.append(_("Đã quá hạn công khai %(publish)s. Công khai ngay; lần trễ này vẫn được ghi.") % days)
    return said

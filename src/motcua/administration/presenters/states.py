"""How far a version has come, as a tag: colour, shape and word."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcessState, ProcessVersion, VersionState


class Tag(NamedTuple):
    tone: str
    icon: str
    word: str


def state_of(process: ProcessVersion, *, on: date) -> Tag:
    """Return the tag of a version on this day."""
    if process.state == ProcessState.DRAFT:
        return Tag("done", "pencil-simple-line-fill", _("Bản nháp"))
    if process.state == ProcessState.PROPOSED:
        return Tag("soon", "hourglass-medium-fill", _("Chờ ban hành"))
    if process.version.state != VersionState.PUBLISHED:
        return Tag("new", "hourglass-medium-fill", _("Chờ thủ tục được công khai"))
    if process.effective_from is not None and process.effective_from > on:
        return Tag(
            "new", "paper-plane-tilt-fill", _("Áp dụng từ %(day)s") % {"day": f"{process.effective_from:%d/%m/%Y}"}
        )
    if process.effective_to is not None and process.effective_to <= on:
        return Tag("done", "check-fill", _("Hết áp dụng từ %(day)s") % {"day": f"{process.effective_to:%d/%m/%Y}"})
    if process.effective_to is not None:
        return Tag(
            "on", "check-circle-fill", _("Áp dụng đến trước %(day)s") % {"day": f"{process.effective_to:%d/%m/%Y}"}
        )
    return Tag("on", "check-circle-fill", _("Đang áp dụng"))

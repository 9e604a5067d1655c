"""Who may change processes, and on which page's word: asked by every action, whatever a page has shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcessState, ProcessVersion
from motcua.catalogue.process_setting import Finding
from motcua.organisations.models import Role
from motcua.organisations.queries import Standing


class NotYours(Exception):
    """This is somebody else's task; the sentence says whose."""


class StaleProcess(Exception):
    """Somebody has changed the process since this page was drawn."""


def may_change(by: Standing) -> bool:
    """Tell whether this person draws, proposes and publishes processes (NĐ 63/2010: procedure control)."""
    return Role.CONTROLLER in by.all_roles


def must_be_controller(by: Standing) -> None:
    """:raises NotYours: this person holds no post in procedure control"""
    if not may_change(by):
        raise NotYours(_("Quy trình do phòng kiểm soát thủ tục soạn và ban hành."))


def take(
    process: ProcessVersion, *, by: Standing, states: tuple[str, ...], expected_revision: int | None
) -> ProcessVersion:
    """Lock the process and make sure that it may be changed now, and by this person.

    :raises NotYours: this person may not
    :raises StaleProcess: it was changed since the page with this revision was drawn
    :raises ValidationError: it does not stand where this can be done
    """
    must_be_controller(by)
    fresh = ProcessVersion.objects.select_for_update(of=("self",)).select_related("version__procedure", "case")
    process = fresh.get(pk=process.pk)
    if expected_revision is not None and expected_revision != process.revision:
        raise StaleProcess(_("Quy trình vừa có người sửa. Mở lại trang, xem chỗ đã đổi rồi làm tiếp."))
    if process.state not in states:
        raise ValidationError(
            {
                "process": _("Quy trình %(state)s, không làm việc này được nữa.")
                % {"state": ProcessState(process.state).label}
            }
        )
    return process


def refuse_findings(findings: list[Finding]) -> None:
    """:raises ValidationError: {"steps": sentences}, when anything was found"""
    if findings:
        raise ValidationError({"steps": [finding.sentence for finding in findings]})

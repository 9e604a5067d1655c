"""Propose a draft and publish it: two people, a clean check, and a day from which new dossiers follow it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcedureVersion, ProcessState, ProcessVersion, VersionState
from motcua.catalogue.models.processes import WAS_PUBLISHED
from motcua.catalogue.process_check import check
from motcua.catalogue.process_guard import NotYours, refuse_findings, take
from motcua.catalogue.process_reading import plan_of, setting_of
from motcua.organisations.queries import Standing


@transaction.atomic
def propose_process(
    *, process: ProcessVersion, by: Standing, at: datetime, note: str, expected_revision: int | None = None
) -> ProcessVersion:
    """Put a draft before a second person, with the reason why the process is changed.

    :raises NotYours, StaleProcess: see motcua.catalogue.process_guard.take
    :raises ValidationError: {"note": …} without a reason, {"steps": sentences} while the check finds anything
    """
    process = take(process, by=by, states=(ProcessState.DRAFT.value,), expected_revision=expected_revision)
    note = " ".join(note.split())[:500]
    if not note:
        raise ValidationError({"note": _("Ghi vì sao đổi quy trình, để người duyệt và người sau hiểu.")})
    refuse_findings(check(plan_of(process), setting_of(process, on=at.date())))
    process.state, process.note, process.proposed_at = ProcessState.PROPOSED, note, at
    process.revision += 1
    process.save(update_fields=["state", "note", "proposed_at", "revision"])
    return process


@transaction.atomic
def return_process(*, process: ProcessVersion, by: Standing, expected_revision: int | None = None) -> ProcessVersion:
    """Make a proposed version a draft again, to be mended: the second person sends it back, or the first takes it."""
    process = take(process, by=by, states=(ProcessState.PROPOSED.value,), expected_revision=expected_revision)
    process.state, process.proposed_at = ProcessState.DRAFT, None
    process.revision += 1
    process.save(update_fields=["state", "proposed_at", "revision"])
    return process


@transaction.atomic
def publish_process(
    *,
    process: ProcessVersion,
    by: Standing,
    at: datetime,
    effective_from: date,
    expected_revision: int | None = None,
) -> ProcessVersion:
    """Put a proposed version in force from a day on; the version before it ends on that day.

    Dossiers received earlier stay on the version that they were received under.

    :raises NotYours: not somebody of procedure control, or the one who drew it
    :raises StaleProcess: it was changed since the page was drawn
    :raises ValidationError: {"effective_from": …} for a day that cannot be, {"steps": …} while the check finds anything
    """
    process = take(process, by=by, states=(ProcessState.PROPOSED.value,), expected_revision=expected_revision)
    if process.drawn_by_id == by.user_id:
        raise NotYours(
            _("Người soạn không tự ban hành. Nhờ người thứ hai của phòng kiểm soát thủ tục xem và ban hành.")
        )
    ProcedureVersion.objects.select_for_update().get(pk=process.version_id)
    last = _last_published(process)
    _day_can_be(process, last, effective_from, today=at.date())
    refuse_findings(check(plan_of(process), setting_of(process, on=effective_from)))
    if last is not None:
        last.state, last.effective_to = ProcessState.RETIRED, effective_from
        last.save(update_fields=["state", "effective_to"])
    process.state, process.effective_from = ProcessState.PUBLISHED, effective_from
    process.published_by_id, process.published_at = by.user_id, at
    process.revision += 1
    process.save(update_fields=["state", "effective_from", "published_by", "published_at", "revision"])
    return process


def _last_published(process: ProcessVersion) -> ProcessVersion | None:
    siblings = ProcessVersion.objects.filter(version=process.version_id, case=process.case_id, effective_to=None)
    return siblings.filter(state__in=WAS_PUBLISHED).order_by("-number").first()


def _day_can_be(process: ProcessVersion, last: ProcessVersion | None, day: date, *, today: date) -> None:
    version = process.version
    said = ""
    if version.state != VersionState.PUBLISHED:
        said = _("Thủ tục còn là bản nháp. Công khai thủ tục trước, rồi ban hành quy trình.")
    elif day < today:
        said = _("Ngày áp dụng không thể ở trước hôm nay. Chọn hôm nay hoặc một ngày sau.")
    elif last is not None and last.effective_from is not None and day <= last.effective_from:
        said = _("Bản %(number)d áp dụng từ %(day)s. Chọn một ngày sau đó.") % {
            "number": last.number, "day": last.effective_from.strftime("%d/%m/%Y"),
        }  # fmt: skip
    elif version.valid_to is not None and day >= version.valid_to:
        said = _("Thủ tục hết hiệu lực từ %(day)s. Chọn một ngày trước đó.") % {
            "day": version.valid_to.strftime("%d/%m/%Y")
        }
    if said:
        raise ValidationError({"effective_from": said})

"""Begin a new version of a process from an older one, also for a newer version of the procedure; throw one away."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.actions.save_process import write_steps
from motcua.catalogue.models import ProcedureVersion, ProcessState, ProcessVersion
from motcua.catalogue.process_guard import StaleProcess, must_be_controller, take
from motcua.catalogue.process_reading import plan_of
from motcua.catalogue.redrawing import reusable_for
from motcua.organisations.queries import Standing


@transaction.atomic
def draw_process(
    *, based_on: ProcessVersion, by: Standing, at: datetime, version: ProcedureVersion | None = None
) -> ProcessVersion:
    """Return a draft that begins as a copy of this version. Running dossiers notice nothing.

    :param version: a newer version of the same procedure to draw it for; without it, the one that it is based on.
        A case is found again by its key; where the newer version has none, the draft is for all cases
    :raises NotYours: not somebody of procedure control
    :raises ValidationError: somebody is drawing one already, or the other version is another procedure's
    """
    must_be_controller(by)
    version = version or based_on.version
    # one draft at a time: whoever comes second waits here, and is then told
    ProcedureVersion.objects.select_for_update().get(pk=version.pk)
    if version.procedure_id != based_on.version.procedure_id:
        raise ValidationError({"process": _("Quy trình này của thủ tục khác. Chọn quy trình cùng thủ tục.")})
    case = version.cases.filter(key=based_on.case.key).first() if based_on.case else None
    siblings = ProcessVersion.objects.filter(version=version, case=case)
    if siblings.open().exists():
        raise ValidationError(
            {"process": _("Đã có một bản nháp của quy trình này. Sửa tiếp bản đó, hoặc bỏ nó trước.")}
        )
    last = siblings.order_by("-number").values_list("number", flat=True).first() or 0
    process = ProcessVersion.objects.create(
        version=version,
        case=case,
        number=last + 1,
        state=ProcessState.DRAFT,
        based_on=based_on,
        drawn_by_id=by.user_id,
        drawn_at=at,
    )
    write_steps(process, plan_of(based_on), on=at.date())
    return process


@transaction.atomic
def reuse_process(*, older: ProcessVersion, for_: ProcessVersion, by: Standing, at: datetime) -> ProcessVersion:
    """Return a draft for the newer version of the procedure that begins as what was drawn for an older one.

    :param for_: what the software made for the newer version, and what still applies until the draft is published
    :raises NotYours: not somebody of procedure control
    :raises StaleProcess: it has been drawn meanwhile, or what was drawn before has been replaced
    :raises ValidationError: somebody is drawing another for the same version
    """
    must_be_controller(by)
    ProcedureVersion.objects.select_for_update().get(pk=for_.version_id)  # whoever draws it meanwhile is seen below
    if older not in reusable_for(for_, on=at.date()):
        raise StaleProcess(_("Quy trình của bản mới vừa có người soạn, hoặc bản trước vừa đổi. Mở lại trang rồi xem."))
    return draw_process(based_on=older, by=by, at=at, version=for_.version)


@transaction.atomic
def discard_process(*, process: ProcessVersion, by: Standing, expected_revision: int | None = None) -> None:
    """Throw a draft away. What was published stays for ever.

    :raises NotYours, StaleProcess, ValidationError: see motcua.catalogue.process_guard.take
    """
    states = (ProcessState.DRAFT.value, ProcessState.PROPOSED.value)
    take(process, by=by, states=states, expected_revision=expected_revision).delete()

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import shares, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Consultation, Dossier
from motcua.organisations.models import Agency

LONGEST = 120  # half working days: more than any process gives


@transaction.atomic
def consult(
    *,
    dossier: Dossier | UUID,
    agency: Agency,
    question: str,
    half_days: int,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Ask another unit for its opinion, with a day to answer by (NĐ 61/2018 art. 19.3).

    The clock of the whole goes on: consulting is the office's own business. Several units may be asked side by side.

    :param half_days: half working days that the unit has for its answer
    """
    dossier = steps.take(dossier, Verb.CONSULT, by=by, at=at, expected_version=expected_version)
    _check(dossier, agency, question, half_days, at)
    asked = Consultation(
        unit_id=dossier.unit_id,
        dossier=dossier,
        step=dossier.step,
        agency=agency,
        question=question.strip(),
        half_days=half_days,
        asked_by=by.user,
    )
    shares.begin(dossier, asked, at=max(at, dossier.moved_at))
    asked.save(force_insert=True)
    assert asked.due_at is not None  # begun just now
    detail = {"agency": agency.name, "question": question.strip(), "due": asked.due_at.isoformat()}
    return steps.move(dossier, Verb.CONSULT, by=by, at=at, detail=detail | {"consultation": str(asked.pk)})


def _check(dossier: Dossier, agency: Agency, question: str, half_days: int, at: datetime) -> None:
    problems: dict[str, str] = {}
    if not question.strip():
        problems["question"] = _("Ghi rõ hỏi cơ quan bạn việc gì.")
    elif len(question) > 500:
        problems["question"] = _("Nội dung dài quá 500 chữ. Ghi gọn lại.")
    if not 1 <= half_days <= LONGEST:
        problems["half_days"] = _("Hạn trả lời từ nửa ngày đến %(days)s ngày làm việc.") % {"days": LONGEST // 2}
    if agency.pk == dossier.holder_id:
        problems["agency"] = _("Hồ sơ đang ở chính cơ quan này. Chọn cơ quan khác.")
    elif not Agency.objects.existing_on(at.date()).filter(pk=agency.pk).exists():
        problems["agency"] = _("%(agency)s không còn hoạt động. Chọn cơ quan khác.") % {"agency": agency.name}
    elif Consultation.objects.filter(dossier=dossier, agency=agency, answered_at=None).exists():
        problems["agency"] = _("%(agency)s đang được hỏi rồi, chưa trả lời.") % {"agency": agency.name}
    if problems:
        raise ValidationError(problems)

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel
from motcua.dossiers import postal, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def return_result(
    *,
    dossier: Dossier | UUID,
    by: Actor,
    at: datetime,
    collected_by: str = "",
    authority: str = "",
    consignment: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Hand the result over (NĐ 61/2018 art. 20).

    :param collected_by: who came for it, when it was not the applicant; such a person brings a power of attorney
    :param authority: which one: its number and day, as the desk saw it
    :param consignment: the number of the postal item it went out in, where the applicant wished that
    """
    dossier = steps.take(dossier, Verb.RETURN_RESULT, by=by, at=at, expected_version=expected_version)
    if len(collected_by) > 200:
        raise ValidationError({"collected_by": _("Tên người nhận dài quá 200 chữ. Ghi gọn lại.")})
    dossier.returned_at = max(at, dossier.moved_at)
    steps.close(dossier, at=at)
    steps.leave(dossier)
    if len(authority) > 200:
        raise ValidationError({"authority": _("Ghi gọn số, ngày giấy ủy quyền, dưới 200 chữ.")})
    dossier.result_consignment = postal.number_of(consignment)
    if consignment.strip():
        _check_posting(dossier)
    detail = {
        "collected_by": collected_by.strip(),
        "authority": authority.strip(),
        "consignment": dossier.result_consignment,
        "note": note.strip(),
    }
    kept = {name: said for name, said in detail.items() if said}
    return steps.move(dossier, Verb.RETURN_RESULT, by=by, at=at, detail=kept)


def _check_posting(dossier: Dossier) -> None:
    problem = postal.number_problem(dossier.result_consignment)
    if dossier.result_channel != Channel.POST:
        problem = _("Người nộp không chọn nhận kết quả qua bưu điện.")
    if problem:
        raise ValidationError({"consignment": problem})

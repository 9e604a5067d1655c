from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps
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
    note: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Hand the result over (NĐ 61/2018 art. 20).

    :param collected_by: who came for it, when it was not the applicant; such a person brings a power of attorney
    :param authority: which one: its number and day, as the desk saw it
    """
    dossier = steps.take(dossier, Verb.RETURN_RESULT, by=by, at=at, expected_version=expected_version)
    if len(collected_by) > 200:
        raise ValidationError({"collected_by": _("Tên người nhận dài quá 200 chữ. Ghi gọn lại.")})
    dossier.returned_at = max(at, dossier.moved_at)
    steps.close(dossier, at=at)
    steps.leave(dossier)
    if len(authority) > 200:
        raise ValidationError({"authority": _("Ghi gọn số, ngày giấy ủy quyền, dưới 200 chữ.")})
    detail = {"collected_by": collected_by.strip(), "authority": authority.strip(), "note": note.strip()}
    kept = {name: said for name, said in detail.items() if said}
    return steps.move(dossier, Verb.RETURN_RESULT, by=by, at=at, detail=kept)

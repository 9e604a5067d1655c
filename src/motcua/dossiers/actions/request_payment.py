from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import WaitsFor
from motcua.dossiers import steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.law.refusals import Refusal
from motcua.working_time import limits
from motcua.working_time.sentences import refusal_in_words

ARTICLE = "NĐ 61/2018/NĐ-CP Điều 20; QĐ 766/QĐ-TTg chỉ số 2.1"


@transaction.atomic
def request_payment(
    *,
    dossier: Dossier | UUID,
    reason: str,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    limit_after: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Tell the applicant what must be paid before the result (nghĩa vụ tài chính). The clock stands until it is proved.

    :param amount: dong, where the office knows it; the tax office's notice says it otherwise
    :param limit_after: the second appointment, counted from the proof ("3 working days"); empty: what was left

    Land practice has two appointments, the first for the notice and the second from the proof of payment.
    """
    dossier = steps.take(dossier, Verb.REQUEST_PAYMENT, by=by, at=at, expected_version=expected_version)
    _check(reason, amount, limit_after)
    detail = {"reason": reason.strip()} | ({"amount": amount} if amount is not None else {})
    detail |= {"limit_after": limit_after.strip()} if limit_after.strip() else {}
    detail |= timekeeping.turn(dossier, Kind.STOPPED, at=at, article=ARTICLE, waits_for=WaitsFor.PAYMENT)
    steps.pause(dossier, waits_for=WaitsFor.PAYMENT, at=at)
    return steps.move(dossier, Verb.REQUEST_PAYMENT, by=by, at=at, detail=detail)


def _check(reason: str, amount: int | None, limit_after: str) -> None:
    problems: dict[str, str] = {}
    if not reason.strip():
        problems["reason"] = _("Ghi rõ bà con phải nộp khoản gì, nộp ở đâu.")
    if amount is not None and amount <= 0:
        problems["amount"] = _("Số tiền phải lớn hơn 0 đồng; chưa biết thì để trống.")
    try:
        if limit_after.strip():
            limits.parse(limit_after)
    except Refusal as refusal:
        problems["limit_after"] = refusal_in_words(refusal)
    if problems:
        raise ValidationError(problems)

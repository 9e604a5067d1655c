from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind
from motcua.dossiers import shares, steps, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Outcome, Result


@transaction.atomic
def propose(
    *,
    dossier: Dossier | UUID,
    outcome: str,
    summary: str,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Put a finished appraisal before the leader: what is proposed and why, in a few lines.

    :param outcome: one of motcua.dossiers.models.Outcome
    """
    dossier = steps.take(dossier, Verb.PROPOSE, by=by, at=at, expected_version=expected_version)
    _check(outcome, summary)
    assert by.user is not None  # the table wants a specialist
    following = ways.following(dossier)
    if following.kind != StepKind.APPROVAL:
        raise ValidationError(
            {"__all__": _("Bước sau là “%(step)s”, chưa tới trình ký. Bấm “Chuyển xử lý”.") % {"step": following.name}}
        )
    shares.refuse_while_open(dossier, at=at)
    missed = shares.missed(dossier, at=at)
    proposal = Result(
        dossier=dossier, unit_id=dossier.unit_id, outcome=outcome, summary=summary.strip(),
        proposed_by=by.user, proposed_at=at,
    )  # fmt: skip
    Result.objects.bulk_create(
        [proposal],  # in place of what was sent back, in one statement
        update_conflicts=True,
        unique_fields=["dossier"],
        update_fields=["outcome", "summary", "proposed_by", "proposed_at"],
    )
    steps.begin(dossier, following, at=at)
    dossier.asked = []  # whoever let the day pass is no longer waited for
    detail: dict[str, Any] = {"outcome": outcome, "summary": summary.strip()}
    detail |= {"without_answer_of": missed} if missed else {}
    return steps.move(dossier, Verb.PROPOSE, by=by, at=at, detail=detail)


def _check(outcome: str, summary: str) -> None:
    problems = {}
    if outcome not in Outcome.values:
        problems["outcome"] = _("Chọn đề xuất: đồng ý hoặc từ chối giải quyết.")
    if not summary.strip():
        problems["summary"] = _("Ghi vài dòng để lãnh đạo biết ký cái gì và vì sao.")
    if problems:
        raise ValidationError(problems)

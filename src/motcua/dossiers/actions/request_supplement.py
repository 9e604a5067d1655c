from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import WaitsFor
from motcua.dossiers import steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.law import rule_sets
from motcua.working_time.terms import supplement_request_due_at


@transaction.atomic
def request_supplement(
    *,
    dossier: Dossier | UUID,
    reason: str,
    by: Actor,
    at: datetime,
    papers: Sequence[str] = (),
    asked_until: date | None = None,
    expected_version: int | None = None,
) -> Dossier:
    """Ask the applicant for what lacks, in one go: at the door, or by the agency through the one-stop unit.

    :param papers: the names of what lacks; only papers of the published list may be asked for
    :param asked_until: until when it is best brought; nobody loses anything by coming later

    After the reception the clock stops (NĐ 61/2018 art. 19.4). A request later than the rule's days, and a second
    one, are possible because a citizen must not suffer for it, and are written down as what they are: violations.
    """
    dossier = steps.take(dossier, Verb.REQUEST_SUPPLEMENT, by=by, at=at, expected_version=expected_version)
    asked = [name.strip() for name in papers if name.strip()]
    _check(dossier, reason, asked, asked_until, at)
    detail = {"reason": reason.strip(), "papers": asked, "stage": "after" if dossier.received_at else "before"}
    detail |= {"asked_until": asked_until.isoformat()} if asked_until else {}
    dossier.supplement_requests += 1
    if dossier.received_at is not None:
        rules = dossier.rule_set
        violations = _violations(dossier, rules, at=at)
        detail |= {"violations": violations} if violations else {}
        detail |= timekeeping.turn(
            dossier,
            Kind.STOPPED,
            at=at,
            article=rules.basis["clock_after_supplement"].article,
            waits_for=WaitsFor.APPLICANT,
        )
        steps.pause(dossier, waits_for=WaitsFor.APPLICANT, at=at)
    return steps.move(dossier, Verb.REQUEST_SUPPLEMENT, by=by, at=at, detail=detail)


def _violations(dossier: Dossier, rules: rule_sets.RuleSet, *, at: datetime) -> list[str]:
    """Return "again" for one request too many, "late" for one after the rule's days."""
    assert dossier.received_at is not None  # asked only then
    calendar = calendar_for(dossier)
    last = supplement_request_due_at(dossier.received_at, rules=rules, calendar=calendar)
    found = ["again"] if dossier.supplement_requests > rules.supplement_max_requests else []
    is_late = dossier.supplement_requests == 1 and at > last
    return [*found, "late"] if is_late else found


def _check(dossier: Dossier, reason: str, asked: Sequence[str], until: date | None, at: datetime) -> None:
    problems: dict[str, str] = {}
    if not reason.strip():
        problems["reason"] = _("Ghi rõ thiếu gì, sai chỗ nào, để bà con bổ sung một lần là đủ.")
    published = {paper.name for paper in dossier.version.documents.all()}
    strangers = [name for name in asked if name not in published]
    if strangers:
        problems["papers"] = _(
            "“%(name)s” không có trong danh mục đã công khai của thủ tục này; đừng yêu cầu thêm."
        ) % {"name": strangers[0]}
    if until is not None and until < at.date():
        problems["asked_until"] = _("Ngày hẹn bổ sung không thể ở trước hôm nay.")
    if problems:
        raise ValidationError(problems)

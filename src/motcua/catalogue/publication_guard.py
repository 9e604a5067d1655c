"""Who may announce and publish procedures, and what a decision must say: asked by every action."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.process_guard import NotYours, may_change
from motcua.catalogue.publication import Decision, Terms, gaps, terms
from motcua.catalogue.version_reading import wording_of
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.organisations.queries import Standing
from motcua.working_time.queries import calendar_of
from motcua.working_time.sentences import refusal_in_words


def must_control(by: Standing) -> None:
    """:raises NotYours: this person holds no post in procedure control (NĐ 63/2010 art. 5)"""
    if not may_change(by):
        raise NotYours(_("Thủ tục do phòng kiểm soát thủ tục công bố và công khai."))


def locked(version: ProcedureVersion) -> ProcedureVersion:
    """Return this version as it is now, and keep others from changing it or its procedure meanwhile."""
    related = ("procedure", "field", "agency")
    fresh = ProcedureVersion.objects.select_for_update(of=("self", "procedure")).select_related(*related)
    return fresh.get(pk=version.pk)


def refuse_gaps(version: ProcedureVersion) -> None:
    """:raises ValidationError: {"parts": sentences} for what the procedure lacks of the parts a to g"""
    found = gaps(wording_of(version), sets_of_papers=version.sets_of_papers)
    if found:
        raise ValidationError({"parts": [gap.sentence for gap in found]})


def tidy(decision: Decision) -> Decision:
    """Return the decision with single spaces, as it is kept."""
    return Decision(
        number=" ".join(decision.number.split())[:60],
        decided_on=decision.decided_on,
        signed_by=" ".join(decision.signed_by.split())[:120],
        effective_on=decision.effective_on,
        passed_on=decision.passed_on,
    )


def terms_of(decision: Decision, *, today: date) -> tuple[str, Terms]:
    """Return the rule set of the day of this decision, and the terms it sets.

    :raises ValidationError: number, decided_on, signed_by, effective_on, passed_on → a sentence
    """
    said: dict[str, str] = {}
    if not decision.number:
        said["number"] = _("Ghi số quyết định công bố, như 1234/QĐ-UBND.")
    if not decision.signed_by:
        said["signed_by"] = _("Ghi họ tên và chức vụ người ký quyết định.")
    if decision.decided_on > today:
        said["decided_on"] = _("Ngày ký không thể sau hôm nay. Ghi đúng ngày trên quyết định.")
    if decision.passed_on is not None and decision.passed_on > decision.decided_on:
        said["passed_on"] = _("Văn bản được thông qua trước khi ký quyết định công bố. Xem lại hai ngày này.")
    if said:
        raise ValidationError(said)
    try:
        rules = rule_sets.in_force_on(decision.decided_on)
        return rules.name, terms(decision, rules=rules, calendar=calendar_of(None))
    except Refusal as refusal:
        raise ValidationError({"decided_on": refusal_in_words(refusal)}) from refusal

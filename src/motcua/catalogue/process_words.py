"""Processes in words: the names of kinds, roles, places, papers and conditions, and half days as people say them."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.catalogue.conditions import Condition, Facts
from motcua.catalogue.models import Channel, StepPaper
from motcua.catalogue.processes import StepPlan
from motcua.lib.vietnamese import number
from motcua.organisations.models import Level

CHANNELS = tuple(Channel.values)
#: Who may do the verbs of a kind of step: motcua.dossiers.lifecycle
ROLE_OF_KIND = {"reception": "counter", "return": "counter", "approval": "leader", "handling": "specialist"}


def word(choices: type[TextChoices], value: str) -> str:
    """Return the word for a value of a list; the value itself where it is not on it. Forms keep their capital."""
    if value not in choices.values:
        return value
    label = str(choices(value).label)
    return label if choices is StepPaper else label[:1].lower() + label[1:]


def named_step(step: StepPlan) -> str:
    """Return how a finding speaks of a step: "Bước 3 “Thẩm định”"."""
    if not step.name.strip():
        return _("Bước %(n)d") % {"n": step.position}
    return _("Bước %(n)d “%(name)s”") % {"n": step.position, "name": step.name}


def half_days_in_words(half_days: int) -> str:
    """Write half days as days: "2,5 ngày"."""
    days = Decimal(half_days) / 2
    return _("%(days)s ngày") % {"days": number(float(days), 1 if half_days % 2 else 0, get_language() or "vi")}


def condition_in_words(condition: Condition, cases: Mapping[str, str], papers: Mapping[str, str]) -> str:
    """Write a condition: "nộp trên mạng", "không có giấy “Giấy ủy quyền”"."""
    is_ = not condition.negated
    match condition.kind:
        case "applicant_kind":
            said = _("người nộp là %(value)s") if is_ else _("người nộp không phải %(value)s")
            value = APPLICANT_KINDS[condition.value]()
        case "channel":
            said, value = _("nộp %(value)s") if is_ else _("không nộp %(value)s"), word(Channel, condition.value)
        case "level":
            said = _("tiếp nhận ở %(value)s") if is_ else _("không tiếp nhận ở %(value)s")
            value = word(Level, condition.value)
        case "case":
            said = _("trường hợp “%(value)s”") if is_ else _("không phải trường hợp “%(value)s”")
            value = cases.get(condition.value, condition.value)
        case _kind:
            said = _("có giấy “%(value)s”") if is_ else _("không có giấy “%(value)s”")
            value = papers.get(condition.value, condition.value)
    return said % {"value": value}


APPLICANT_KINDS = {
    "person": lambda: _("cá nhân"),
    "business": lambda: _("doanh nghiệp"),
    "organisation": lambda: _("tổ chức"),
}


def way_in_words(facts: Facts, cases: Mapping[str, str], papers: Mapping[str, str]) -> str:
    """Write which dossiers these are: "nộp tại quầy, người nộp là doanh nghiệp, trường hợp “…”"."""
    said = [condition_in_words(Condition("channel", facts.channel), cases, papers)]
    if facts.applicant_kind != "person":
        said.append(condition_in_words(Condition("applicant_kind", facts.applicant_kind), cases, papers))
    if facts.case:
        said.append(condition_in_words(Condition("case", facts.case), cases, papers))
    said += [condition_in_words(Condition("paper", code), cases, papers) for code in sorted(facts.papers)]
    return ", ".join(said)

"""Whether there is somebody to do each step, everywhere it is to be done. Pure."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from motcua.catalogue.models import StepPlace
from motcua.catalogue.process_setting import Finding, Setting, at_step
from motcua.catalogue.process_words import named_step, word
from motcua.catalogue.processes import StepPlan
from motcua.organisations.models import Role

MOST_NAMED = 3


def check_staff(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    where = agencies_of(step, setting)
    if not where and step.place in ("desk", "competent"):
        yield at_step(
            "nowhere",
            step,
            _("%(step)s: thủ tục chưa có %(place)s nào. Khai nơi tiếp nhận và cơ quan giải quyết của thủ tục trước.")
            % {"step": named_step(step), "place": word(StepPlace, step.place)},
        )
    empty = [key for key in where if step.role not in setting.staff.get(key, frozenset())]
    if empty:
        yield at_step(
            "nobody",
            step,
            _("%(step)s: chưa ai là %(role)s ở %(agencies)s. Phân công người ở đó, hoặc đổi người làm của bước.")
            % {"step": named_step(step), "role": word(Role, step.role), "agencies": _listed(empty, setting)},
        )


def agencies_of(step: StepPlan, setting: Setting) -> Sequence[str]:
    """Return the keys of the units where this step may fall to somebody."""
    if step.place == "desk":
        return setting.desks
    if step.place == "competent":
        return setting.competent
    return [step.agency_key] if step.agency_key in setting.agencies else []


def _listed(keys: Sequence[str], setting: Setting) -> str:
    names = ", ".join(setting.agencies.get(key, key) for key in keys[:MOST_NAMED])
    more = len(keys) - MOST_NAMED
    return _("%(names)s và %(more)d nơi nữa") % {"names": names, "more": more} if more > 0 else names

"""Whether a process may be published: everything that would leave a dossier stuck, late by plan, or with nobody.

Pure: values in, findings out, no database. Each finding says where and how to mend it. The parts: one step by itself
(here), its tasks (task_check), the ways that dossiers take through the process (path_check), people (staff_check).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind, StepPaper, StepPlace, WaitsFor
from motcua.catalogue.path_check import check_paths
from motcua.catalogue.process_setting import Finding, Setting, at_step
from motcua.catalogue.process_words import ROLE_OF_KIND, named_step, word
from motcua.catalogue.processes import StepPlan, numbered
from motcua.catalogue.staff_check import check_staff
from motcua.catalogue.task_check import check_tasks
from motcua.organisations.models import Role

_LISTS: Mapping[str, type[TextChoices]] = {"kind": StepKind, "role": Role, "place": StepPlace}
_WORKING_ROLES = ("counter", "specialist", "leader")


def check(steps: Sequence[StepPlan], setting: Setting) -> list[Finding]:
    """Return what is wrong with this process, first step first; nothing when it may be published."""
    if not steps:
        return [Finding("empty", _("Quy trình chưa có bước nào. Thêm ít nhất tiếp nhận, giải quyết, phê duyệt, trả."))]
    findings = list(_twice(steps))
    if not findings:
        steps = numbered(steps)
    for step in steps:
        for look in (*_LOOKS, check_tasks, check_staff):
            findings += look(step, setting)
    findings += check_paths(steps, setting)
    findings.sort(key=lambda finding: (finding.position is None, finding.position or 0))
    return findings


def _twice(steps: Sequence[StepPlan]) -> Iterator[Finding]:
    counted = Counter(step.position for step in steps if step.position)
    for position, times in sorted(counted.items()):
        if times > 1:
            yield Finding(
                "duplicate_position",
                _("Có %(times)d bước cùng mang số %(position)d. Đánh lại số thứ tự, mỗi bước một số.")
                % {"times": times, "position": position},
                position,
            )


def _words(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    if not step.name.strip():
        yield at_step(
            "no_name",
            step,
            _("Bước %(n)d chưa có tên. Ghi việc phải làm, như “Thẩm định hồ sơ”.") % {"n": step.position},
        )
    for field, choices in _LISTS.items():
        value, known = getattr(step, field), _WORKING_ROLES if choices is Role else choices.values
        if value not in known:
            yield at_step(
                f"unknown_{field}",
                step,
                _("%(step)s: “%(value)s” không có trong danh sách. Chọn một trong: %(known)s.")
                % {"step": named_step(step), "value": value, "known": ", ".join(word(choices, name) for name in known)},
            )
    for paper in step.papers:
        if paper not in StepPaper.values:
            yield at_step(
                "unknown_paper",
                step,
                _("%(step)s: không có biểu mẫu “%(value)s”. Chọn lại biểu mẫu của bước.")
                % {"step": named_step(step), "value": paper},
            )


def _role_fits(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    wanted = ROLE_OF_KIND.get(step.kind)
    if wanted and step.role in _WORKING_ROLES and step.role != wanted:
        yield at_step(
            "role_does_not_fit",
            step,
            _("%(step)s: bước %(kind)s phải do %(wanted)s làm. Đổi người làm của bước.")
            % {"step": named_step(step), "kind": word(StepKind, step.kind), "wanted": word(Role, wanted)},
        )
    if step.kind in ("reception", "return") and step.place in ("competent", "named"):
        yield at_step(
            "not_at_the_desk",
            step,
            _("%(step)s phải ở nơi tiếp nhận, vì người dân chỉ tới một cửa. Đổi nơi làm của bước.")
            % {"step": named_step(step)},
        )


def _place(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    values = {"step": named_step(step), "key": step.agency_key}
    if step.place == "named" and not step.agency_key:
        yield at_step("no_agency", step, _("%(step)s: chưa nêu cơ quan nào. Chọn tên cơ quan làm bước này.") % values)
    elif step.place != "named" and step.agency_key:
        yield at_step(
            "agency_without_place",
            step,
            _("%(step)s nêu tên cơ quan mà không chọn “cơ quan khác”. Chọn lại nơi làm, hoặc bỏ tên cơ quan.") % values,
        )
    elif step.agency_key in setting.ended:
        values["name"] = setting.ended[step.agency_key]
        yield at_step(
            "agency_ended", step, _("%(step)s: %(name)s không còn nữa. Chọn cơ quan đã kế thừa việc này.") % values
        )
    elif step.agency_key and step.agency_key not in setting.agencies:
        yield at_step(
            "agency_unknown", step, _("%(step)s: không có cơ quan “%(key)s”. Chọn cơ quan trong danh sách.") % values
        )


def _waits(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    values = {"step": named_step(step)}
    if step.kind == "waiting" and step.waits_for not in WaitsFor.values:
        yield at_step(
            "waits_for_nobody",
            step,
            _("%(step)s chưa nói chờ ai. Chọn chờ người nộp, chờ nộp tiền hay chờ cơ quan ngoài.") % values,
        )
    if step.kind == "waiting" and step.half_days:
        yield at_step(
            "wait_is_counted",
            step,
            _("%(step)s nằm ngoài thời hạn nên không có thời gian. Ghi 0, hoặc đổi loại bước.") % values,
        )
    if step.kind != "waiting" and step.waits_for:
        yield at_step(
            "waits_without_being_a_wait",
            step,
            _("%(step)s có ghi chờ ai mà không phải bước chờ. Đổi loại bước thành “chờ”, hoặc bỏ mục chờ.") % values,
        )


#: A step of this kind needs time of its own as soon as the limit has so many half days; before, all of it is its time
_ROOM = {"handling": 1, "approval": 2}


def _time(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    limit = max(setting.limits.values(), default=2)
    if step.half_days == 0 and step.kind in _ROOM and limit >= _ROOM[step.kind]:
        yield at_step(
            "no_time",
            step,
            _("%(step)s chưa có thời gian. Ghi ít nhất nửa ngày, để người làm biết hạn của mình.")
            % {"step": named_step(step)},
        )
    if step.half_days < 0:
        yield at_step(
            "negative_time", step, _("%(step)s có thời gian âm. Ghi số ngày từ 0 trở lên.") % {"step": named_step(step)}
        )


_FORMS = {
    ("kind", "reception"): "receipt",
    ("kind", "approval"): "result",
    ("waits_for", "applicant"): "supplement",
    ("waits_for", "payment"): "payment",
    ("waits_for", "partner"): "consultation",
}


def _forms(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    wanted = [paper for (field, value), paper in _FORMS.items() if getattr(step, field) == value]
    if step.tasks and "consultation" not in wanted:
        wanted.append("consultation")
    for paper in wanted:
        if paper not in step.papers:
            yield at_step(
                f"missing_{paper}",
                step,
                _("%(step)s chưa có %(paper)s. Đánh dấu biểu mẫu này ở bước, để người làm lập và gửi.")
                % {"step": named_step(step), "paper": word(StepPaper, paper)},
            )


def _conditions(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    known = {"case": setting.cases, "paper": setting.papers}
    for condition in step.conditions:
        names = known.get(condition.kind)
        if names is not None and condition.value not in names:
            yield at_step(
                f"unknown_{condition.kind}_in_condition",
                step,
                _("%(step)s: điều kiện nói tới “%(value)s” mà thủ tục không có. Chọn lại điều kiện.")
                % {"step": named_step(step), "value": condition.value},
            )
    if len(set(step.conditions)) < len(step.conditions):
        yield at_step(
            "condition_twice",
            step,
            _("%(step)s ghi một điều kiện hai lần. Bỏ bớt một lần.") % {"step": named_step(step)},
        )


_LOOKS: Sequence[Callable[[StepPlan, Setting], Iterator[Finding]]] = (
    _words, _role_fits, _place, _waits, _time, _forms, _conditions,
)  # fmt: skip

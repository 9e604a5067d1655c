"""What may be wrong with the tasks that several agencies have inside one step. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from motcua.catalogue.models import ResultTo
from motcua.catalogue.process_setting import Finding, Setting, at_step
from motcua.catalogue.process_words import half_days_in_words, named_step
from motcua.catalogue.processes import StepPlan, TaskPlan


def check_tasks(step: StepPlan, setting: Setting) -> Iterator[Finding]:
    if not step.tasks:
        return
    if step.kind != "handling":
        yield at_step(
            "tasks_outside_handling",
            step,
            _("%(step)s không phải bước giải quyết nên không chia việc được. Chuyển các việc sang bước khác.")
            % {"step": named_step(step)},
        )
    yield from _leads(step)
    yield from _twice(step)
    for number, task in enumerate(step.tasks, 1):
        values = {"step": named_step(step), "task": task.name or number, "n": number, "key": task.agency_key}
        yield from _words(step, task, number, values)
        yield from _agency(step, task, number, values, setting)
    longest = time_of(step.tasks)
    if longest > step.half_days:
        yield at_step(
            "tasks_take_longer_than_the_step",
            step,
            _("%(step)s có %(has)s, mà các việc cần %(need)s. Thêm thời gian cho bước, hoặc bớt cho các việc.")
            % {
                "step": named_step(step),
                "has": half_days_in_words(step.half_days),
                "need": half_days_in_words(longest),
            },
        )


def time_of(tasks: Sequence[TaskPlan]) -> int:
    """Return how many half days tasks take one order after the other, those of one order side by side."""
    longest: dict[int, int] = {}
    for task in tasks:
        longest[task.order] = max(longest.get(task.order, 0), task.half_days)
    return sum(longest.values())


def _leads(step: StepPlan) -> Iterator[Finding]:
    leads = sum(task.is_lead for task in step.tasks)
    if leads == 0:
        yield at_step(
            "no_lead",
            step,
            _("%(step)s chưa có cơ quan chủ trì. Đánh dấu “chủ trì” ở một việc.") % {"step": named_step(step)},
        )
    elif leads > 1:
        yield at_step(
            "two_leads",
            step,
            _("%(step)s có %(n)d cơ quan chủ trì. Chỉ để một, các cơ quan kia là phối hợp.")
            % {"step": named_step(step), "n": leads},
        )


def _twice(step: StepPlan) -> Iterator[Finding]:
    counted = Counter((task.order, task.place, task.agency_key) for task in step.tasks)
    if any(times > 1 for times in counted.values()):
        yield at_step(
            "agency_twice_at_once",
            step,
            _("%(step)s giao hai việc cùng lúc cho một cơ quan. Gộp lại, hoặc cho làm trước và sau.")
            % {"step": named_step(step)},
        )


def _words(step: StepPlan, task: TaskPlan, number: int, values: Mapping[str, object]) -> Iterator[Finding]:
    if not task.name.strip():
        yield at_step(
            "task_without_name",
            step,
            _("%(step)s, việc thứ %(n)d chưa có nội dung. Ghi điều cần cơ quan đó làm.") % values,
            task=number,
        )
    if task.half_days <= 0:
        yield at_step(
            "task_without_time",
            step,
            _("%(step)s, việc “%(task)s” chưa có hạn. Ghi ít nhất nửa ngày.") % values,
            task=number,
        )
    if not task.results_to or not set(task.results_to) <= set(ResultTo.values):
        yield at_step(
            "task_without_receiver",
            step,
            _("%(step)s, việc “%(task)s” chưa nói kết quả trả cho ai. Chọn ít nhất một nơi nhận.") % values,
            task=number,
        )


def _agency(
    step: StepPlan, task: TaskPlan, number: int, values: Mapping[str, object], setting: Setting
) -> Iterator[Finding]:
    if task.place == "commune":
        return
    if not task.agency_key:
        sentence = _("%(step)s, việc “%(task)s” chưa có cơ quan. Chọn cơ quan, hoặc chọn xã nơi người nộp ở.")
        yield at_step("task_without_agency", step, sentence % values, task=number)
    elif task.agency_key in setting.ended:
        sentence = _("%(step)s, việc “%(task)s” giao cho %(name)s, nay không còn. Chọn cơ quan đã kế thừa.")
        yield at_step(
            "task_agency_ended", step, sentence % {**values, "name": setting.ended[task.agency_key]}, task=number
        )
    elif task.agency_key not in setting.agencies:
        sentence = _("%(step)s, việc “%(task)s” giao cho cơ quan “%(key)s” không có thật. Chọn lại trong danh sách.")
        yield at_step("task_agency_unknown", step, sentence % values, task=number)

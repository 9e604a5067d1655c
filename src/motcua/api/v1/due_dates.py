"""When is a dossier due, and why? The answer of `motcua due --json`, with the calendars that the offices keep."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from motcua.api.v1 import answers, inputs
from motcua.api.v1.documented import responses
from motcua.api.v1.finding import Units
from motcua.law import rule_sets
from motcua.working_time import due_dates, limits
from motcua.working_time.queries import calendar_of
from motcua.working_time.sentences import reason_in_words

router = Router(tags=[_("Thời hạn")])


@router.post(
    "/due-dates",
    auth=None,
    operation_id="compute_due_date",
    summary=_("Tính hạn trả"),
    description=_("Không ghi gì cả. Câu trả lời giống lệnh ./motcua due --json, có từng ngày tính và không tính."),
    response=responses(answers.DueDate, token=False, body=True),
    exclude_none=True,
)
def compute_due_date(request: HttpRequest, said: inputs.DueDateQuestion) -> answers.DueDate:
    day = said.received_at.date()
    rules = rule_sets.named(said.rules, received_on=day) if said.rules else rule_sets.in_force_on(day)
    agency = Units(said.agency, on=day).unit(said.agency, field="agency") if said.agency else None
    due = due_dates.due(
        said.received_at,
        limits.parse(said.limit),
        rules=rules,
        calendar=calendar_of(agency.calendar_id if agency else None),
        method=said.method or None,
        stopped=said.stopped or (),
    )
    lines = [
        answers.DueDay(date=line.date, counted=line.counted, reason=reason_in_words(line), minutes=line.minutes)
        for line in due.derivation
    ]
    return answers.DueDate.model_validate(due.as_json() | {"derivation": lines})

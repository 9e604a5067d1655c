"""From exceptions to problems: what the rooms below raise, what ninja and Django raise."""

from collections.abc import Callable
from typing import Any

import ninja.errors
from django.core import exceptions
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI

from motcua.accounts.actions import KeyUsedOtherwise
from motcua.api.v1 import problems, sentences
from motcua.api.v1.parsing import NotJson
from motcua.api.v1.problems import Problem
from motcua.dossiers.lifecycle import StalePage, StepNotOpen, StepNotYours
from motcua.law.refusals import Refusal
from motcua.law.rule_sets import NoRuleSet
from motcua.ratings.actions import NotForOfficers, NotRated, UnknownReceipt
from motcua.working_time.calendar import CalendarEnds
from motcua.working_time.due_dates import Uncountable
from motcua.working_time.limits import UnreadableLimit
from motcua.working_time.sentences import refusal_in_words


def of_ours(problem: Problem) -> Problem:
    return problem


def of_status(error: ninja.errors.HttpError) -> Problem:
    """Ninja's own refusals: no token, a body that is no JSON."""
    if isinstance(error.__cause__, NotJson):
        return Problem(problems.NOT_JSON)
    return Problem(problems.of_status(error.status_code))


def of_shape(error: ninja.errors.ValidationError) -> Problem:
    return problems.wrongs(sentences.of(error.errors))


def of_input(error: exceptions.ValidationError) -> Problem:
    """A room's own check: a dictionary of field → sentences, or sentences about the whole."""
    if not hasattr(error, "error_dict"):
        return problems.wrongs(("", message) for message in error.messages)
    return problems.wrongs(
        ("" if field == exceptions.NON_FIELD_ERRORS else field, message)
        for field, messages in error.message_dict.items()
        for message in messages
    )


def of_refusal(error: Refusal) -> Problem:
    """A rule that has no answer: a date outside the calendar, a limit nobody can read."""
    return problems.wrong(
        _FIELDS.get((type(error), error.code)) or _FIELDS.get(type(error), ""), refusal_in_words(error)
    )


#: What a refusal is about, by the name that the calls give it
_FIELDS: dict[object, str] = {
    UnreadableLimit: "limit",
    CalendarEnds: "received_at",
    (NoRuleSet, "too_early"): "received_at",
    (NoRuleSet, "unknown"): "rules",
    Uncountable: "stopped",
    (Uncountable, "method"): "method",
}
_TRANSLATIONS: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: of_ours,
    ninja.errors.HttpError: of_status,
    ninja.errors.ValidationError: of_shape,
    exceptions.ValidationError: of_input,
    exceptions.RequestDataTooBig: lambda error: Problem(problems.TOO_LARGE),
    Http404: lambda error: Problem(problems.NOT_FOUND),
    StepNotOpen: lambda error: Problem(problems.NOT_OPEN, str(error)),
    StepNotYours: lambda error: Problem(problems.NOT_YOURS, str(error)),
    StalePage: lambda error: Problem(problems.STALE, str(error)),
    UnknownReceipt: lambda error: Problem(problems.NOT_YOURS, str(error)),
    NotForOfficers: lambda error: Problem(problems.NOT_YOURS, str(error)),
    NotRated: lambda error: Problem(problems.NOT_OPEN, str(error)),
    KeyUsedOtherwise: lambda error: Problem(problems.KEY_USED),
    Refusal: of_refusal,
}


def install(api: NinjaAPI) -> None:
    """Let this API answer problems. What is not in the table is our fault: Django logs it and answers 500."""
    for exception, translate in _TRANSLATIONS.items():
        api.add_exception_handler(exception, _handler(translate))


def _handler(translate: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return problems.response(translate(error))

    return handle

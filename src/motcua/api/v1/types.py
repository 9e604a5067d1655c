"""The kinds of value that calls take and give: text, moments, and the words that the public contract fixes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from django.utils.translation import gettext as say
from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, WithJsonSchema

from motcua.lib.clock import VIETNAM

EXAMPLE_MOMENT = "2018-10-22T09:00:00+07:00"


def _printable(text: str) -> str:
    """PostgreSQL keeps no NUL, and no other control sign has a place in a name or a reason."""
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        raise ValueError(say("Có ký tự điều khiển không in ra được. Gõ lại mục này."))
    return text


def _or_empty(text: Any) -> Any:
    return "" if text is None else text


def read_moment(text: object) -> datetime:
    """Read ISO 8601; a time without zone is Vietnam's, as in `motcua due`. :raises ValueError: a sentence"""
    try:
        if not isinstance(text, str):
            raise ValueError
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(say("Ghi ngày giờ như %(example)s.") % {"example": EXAMPLE_MOMENT}) from None
    if not 1900 <= moment.year <= 2200:
        raise ValueError(say("Năm phải từ 1900 đến 2200. Xem lại ngày."))
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def read_day(text: object) -> date:
    """Read an ISO date. :raises ValueError: a sentence"""
    return read_moment(text).date()


def _text(most: int, *, least: int = 0) -> Any:
    return Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=least, max_length=most),
        AfterValidator(_printable),
    ]


def _text_or_null(most: int) -> Any:
    """Return the type of a text that may be left out: null is as good as empty, programs like to send it."""
    return Annotated[
        str,
        BeforeValidator(_or_empty, json_schema_input_type=str | None),
        StringConstraints(strip_whitespace=True, max_length=most),
        AfterValidator(_printable),
    ]


Code, CodeOrNull, RequiredCode = _text(80), _text_or_null(80), _text(80, least=1)
Name, NameOrNull = _text(200), _text_or_null(200)
NoteOrNull = _text_or_null(500)
Paragraph, ParagraphOrNull = _text(4000), _text_or_null(4000)

#: A moment in an answer: Vietnam's time with its offset
Moment = Annotated[
    datetime,
    PlainSerializer(lambda moment: moment.astimezone(VIETNAM).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [EXAMPLE_MOMENT]}),
]
#: A day in a request
GivenDay = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2018-10-22"]}),
]
#: A moment in a request
GivenMoment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [EXAMPLE_MOMENT]}),
]

# Words that a request may say: anything else is refused

ReasonName = Literal["waiting", "manner", "unclear", "many-trips", "extra-papers", "other"]
ChannelName = Literal["counter", "online", "post"]
LevelName = Literal["province", "district", "commune"]
PersonKindName = Literal["person", "business", "organisation"]
OutcomeName = Literal["granted", "refused"]
StatusName = Literal[
    "draft", "submitted", "received", "in_progress", "awaiting_supplement", "awaiting_payment", "result_ready",
    "returned", "refused", "withdrawn", "stopped",
]  # fmt: skip
VerbName = Literal[
    "receive", "refuse", "request-supplement", "accept-supplement", "forward", "take-over", "propose", "approve",
    "send-back", "return-result", "withdraw", "stop", "request-payment", "confirm-payment", "extend",
    "settle", "consult", "answer", "take-back", "recalculate",
]  # fmt: skip

# The same words in an answer, where they come from the database and need no check

TIMELINESS = ("early", "on_time", "late", "in_time", "soon", "overdue", "waiting", "")
VERBS: tuple[str, ...] = get_args(VerbName)


def _words(*words: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(words)})


Channel = Annotated[str, _words(*get_args(ChannelName))]
Level = Annotated[str, _words(*get_args(LevelName))]
PersonKind = Annotated[str, _words(*get_args(PersonKindName))]
Outcome = Annotated[str, _words(*get_args(OutcomeName))]
Status = Annotated[str, _words(*get_args(StatusName))]
#: In a diary stand these too: a citizen's own, and what no call does
DIARY_VERBS = ("submit", *VERBS, "supply", "transfer", "record", "arrive")
Verb = Annotated[str, _words(*DIARY_VERBS)]
Timeliness = Annotated[str, _words(*TIMELINESS)]

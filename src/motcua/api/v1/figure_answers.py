"""Figures as they come out. Every percentage stands beside the numbers it was worked out from."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_noop as _
from pydantic import Field, PlainSerializer

from motcua.api.v1.answers import Answer
from motcua.api.v1.types import Moment

Percent = Annotated[Decimal, PlainSerializer(float, return_type=float)]


class Satisfaction(Answer):
    agency: str | None
    agency_name: str | None
    ratings: int = Field(description=_("Lượt đánh giá"))
    satisfied: int = Field(description=_("Lượt hài lòng và rất hài lòng"))
    percent: Percent | None = Field(description=_("satisfied / ratings × 100; null khi dưới 30 lượt"), examples=[99.09])
    from_elsewhere: int = Field(description=_("Trong ratings, bao nhiêu lượt đếm ngoài phần mềm này"))
    returned: int = Field(description=_("Kết quả đã trả trong những ngày này: mẫu số của response_rate"))
    returned_and_rated: int
    response_rate: Percent | None = Field(description=_("Bao nhiêu phần trăm kết quả đã trả có người chấm điểm"))


class Figures(Answer):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")


class SatisfactionFigures(Figures):
    items: list[Satisfaction]
    total: Satisfaction


class Progress(Answer):
    agency: str
    agency_name: str
    received: int = Field(description=_("Tiếp nhận trong những ngày này"))
    finished: int = Field(description=_("Giải quyết xong trong những ngày này"))
    early: int
    on_time: int
    late: int


class ProgressFigures(Figures):
    items: list[Progress]


class Adoption(Answer):
    agency: str
    agency_name: str
    last_on: date | None = Field(description=_("Ngày cuối có làm việc trên phần mềm"))
    days_ago: int | None
    entered: int = Field(description=_("Hồ sơ tiếp nhận trong tuần"))
    must_be_called: bool = Field(description=_("Im lặng từ sáu ngày trở lên"))


class AdoptionFigures(Answer):
    week: str = Field(examples=["2018-W43"])
    items: list[Adoption]


class InReview(Answer):
    code: str
    danger: str = Field(description=_("overdue: quá hạn; at_risk: nguy cơ trễ; due_soon: sắp đến hạn"))
    due_at: Moment


class Letter(Answer):
    agency: str
    agency_name: str
    due_soon: int
    at_risk: int
    overdue: int
    note: str
    seen_at: Moment | None
    answered_at: Moment | None
    answer: str
    items: list[InReview]


class Review(Answer):
    week: str = Field(examples=["2018-W43"])
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    drafted_at: Moment
    sent_at: Moment | None
    letters: list[Letter]

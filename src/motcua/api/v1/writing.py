"""Calls that change something: guarded against stale pages, and safe to repeat."""

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, field_validator

from motcua.accounts.actions import remember, remembered_answer
from motcua.accounts.digests import fingerprint_of
from motcua.api.v1.authority import caller
from motcua.api.v1.inputs import Input
from motcua.lib import clock

#: A status, and what to answer with it
Outcome = tuple[int, BaseModel]

_KEY = r"^[!-~]*$"
_VERSION = r'^(\*|"?[0-9]{1,9}"?)?$'


class Once(Input):
    """The header of a call that may be repeated without doing it twice."""

    key: str = Field(
        "",
        alias="Idempotency-Key",
        max_length=120,
        description=_("Khóa chống lặp, do bên gọi đặt: gọi lại cùng khóa thì nhận lại câu trả lời đầu (giữ 7 ngày)"),
        examples=["8f0c1a52-1d2e"],
        json_schema_extra={"pattern": _KEY},
    )

    @field_validator("key")
    @classmethod
    def _plain(cls, key: str) -> str:
        if not re.fullmatch(_KEY, key):
            raise ValueError(say("Chỉ dùng chữ không dấu, số và dấu, không có khoảng trắng."))
        return key


class Guards(Once):
    """The headers of a call that acts on a dossier."""

    if_match: str = Field(
        "",
        alias="If-Match",
        description=_("Số version của hồ sơ như đã đọc; hồ sơ đã đổi thì việc không làm (412)"),
        examples=['"3"'],
        json_schema_extra={"pattern": _VERSION},
    )

    @field_validator("if_match")
    @classmethod
    def _a_version(cls, text: str) -> str:
        if not re.fullmatch(_VERSION, text.strip()):
            raise ValueError(say("Ghi đúng một số version, như trong ETag của hồ sơ."))
        return text.strip()

    @property
    def expected_version(self) -> int | None:
        """Return the version that the caller was looking at, None when they did not say."""
        digits = self.if_match.strip('"')
        return int(digits) if digits.isdigit() else None


def answer_once(request: HttpRequest, once: Once, do: Callable[[], Outcome]) -> HttpResponse:
    """Do it and answer; under a key that came before, answer as the first time and do nothing.

    What was done and the memory of it are one transaction. A refused call is not remembered: it changed nothing.
    """
    if not once.key:
        status, answer = do()
        return _response(status, answer.model_dump(mode="json"))
    user, fingerprint = caller(request).user, fingerprint_of(request.method or "", request.path, request.body)
    with transaction.atomic():
        first = remembered_answer(user=user, key=once.key, fingerprint=fingerprint, at=clock.now())
        if first is not None:
            return _response(first.status, first.body)
        status, answer = do()
        body = answer.model_dump(mode="json")
        remember(user=user, key=once.key, status=status, body=body)
    return _response(status, body)


def _response(status: int, body: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    if "version" in body:  # a dossier
        answer["ETag"] = etag(body["version"])
        if status == 201:
            answer["Location"] = f"/api/v1/dossiers/{body['code'] or body['quick_code']}"
    return answer


def etag(version: int) -> str:
    """Return the version of a dossier as HTTP writes it."""
    return f'"{version}"'

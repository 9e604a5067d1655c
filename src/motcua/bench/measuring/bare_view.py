"""The framework's floor: the same statements through a raw cursor, answered with as many bytes, in the same server."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from motcua.bench.measuring.recording import read
from motcua.bench.measuring.replaying import Replay, Values


@csrf_exempt
def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Do what the recorded request did to the database, and nothing else that it did."""
    replay = _replay(name)
    values = replay.fresh()
    with connection.cursor() as cursor:
        for together, numbers in replay.groups:
            if not together:
                _send(cursor, replay, values, numbers)
                continue
            with transaction.atomic():
                _send(cursor, replay, values, numbers)
    answer = HttpResponse(_bytes(replay.length), content_type="text/html")
    answer["Content-Encoding"] = "identity"  # as long as it is: nothing more to be done to it on its way
    return answer


def _send(cursor: CursorWrapper, replay: Replay, values: Values, numbers: Sequence[int]) -> None:
    for n in numbers:
        cursor.execute(replay.statements[n].sql, values[n])
        if cursor.description is not None:
            cursor.fetchall()


@lru_cache(maxsize=256)
def _replay(name: str) -> Replay:
    return Replay(read(name))


@lru_cache(maxsize=256)
def _bytes(length: int) -> bytes:
    return b"x" * length

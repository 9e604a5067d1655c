"""Issue tokens, count tries, and answer a repeated request as it was answered first."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from motcua.accounts.digests import digest_of
from motcua.accounts.models import AnsweredRequest, ApiToken, RateCount, User

#: How long a repeated request still gets its first answer
ANSWERS_ARE_KEPT = timedelta(days=7)


@transaction.atomic
def issue_token(*, user: User, label: str, expires_at: datetime | None = None) -> str:
    """Return a new token for this user; it is shown this once and never again."""
    token = f"mc_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(user=user, label=label, digest=digest_of(token), expires_at=expires_at)
    return token


def count_try(*, key: str, limit: int, seconds: int) -> bool:
    """Count one more try under this key and tell whether it is still within `limit` per `seconds`.

    Counted by one statement in the database, so that all web processes count together. The machine's time, not the
    house's: a limit protects a real machine.
    """
    window = int(time.time()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO accounts_ratecount (key, "window", ends_at, count) VALUES (%s, %s, to_timestamp(%s), 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = accounts_ratecount.count + 1 RETURNING count',
            [key[:120], window, (window + 1) * seconds],
        )
        (count,) = cursor.fetchone()
    return count <= limit


class KeyUsedOtherwise(Exception):
    """This Idempotency-Key came before, with another request."""


def remembered_answer(*, user: User | None, key: str, fingerprint: str, at: datetime) -> AnsweredRequest | None:
    """Return what this request was answered before; None reserves the key for the answer to come (1 or 2 statements).

    Call it first in the transaction that does the work, and `remember` last. A second request with the same key waits
    at the unique constraint until the first has committed and then finds its answer; when the first was refused or
    killed, the second does the work.

    :param user: None for a call that nobody's token was needed for
    :param fingerprint: motcua.accounts.digests.fingerprint_of the request
    :raises KeyUsedOtherwise: the key came before with another request
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_answeredrequest (user_id, key, fingerprint, status, body, answered_at) "
            "VALUES (%s, %s, %s, 0, 'null', %s) ON CONFLICT (user_id, key) DO NOTHING",
            [user.pk if user else None, key, fingerprint, at],
        )
        if cursor.rowcount:
            return None
    answered = AnsweredRequest.objects.get(user=user, key=key)
    if answered.fingerprint != fingerprint:
        raise KeyUsedOtherwise
    return answered


def remember(*, user: User | None, key: str, status: int, body: Any) -> None:
    """Keep the answer under the key that `remembered_answer` reserved in this transaction (1 statement)."""
    AnsweredRequest.objects.filter(user=user, key=key).update(status=status, body=body)


@transaction.atomic
def forget_old_answers(*, at: datetime) -> int:
    """Delete the answers remembered for longer than a week; return how many."""
    forgotten, _kinds = AnsweredRequest.objects.filter(answered_at__lt=at - ANSWERS_ARE_KEPT).delete()
    return forgotten


def forget_old_tries(*, real_at: datetime) -> int:
    """Delete the counts whose window is over; return how many. `real_at` is the machine's time."""
    forgotten, _kinds = RateCount.objects.filter(ends_at__lte=real_at).delete()
    return forgotten


def forget_expired_sessions(*, real_at: datetime) -> int:
    """Delete the sessions that let nobody in any more; return how many. `real_at` is the machine's time."""
    forgotten, _kinds = Session.objects.filter(expire_date__lt=real_at).delete()
    return forgotten

"""Issue and revoke tokens; count tries."""

import secrets
import time
from datetime import datetime

from django.db import connection, transaction

from motcua.accounts.digests import digest_of
from motcua.accounts.models import ApiToken, User


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
            'INSERT INTO accounts_ratecount (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = accounts_ratecount.count + 1 RETURNING count',
            [key[:120], window],
        )
        (count,) = cursor.fetchone()
    return count <= limit

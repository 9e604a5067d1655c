from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.notifications.models import Kind, Notification


@dataclass(frozen=True)
class Notice:
    """What some officers are to be told. `params` holds what the words need, never a citizen's name or number."""

    users: Sequence[User]
    kind: Kind
    occasion: str
    at: datetime
    dossier: Dossier | None = None
    but: int | None = None  # the user who did it, and knows
    params: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def tell(*, notices: Iterable[Notice]) -> None:
    """Leave notifications (1 statement). Who was told of an occasion before is not told again."""
    Notification.objects.bulk_create(
        [
            Notification(
                user=user,
                dossier=notice.dossier,
                kind=notice.kind,
                occasion=notice.occasion,
                params=notice.params,
                created_at=notice.at,
            )
            for notice in notices
            for user in dict.fromkeys(notice.users)
            if user.pk != notice.but
        ],
        ignore_conflicts=True,
    )

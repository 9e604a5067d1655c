from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.accounts.models import User
from motcua.notifications.models import Notification


@transaction.atomic
def mark_read(*, user: User, at: datetime, only: Iterable[UUID] | None = None) -> int:
    """Mark this officer's notifications as read, all or only these; return how many were unread until now."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if only is not None:
        unread = unread.filter(pk__in=list(only))
    return unread.update(read_at=at)

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from motcua.accounts.models import User
from motcua.dossiers.actors import Actor
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import with_all_it_shows
from motcua.lib import vietnamese
from motcua.notifications import actions as notifications
from motcua.notifications import messages
from motcua.notifications.models import Kind
from motcua.notifications.queries import Holders, holders_at
from motcua.organisations.models import Role
from motcua.reporting.authority import require_sender
from motcua.reporting.queries import unsent_for_tomorrow


@transaction.atomic
def remind_unsent(*, by: Actor, at: datetime) -> int:
    """Remind whoever holds a dossier due on the next working day and not sent for signature; return how many dossiers.

    The officer in whose hands it is and the heads of that unit are told on their page, once a day for each dossier.

    :raises NotYours: this person does not send reminders
    """
    require_sender(by)
    dossiers = list(with_all_it_shows(unsent_for_tomorrow(at=at)))
    today = timezone.localtime(at).date()
    holders = holders_at({dossier.holder_id for dossier in dossiers}, on=today)
    notifications.tell(
        notices=[
            notifications.Notice(
                _whom(dossier, holders),
                Kind.REMINDER,
                f"remind:{today}:{dossier.pk}",
                at,
                dossier=dossier,
                params={
                    "procedure": messages.name_of(dossier),
                    "code": str(dossier),
                    "due": vietnamese.when(timezone.localtime(dossier.due_at)) if dossier.due_at else "",
                },
            )
            for dossier in dossiers
        ]
    )
    return len(dossiers)


def _whom(dossier: Dossier, holders: Holders) -> list[User]:
    in_hand = [dossier.officer] if dossier.officer else holders.of(Role.SPECIALIST, dossier.holder_id)
    return [*in_hand, *holders.of(Role.LEADER, dossier.holder_id)]

"""Who has something to read, and which letters cannot be delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Func, QuerySet, Subquery
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.lib.counting_rows import count_of, count_up_to
from motcua.lib.prepared import Given
from motcua.notifications.models import Letter, LetterState, Notification
from motcua.organisations.models import Agency, Delegation, Role
from motcua.organisations.queries import posts_on

#: A bar shows "99+"; nobody counts further.
MOST_COUNTED = 100
#: So many tries in vain, and somebody should look at it.
TRIES_BEFORE_ALARM = 3


def unread_count(user: User) -> int:
    """Return how many notifications this officer has not read, at most 100 (1 statement, an index of unread only)."""
    if user.pk is None:
        return 0
    return Notification.objects.filter(user=user, read_at=None)[:MOST_COUNTED].count()


def unread_of(user: User | Given) -> Func:
    """Return `unread_count` to be asked within another statement."""
    return count_up_to(MOST_COUNTED, Notification.objects.filter(user=user, read_at=None))


def notices_of(user: User) -> QuerySet[Notification]:
    """Return what this officer was told, newest first."""
    return Notification.objects.filter(user=user).select_related("dossier__step").order_by("-created_at", "-id")


def letters_about(dossier: Dossier) -> QuerySet[Letter]:
    """Return the e-mails about this dossier, first one first."""
    return Letter.objects.filter(dossier=dossier).order_by("id")


def what_is_wrong() -> list[str]:
    """Return a sentence when letters do not get out, none when all is well (1 statement).

    A refused letter is not counted: that is one citizen's mistyped address, and the desk was told of it.
    """
    return said_of(_stuck().count())


def letters_stuck() -> Subquery:
    """Return how many letters do not get out, to be asked within another statement."""
    return count_of(_stuck())


def _stuck() -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.WAITING, attempts__gte=TRIES_BEFORE_ALARM)


def said_of(stuck: int) -> list[str]:
    """Return the sentence about so many letters that do not get out, none about none."""
    if not stuck:
        return []
    return [
        _("%(count)d thư điện tử đã thử gửi từ %(tries)d lần mà chưa đi. Xem lại máy chủ thư.")
        % {"count": stuck, "tries": TRIES_BEFORE_ALARM}
    ]


@dataclass(frozen=True)
class Holders:
    """Who holds which role where on a day, delegated leadership included; asked for once for many dossiers."""

    _users: dict[tuple[int, str], list[User]]
    _heirs: dict[int, int]  # ended unit's id → who carries it on

    def of(self, role: str, agency_id: int) -> list[User]:
        """Return who holds this role at this unit, or at the one that carries it on."""
        return self._users.get((self._heirs.get(agency_id, agency_id), role), [])


def holders_at(agencies: Iterable[int], *, on: date) -> Holders:
    """Return who holds any role at these units on this day, or at those that carry them on (3 statements)."""
    asked = set(agencies)
    ended = Agency.objects.filter(pk__in=asked, valid_to__lte=on, heir__isnull=False)
    heirs = dict(ended.values_list("pk", "heir_id"))
    wanted = asked | set(heirs.values())
    users: dict[tuple[int, str], list[User]] = {}
    for post in posts_on(on).filter(agency_id__in=wanted, user__is_active=True).select_related("user"):
        users.setdefault((post.agency_id, post.role), []).append(post.user)
    delegations = Delegation.objects.in_force_on(on).filter(agency_id__in=wanted, receiver__is_active=True)
    for delegation in delegations.select_related("receiver"):
        leaders = users.setdefault((delegation.agency_id, Role.LEADER.value), [])
        if delegation.receiver not in leaders:
            leaders.append(delegation.receiver)
    return Holders(users, heirs)

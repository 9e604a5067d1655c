"""Who acts: an officer with their posts of the day, the citizen whose dossier it is, or the system itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.accounts.models import User
from motcua.organisations.models import Role
from motcua.organisations.queries import Standing, standing_of


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, as they stood when they came in. The diary keeps the name and the role as they were."""

    name: str
    user: User | None = None
    standing: Standing | None = None
    at: datetime | None = None  # when they came in: what may be done depends on the hour too
    dossier_id: UUID | None = None  # the citizen's own dossier, once they have proved that it is theirs

    @property
    def is_system(self) -> bool:
        return self == SYSTEM

    @property
    def is_applicant(self) -> bool:
        return self.user is None and self.dossier_id is not None

    def has(self, role: str, agency_id: int | None) -> bool:
        """Tell whether this officer holds this role at this unit."""
        return self.standing is not None and self.standing.has(Role(role), agency_id)

    def has_anywhere(self, role: str) -> bool:
        """Tell whether this officer holds this role at any unit."""
        return self.standing is not None and Role(role) in self.standing.all_roles


def officer(user: User, *, at: datetime) -> Actor:
    """Return this officer with the posts they hold on the day of `at` (1 statement; 2 for a delegate)."""
    return Actor(name=user.get_full_name(), user=user, standing=standing_of(user, on=at.date()), at=at)


def applicant(*, name: str, dossier_id: UUID) -> Actor:
    """Return the citizen whose dossier this is; the caller has checked that it is."""
    return Actor(name=name, dossier_id=dossier_id)


SYSTEM = Actor(name="Hệ thống")

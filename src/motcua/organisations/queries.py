"""Who holds which post where, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from motcua.accounts.models import User
from motcua.organisations.models import Agency, Delegation, Kind, Post, Role

#: Roles that look over the whole province
PROVINCE_WIDE = frozenset({Role.CENTRE, Role.CHAIR, Role.CONTROLLER})


@dataclass(frozen=True)
class Standing:
    """What one person is on one day: the roles held at each unit, delegated leadership included.

    Read once a request and asked many times: every button and every guard goes through it.
    """

    user_id: int
    day: date
    roles: dict[int, frozenset[Role]] = field(default_factory=dict)  # unit's id → roles there

    def has(self, role: Role, agency_id: int | None) -> bool:
        """Tell whether this person holds this role at this unit."""
        return agency_id is not None and role in self.roles.get(agency_id, frozenset())

    def agencies(self, *roles: Role) -> list[int]:
        """Return the ids of the units where one of these roles is held."""
        return [agency for agency, held in self.roles.items() if held & set(roles)]

    @property
    def sees_the_province(self) -> bool:
        return any(held & PROVINCE_WIDE for held in self.roles.values())

    @property
    def all_roles(self) -> frozenset[Role]:
        return frozenset().union(*self.roles.values()) if self.roles else frozenset()


def standing_of(user: User, *, on: date) -> Standing:
    """Return what this person is on this day (2 statements)."""
    if not user.is_active or user.pk is None:
        return Standing(user_id=user.pk or 0, day=on)
    roles: dict[int, set[Role]] = {}
    for agency_id, role in posts_on(on).filter(user=user).values_list("agency_id", "role"):
        roles.setdefault(agency_id, set()).add(Role(role))
    for agency_id in Delegation.objects.in_force_on(on).filter(receiver=user).values_list("agency_id", flat=True):
        roles.setdefault(agency_id, set()).add(Role.LEADER)
    return Standing(user_id=user.pk, day=on, roles={agency: frozenset(held) for agency, held in roles.items()})


def posts_on(day: date) -> QuerySet[Post]:
    """Return the posts held on this day."""
    return Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def holders(role: Role, *, agencies: Iterable[int], on: date) -> QuerySet[User]:
    """Return who holds this role at these units on this day, by name."""
    posts = posts_on(on).filter(role=role, agency_id__in=list(agencies))
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True).order_by("full_name")


def colleagues(agency_ids: Iterable[int], *, on: date) -> QuerySet[User]:
    """Return who works at these units on this day, in whatever post, by name."""
    posts = posts_on(on).filter(agency_id__in=list(agency_ids))
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True).order_by("full_name")


def delegations_at(agency_ids: Iterable[int]) -> QuerySet[Delegation]:
    """Return the delegations of these units, the latest first, those that are over included."""
    here = Delegation.objects.filter(agency_id__in=list(agency_ids))
    return here.select_related("agency", "giver", "receiver").order_by("-valid_from", "-id")


def main_post(user: User, *, on: date) -> Post | None:
    """Return the post under which this person works today: the oldest of theirs."""
    return posts_on(on).filter(user=user).select_related("agency").order_by("valid_from", "id").first()


def the_centre(*, on: date) -> Agency:
    """Return the province's Centre as it is on this day. :raises Agency.DoesNotExist: none was set up"""
    return Agency.objects.existing_on(on).get(kind=Kind.CENTRE)

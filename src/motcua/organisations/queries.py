"""Who holds which post where, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.models import User
from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency, Delegation, Kind, Leave, Post, Role
from motcua.organisations.reform_plan import Plan

#: Roles that look over the whole province
PROVINCE_WIDE = frozenset({Role.CENTRE, Role.CHAIR, Role.CONTROLLER})


@dataclass(frozen=True)
class Standing:
    """What one person is on one day: the roles held at each unit, delegated leadership included.

    Read once a request and asked many times: every button and every guard goes through it. Whoever holds a role at a
    unit holds it at the units too that this one carries on after a reform (docs/adr/0019-units-and-their-heirs.md).
    """

    user_id: int
    day: date
    roles: dict[int, frozenset[Role]] = field(default_factory=dict)  # unit's id → roles there
    heirs: dict[int, int] = field(default_factory=dict)  # ended unit's id → the unit where this person works for it
    delegated: frozenset[int] = frozenset()  # ids of the units that are led by somebody else's power
    posts: tuple[Post, ...] = ()  # those held, the oldest first, each with its unit and that unit's parent

    def has(self, role: Role, agency_id: int | None) -> bool:
        """Tell whether this person holds this role at this unit."""
        return agency_id is not None and role in self.roles.get(agency_id, frozenset())

    def agencies(self, *roles: Role) -> list[int]:
        """Return the ids of the units where one of these roles is held."""
        return [agency for agency, held in self.roles.items() if held & set(roles)]

    def acts_at(self, agency_id: int) -> int:
        """Return in which unit's name this person acts where a dossier names this one: what ended signs nothing."""
        return self.heirs.get(agency_id, agency_id)

    @property
    def sees_the_province(self) -> bool:
        return any(held & PROVINCE_WIDE for held in self.roles.values())

    @property
    def all_roles(self) -> frozenset[Role]:
        return frozenset().union(*self.roles.values()) if self.roles else frozenset()


def standing_of(user: User, *, on: date) -> Standing:
    """Return what this person is on this day (1 statement; 2 for whom a leader's power is delegated)."""
    if not user.is_active or user.pk is None:
        return Standing(user_id=user.pk or 0, day=on)
    posts = tuple(_POSTS(user=user.pk, on=on))
    held = [(Role(post.role), post.agency_id, post.forebears) for post in posts]
    leads = {agency_id for role, agency_id, _forebears in held if role == Role.LEADER}
    delegated: set[int] = set()
    if not posts or posts[0].is_delegate:
        by_power = Delegation.objects.in_force_on(on).filter(receiver=user).annotate(forebears=_forebears(on))
        held += [(Role.LEADER, agency_id, old) for agency_id, old in by_power.values_list("agency_id", "forebears")]
        delegated = {agency_id for _role, agency_id, _forebears in held[len(posts) :]} - leads
    roles: dict[int, set[Role]] = {}
    for role, agency_id, old in held:
        for unit in (agency_id, *old):
            roles.setdefault(unit, set()).add(role)
    return Standing(
        user_id=user.pk,
        day=on,
        roles={agency: frozenset(those) for agency, those in roles.items()},
        heirs={forebear: agency_id for _role, agency_id, old in held for forebear in old},
        delegated=frozenset(delegated),
        posts=posts,
    )


def _posts() -> QuerySet[Any]:
    """Return the posts of one person, each with its unit, whom that carries on, and whether power is delegated."""
    delegations = Delegation.objects.in_force_on(Given("on")).filter(receiver=OuterRef("user"))
    theirs = posts_on(Given("on")).filter(user=Given("user")).select_related("agency__parent")
    told = theirs.annotate(forebears=_forebears(Given("on")), is_delegate=Exists(delegations))
    return told.order_by("valid_from", "id")


def _forebears(on: date | Given) -> ArraySubquery:
    return ArraySubquery(Agency.objects.filter(heir=OuterRef("agency"), valid_to__lte=on).values("pk"))


_POSTS = Prepared(_posts)


def posts_on(day: date | Given) -> QuerySet[Post]:
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


def the_centre(*, on: date) -> Agency:
    """Return the province's Centre as it is on this day. :raises Agency.DoesNotExist: none was set up"""
    return Agency.objects.existing_on(on).get(kind=Kind.CENTRE)


# Units that others carry on


def unit_of_key(key: str, *, on: date) -> Agency | None:
    """Return the unit that answers to this key on this day: the one that has it, or who carries on its last bearer."""
    spans = Agency.objects.filter(key=key).select_related("heir")
    alive = spans.existing_on(on).first()
    if alive is not None:
        return alive
    last = spans.filter(valid_to__lte=on).order_by("-valid_to").first()
    return last.heir if last else None


def units_ending(plan: Plan) -> QuerySet[Agency]:
    """Return the units that this plan ends and that have not ended yet."""
    return Agency.objects.filter(key__in=plan.heirs, valid_to=None, valid_from__lt=plan.on).order_by("order", "id")


# In somebody else's place


def delegation_used(user: User, agency: Agency, on: date) -> Delegation | None:
    """Return the delegation by which this person leads the unit on this day; None for a leader by post (1 statement).

    What is done under it says so: the diary line's detail keeps `on_behalf_of` and `delegation`.
    """
    by_post = posts_on(on).filter(user=user, agency=agency, role=Role.LEADER)
    in_force = Delegation.objects.in_force_on(on).filter(receiver=user, agency=agency).exclude(Exists(by_post))
    return in_force.select_related("giver").order_by("valid_from", "id").first()


def on_behalf_of(user: User | None, standing: Standing | None, agency: Agency, on: date) -> dict[str, str]:
    """Return what the diary keeps of a delegation that was used: whose power it was; nothing for one's own.

    Only who leads by somebody else's power costs a statement.
    """
    if user is None or standing is None or agency.today.pk not in standing.delegated:
        return {}
    delegation = delegation_used(user, agency.today, on)
    if delegation is None:
        return {}
    return {"on_behalf_of": delegation.giver.get_full_name(), "delegation": str(delegation.pk)}


def stand_in(user: User, agency_id: int, *, on: date) -> User:
    """Return who gets what is meant for this officer on this day: the officer, or who covers for them (1 statement).

    A cover who is away too has a cover; where all cover one another in a circle, it stays with the one it is meant for.
    """
    away = {leave.user_id: leave.cover for leave in leaves_at([agency_id], on=on)}
    found, seen = user, {user.pk}
    while (cover := away.get(found.pk)) is not None:
        if cover.pk in seen:
            return user
        found = cover
        seen.add(found.pk)
    return found


def who_takes(user: User, agency: Agency, role: Role, *, on: date) -> User | None:
    """Return who gets an officer's work at this unit: they or their cover; None when they left (1–2 statements)."""
    absences = Leave.objects.on(on).filter(user=user, agency=agency)
    posts = posts_on(on).filter(user=user, agency=agency, role=role).annotate(is_away=Exists(absences))
    is_away = posts.values_list("is_away", flat=True).first()
    if not user.is_active or is_away is None:
        return None
    return stand_in(user, agency.pk, on=on) if is_away else user


def leaves_at(agency_ids: Iterable[int], *, on: date) -> QuerySet[Leave]:
    """Return who is away from these units on this day, and who covers for them."""
    return Leave.objects.on(on).filter(agency_id__in=list(agency_ids)).select_related("user", "cover", "agency")


def away_until(agency_ids: Iterable[int], *, on: date) -> dict[int, date]:
    """Return for each absent colleague's id the last day of the leave (1 statement)."""
    return dict(leaves_at(agency_ids, on=on).values_list("user_id", "valid_to"))


def covered_by(user: User, *, on: date) -> QuerySet[Leave]:
    """Return whom this person covers for on this day."""
    return Leave.objects.on(on).filter(cover=user).select_related("user", "agency")


def leaves_of(agency_ids: Iterable[int], *, user: User | None = None) -> QuerySet[Leave]:
    """Return the leaves at these units, or one person's there, the latest first, those that are over included."""
    found = Leave.objects.filter(agency_id__in=list(agency_ids)).select_related("user", "cover", "agency")
    return (found.filter(user=user) if user else found).order_by("-valid_from", "-id")

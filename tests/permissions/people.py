"""One person for each role at each unit that could think it has a say: all of them exist before a dossier does."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client

from motcua.accounts.actions import issue_token
from motcua.accounts.models import User
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actors, quick_codes
from motcua.dossiers.actors import Actor
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency, Kind, Role
from tests.factories import Office, acting, create_agency, create_officer, create_user, create_version, vn

NOW = vn("2018-10-22 10:00")
#: The unit that received; the one that settles; one that is asked for its opinion; one that has nothing to do with it
DESK, AGENCY, ASKED, ELSEWHERE = "desk", "agency", "asked", "elsewhere"
PLACES = (DESK, AGENCY, ASKED, ELSEWHERE)
#: Roles that a unit's people have in its own dossiers; the others are tried at home and elsewhere
_WORKING = (Role.COUNTER, Role.SPECIALIST, Role.LEADER, Role.PARTNER)


@dataclass(frozen=True)
class Somebody:
    """A role held at a place. Citizens are at DESK with their own dossier in mind, and ELSEWHERE with another's."""

    role: str
    place: str
    user: User | None = None

    def __str__(self) -> str:
        return f"{self.role} at {self.place}"

    @cached_property
    def _officer(self) -> Actor:
        assert self.user is not None
        return acting(self.user, at=NOW)

    def actor(self, dossier_id: UUID) -> Actor:
        """Return who acts on this dossier; a citizen from elsewhere comes with the proof of another one."""
        if self.role == "system":
            return actors.SYSTEM
        if self.role == "applicant":
            own = self.place == DESK
            return actors.applicant(name="Trần Thị Bé Ba", dossier_id=dossier_id if own else uuid4())
        return self._officer

    @cached_property
    def token(self) -> str:
        """Return this person's key to the API; empty for whoever has no account."""
        return issue_token(user=self.user, label="test") if self.user else ""

    @cached_property
    def client(self) -> Client:
        """Return the browser of this person, signed in where they have an account."""
        client = Client()
        if self.user is not None:
            client.force_login(self.user)
        return client

    def come_in(self) -> None:
        """Sign in once, before anything is tried and undone."""
        assert self.client and self.token is not None

    def scan(self, dossier: Dossier) -> None:
        """Show the receipt that this citizen has in hand, of their own dossier, to the portal."""
        token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
        self.client.get(f"/t/{dossier.quick_code}/{token}/")


class Province(Office):
    """The office of the factories, two more units, and everybody."""

    def __init__(self) -> None:
        super().__init__(limit="10 working days", online_level=4)
        self.asked = create_agency("so-xay-dung", name="Sở Xây dựng")
        self.third = create_agency("so-y-te", name="Sở Y tế")
        self.elsewhere = create_agency("dam-doi", kind=Kind.DISTRICT, name="UBND huyện Đầm Dơi")
        self.minh = create_officer(Role.SPECIALIST, self.department, username="minh", full_name="Trần Minh")
        self.same_day: ProcedureVersion = create_version(self.department, limit="8 working hours", same_day=True)
        known = {(Role.COUNTER, DESK): self.lan, (Role.SPECIALIST, AGENCY): self.hai, (Role.LEADER, AGENCY): self.sau}
        self.people = [
            Somebody(role, place, known.get((role, place)) or create_officer(role, self.unit_at(place)))
            for role in Role
            for place in (PLACES if role in _WORKING else (DESK, ELSEWHERE))
        ]
        self.people += [
            Somebody("applicant", DESK),
            Somebody("applicant", ELSEWHERE),
            Somebody("nobody", ELSEWHERE, create_user("khong-vi-tri")),
            Somebody("system", ELSEWHERE),
        ]
        self.listed: dict[tuple[Somebody, UUID], list[str]] = {}
        for who in self.people:
            who.come_in()

    def unit_at(self, place: str) -> Agency:
        return {DESK: self.centre, AGENCY: self.department, ASKED: self.asked, ELSEWHERE: self.elsewhere}[place]

    def place_of(self, unit: Agency) -> str:
        return next(place for place in PLACES if self.unit_at(place).pk == unit.pk)

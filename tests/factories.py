"""Make what a test needs, and nothing it does not mention. Personas: Lan at the counter, Hải in the department, …"""

from datetime import date, datetime
from itertools import count
from typing import Any

from motcua.accounts.models import User
from motcua.catalogue.models import (
    Field,
    Procedure,
    ProcedureVersion,
    ProcessStep,
    ProcessVersion,
    Reception,
    RequiredDocument,
    TimeLimit,
)
from motcua.catalogue.processes import default_steps
from motcua.catalogue.queries import offer_at
from motcua.dossiers import actions, actors
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.dossiers.models import Dossier
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Agency, Kind, Level, Post, Role
from motcua.working_time.actions import load_official_calendar
from motcua.working_time.limits import parse

_numbers = count(1)

#: A Monday of the article's autumn, at nine
MONDAY_9AM = datetime(2018, 10, 22, 9, tzinfo=VIETNAM)
MONDAY = MONDAY_9AM.date()
FIRST_DAY = date(2018, 6, 21)


def vn(text: str) -> datetime:
    """Return this moment in Vietnam: vn("2018-10-22 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def create_agency(key: str = "", *, kind: str = Kind.DEPARTMENT, **more: Any) -> Agency:
    """Return a unit; the Centre, districts and communes get a desk."""
    number = next(_numbers)
    levels = {Kind.DISTRICT: Level.DISTRICT, Kind.COMMUNE: Level.COMMUNE}
    has_desk = kind in (Kind.CENTRE, Kind.DISTRICT, Kind.COMMUNE)
    values: dict[str, Any] = {
        "key": key or f"{kind}-{number}",
        "name": f"Cơ quan {number}",
        "short_name": f"CQ {number}",
        "kind": kind,
        "level": levels.get(Kind(kind), Level.PROVINCE),
        "identifier": f"000.{number // 100 % 100:02d}.{number % 100:02d}.H12",
        "identifier_2020": f"H12.{number % 100:02d}.{number // 100 % 100:02d}",
        "desk_name": f"Bộ phận Một cửa {number}" if has_desk else "",
        "valid_from": date(2004, 1, 1),
        "place": "Cà Mau",
    }
    return Agency.objects.create(**values | more)


def create_user(username: str = "", **more: Any) -> User:
    number = next(_numbers)
    user = User(username=username or f"user-{number}", full_name=more.pop("full_name", f"Nguyễn Văn {number}"), **more)
    user.set_unusable_password()
    user.save()
    return user


def create_officer(role: str, agency: Agency, *, user: User | None = None, **more: Any) -> User:
    """Return somebody who holds this role at this unit."""
    user = user or create_user(**{key: more.pop(key) for key in ("username", "full_name") if key in more})
    Post.objects.create(
        user=user, agency=agency, role=role, valid_from=more.pop("valid_from", date(2018, 1, 1)), **more
    )
    return user


def acting(user: User, *, at: datetime = MONDAY_9AM) -> Actor:
    return actors.officer(user, at=at)


def create_version(
    agency: Agency | None = None,
    *,
    code: str = "",
    limit: str = "3 working days",
    levels: tuple[str, ...] = (Level.PROVINCE,),
    papers: tuple[str, ...] = ("Đơn đề nghị", "Giấy tờ tùy thân"),
    received_at: Agency | None = None,
    **more: Any,
) -> ProcedureVersion:
    """Return a published procedure with papers, a limit and the default process, received on its tiers."""
    number = next(_numbers)
    # no national code seen begins with 9: a made-up one must never be a real one, in whatever order tests run
    procedure = Procedure.objects.create(code=code or f"9.{number:06d}")
    field = Field.objects.get_or_create(key="ho-tich", defaults={"name": "Hộ tịch"})[0]
    values = {"name": f"Thủ tục {number}", "field": field, "levels": list(levels), "agency": agency} | more
    version = ProcedureVersion.objects.create(
        procedure=procedure, number=1, state="published", valid_from=more.pop("valid_from", FIRST_DAY), **values
    )
    TimeLimit.objects.create(version=version, channel="counter", committed=limit)
    for position, name in enumerate(papers):
        RequiredDocument.objects.create(version=version, code=f"P{position + 1}", name=name, position=position)
    create_process(version, limit=limit)
    if received_at:
        Reception.objects.create(procedure=procedure, unit=received_at, valid_from=FIRST_DAY)
    else:
        for level in levels:
            Reception.objects.create(procedure=procedure, level=level, valid_from=FIRST_DAY)
    return version


def create_process(version: ProcedureVersion, *, limit: str = "3 working days") -> ProcessVersion:
    process = ProcessVersion.objects.create(version=version, is_generated=True, state="published")
    ProcessStep.objects.bulk_create(
        ProcessStep(
            process=process,
            position=position,
            name=plan.name,
            kind=plan.kind,
            role=plan.role,
            place=plan.place,
            half_days=plan.half_days,
            papers=list(plan.papers),
        )
        for position, plan in enumerate(default_steps(parse(limit)), 1)
    )
    return process


MAI = Person(name="Trần Thị Bé Ba", id_number="381000123", phone="0900000427", address="Ấp Tân Ánh")


def create_application(version: ProcedureVersion, unit: Agency, *, on: date = MONDAY, **more: Any) -> Application:
    """Return an application with all papers on the table."""
    given = tuple(HandedIn(paper.code) for paper in version.documents.all())
    values: dict[str, Any] = {"applicant": MAI, "documents": given}
    return Application(offer=offer_at(unit, version.procedure.code, on=on), unit=unit, **values | more)


class Office:
    """A Centre with Lan at its counter, and a department with Hải the specialist and bà Sáu the leader."""

    def __init__(self, *, limit: str = "3 working days", **more: Any) -> None:
        load_official_calendar(at=MONDAY_9AM)
        self.centre = create_agency("trung-tam", kind=Kind.CENTRE, name="Trung tâm Giải quyết thủ tục hành chính")
        self.department = create_agency("so-tu-phap", name="Sở Tư pháp")
        self.lan = create_officer(Role.COUNTER, self.centre, username="lan", full_name="Lê Mỹ Lan")
        self.hai = create_officer(Role.SPECIALIST, self.department, username="hai", full_name="Phạm Quốc Hải")
        self.sau = create_officer(Role.LEADER, self.department, username="sau", full_name="Võ Thị Sáu")
        self.version = create_version(self.department, limit=limit, **more)

    def receive(self, *, at: datetime = MONDAY_9AM, **more: Any) -> Dossier:
        """Return a dossier that Lan has received at the counter."""
        application = create_application(self.version, self.centre, on=at.date(), **more)
        return actions.receive_at_counter(application=application, by=acting(self.lan, at=at), at=at)

    def submit(self, *, at: datetime = MONDAY_9AM, **more: Any) -> Dossier:
        """Return a dossier that a citizen has submitted online."""
        application = create_application(self.version, self.centre, on=at.date(), channel="online", **more)
        return actions.submit(application=application, by=None, at=at)

    def take_over(self, dossier: Dossier, *, at: datetime) -> Dossier:
        return actions.take_over(dossier=dossier, by=acting(self.hai, at=at), at=at)

    def propose(self, dossier: Dossier, *, at: datetime, outcome: str = "granted") -> Dossier:
        by = acting(self.hai, at=at)
        return actions.propose(dossier=dossier, outcome=outcome, summary="Đủ điều kiện.", by=by, at=at)

    def approve(self, dossier: Dossier, *, at: datetime) -> Dossier:
        return actions.approve(dossier=dossier, by=acting(self.sau, at=at), at=at)

    def return_result(self, dossier: Dossier, *, at: datetime) -> Dossier:
        return actions.return_result(dossier=dossier, by=acting(self.lan, at=at), at=at)

    def decided(self, *, at: datetime = MONDAY_9AM, decided_at: datetime | None = None) -> Dossier:
        """Return a dossier that was received, worked on and approved."""
        decided_at = decided_at or at
        dossier = self.take_over(self.receive(at=at), at=decided_at)
        return self.approve(self.propose(dossier, at=decided_at), at=decided_at)

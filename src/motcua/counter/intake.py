"""What stands on the desk: what was typed, resolved against the people and the catalogue of the day.

Every change on the screen asks this again, so the browser works nothing out by itself: what is missing, what it costs
and when it is due have one source (lesson 52).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel
from motcua.counter import queries
from motcua.counter.choices import Choice, choose
from motcua.counter.desk import Desk
from motcua.counter.forms import ReceptionForm, handed_in
from motcua.counter.scans import digits_of
from motcua.dossiers import postal
from motcua.dossiers.application import Application, HandedIn, Person, problems_of
from motcua.dossiers.documents.receipt import commune_in_words
from motcua.dossiers.models import Applicant, Dossier, PersonKind
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency
from motcua.papers.queries import why_no_more_rows

#: What a desk starts with
_BLANK = {"kind": PersonKind.PERSON.value, "result_channel": Channel.COUNTER.value}
PERSON_FIELDS = ("kind", "name", "id_number", "phone", "email", "address", "commune", "born")


def blank() -> dict[str, str]:
    """Return the values of an empty desk, with the id that the next dossier will have."""
    return _BLANK | {"dossier_id": str(uuid7())}


@dataclass
class Intake:
    """One person's business at the desk, as far as it has come."""

    desk: Desk
    values: dict[str, str]
    form: ReceptionForm = field(init=False)
    choice: Choice | None = field(init=False, default=None)
    #: Why the procedure that was asked for cannot be received here today
    obstacle: ValidationError | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.values = blank() | self.values
        self.form = ReceptionForm(self.values, at=self.desk.at)
        if self.text("procedure"):
            try:
                self.choice = choose(
                    self.desk,
                    self.text("procedure"),
                    self.text("case"),
                    channel=self.channel,
                    received_at=self.received_at,
                )
            except ValidationError as trouble:
                self.obstacle = trouble

    def text(self, name: str) -> str:
        """Return what stands in a field, trimmed; too long or wrong still stands there."""
        return str(self.values.get(name, "")).strip()

    @property
    def channel(self) -> Channel:
        return Channel.POST if self.text("by_post") else Channel.COUNTER

    @property
    def signed_at(self) -> datetime | None:
        """When the handover record of a posted dossier was signed; None for now, or for what nobody can read."""
        is_readable = "signed" not in self.form.errors  # asking for errors reads the form
        return self.form.cleaned_data["signed"] if is_readable else None

    @cached_property
    def received_at(self) -> datetime:
        """The moment of reception: now, or when the handover record was signed (QĐ 45/2016 art. 7.4)."""
        return min(self.signed_at or self.desk.at, self.desk.at)

    @cached_property
    def ticked(self) -> dict[str, tuple[int, int]]:
        """The papers on the table: code → (originals, copies)."""
        return handed_in(self.values)

    @property
    def has_person(self) -> bool:
        return any(self.text(name) for name in PERSON_FIELDS if name != "kind")

    @cached_property
    def commune(self) -> Agency | None:
        """The commune that the text in its field means; None when it is empty or means none (0–1 statements)."""
        text = self.text("commune")
        return queries.commune_named(self.desk, text) if text else None

    @cached_property
    def earlier(self) -> list[Dossier]:
        """Earlier dossiers of the person with this number, newest first, up to 100 (0–1 statements)."""
        id_number, phone = digits_of(self.text("id_number")), digits_of(self.text("phone"))
        return queries.earlier_dossiers(self.desk, id_number=id_number, phone=phone)

    @cached_property
    def twins(self) -> list[Dossier]:
        """Those of them that ask for the same and are not decided yet."""
        return queries.twins(self.earlier, self.choice.offer.version) if self.choice else []


def with_person(values: Mapping[str, str], person: Applicant) -> dict[str, str]:
    """Return the values with this person's fields filled in from an earlier dossier."""
    filled = {name: str(getattr(person, name) or "") for name in PERSON_FIELDS if name != "commune"}
    filled["commune"] = commune_in_words(person.commune) if person.commune else ""
    return dict(values) | filled


def without_person(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values without the person's own fields: somebody else is standing there now."""
    return {name: value for name, value in values.items() if name not in PERSON_FIELDS}


def application_of(intake: Intake) -> Application:
    """Return what is to be received. The form must be valid.

    :raises ValidationError: all that can be said before the rules below are asked: person, commune, procedure, case
    """
    applicant = applicant_of(intake, commune=intake.commune)
    submitter = submitter_of(intake)
    problems = {f"applicant.{name}": [sentence] for name, sentence in problems_of(applicant).items()}
    if submitter is not None:
        problems |= {f"submitter.{name}": [sentence] for name, sentence in problems_of(submitter).items()}
    if intake.channel == Channel.POST:
        problems |= _postal_problems(intake)
    if intake.text("commune") and intake.commune is None:
        problems["commune"] = [_("Chưa thấy xã, phường này. Chọn trong danh sách, hoặc để trống rồi ghi vào địa chỉ.")]
    choice = intake.choice
    if choice is None:
        raise ValidationError(problems | _why_no_choice(intake))
    if "case" in intake.values and choice.needs_case:  # the form has the field when there are cases
        problems["case"] = [_("Thủ tục này có nhiều trường hợp. Chọn một trường hợp.")]
    if problems:
        raise ValidationError(problems)
    cleaned = intake.form.cleaned_data
    return Application(
        offer=choice.offer,
        unit=intake.desk.unit,
        applicant=applicant,
        submitter=submitter,
        authority=intake.text("by_authority") if submitter else "",
        documents=[HandedIn(code, originals, copies) for code, (originals, copies) in intake.ticked.items()],
        case=choice.case,
        channel=intake.channel,
        consignment=intake.text("consignment") if intake.channel == Channel.POST else "",
        received_at=intake.signed_at,
        result_channel=cleaned["result_channel"],
        note=cleaned["note"],
        dossier_id=cleaned["dossier_id"],
    )


def _postal_problems(intake: Intake) -> dict[str, list[str]]:
    """Return what is wrong with the postal item: its number, and a book that its day no longer finds open."""
    wrong_number = postal.number_problem(postal.number_of(intake.text("consignment")))
    problems = {"consignment": [wrong_number]} if wrong_number else {}
    closed = closed_book(intake.desk, intake.received_at)
    return problems | ({"signed": [closed]} if closed else {})


def closed_book(desk: Desk, received_at: datetime) -> str:
    """Return why the book of an earlier year takes this reception no more, "" where it does (0–1 statements)."""
    return why_no_more_rows(desk.unit, received_at.year) if received_at.year != desk.at.year else ""


def applicant_of(intake: Intake, *, commune: Agency | None) -> Person:
    """Return the person as typed. Without the commune found, its text stands behind the address."""
    text = intake.text
    address = text("address") if commune else ", ".join(filter(None, [text("address"), text("commune")]))
    return Person(
        name=text("name"),
        kind=text("kind"),
        id_number=_compact(text("id_number")),
        phone=_compact(text("phone")),
        email=text("email"),
        address=address,
        commune=commune,
        born=text("born"),
    )


def is_the_same(dossier: Dossier, application: Application) -> bool:
    """Tell whether this application is the one that became this dossier, sent a second time."""
    return (
        dossier.version_id == application.offer.version.pk
        and dossier.applicant.name == " ".join(application.applicant.name.split())
        and dossier.applicant.id_number == application.applicant.id_number
    )


def _why_no_choice(intake: Intake) -> dict[str, list[str]]:
    if intake.obstacle is not None:
        return dict(intake.obstacle.message_dict)
    return {"procedure": [_("Chọn thủ tục: bấm Alt và số, hoặc gõ tên để tìm.")]}


def submitter_of(intake: Intake) -> Person | None:
    """Return who hands in for the applicant, as typed; None when the applicant does so."""
    text = intake.text
    if not text("on_behalf"):
        return None
    return Person(name=text("by_name"), id_number=_compact(text("by_id_number")), phone=_compact(text("by_phone")))


def _compact(number: str) -> str:
    """Return a number without the spaces, dots and dashes that group it; anything else stays to be complained of."""
    return "".join(sign for sign in number if sign not in " .-\u00a0")

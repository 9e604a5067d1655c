"""The citizens and businesses of the demonstration: invented people who come to the counters."""

import random
from collections.abc import Sequence

from motcua.demonstration import files
from motcua.dossiers.application import Person
from motcua.dossiers.models import PersonKind
from motcua.organisations.models import Agency, Kind


class Townsfolk:
    """Who may come in through the door."""

    def __init__(self, random: random.Random) -> None:
        self.random = random
        communes = {unit.key: unit for unit in Agency.objects.filter(kind=Kind.COMMUNE).select_related("parent")}
        history = files.read("history.yaml")
        self.citizens = [_person(row, communes, PersonKind.PERSON) for row in history["citizens"]]
        self.businesses = [_person(row, communes, PersonKind.BUSINESS) for row in history["businesses"]]

    def somebody(self, audience: Sequence[str], *, near: Agency) -> Person:
        """Return somebody who may ask for this; to a commune or district come those who live there, if any do."""
        for_business = any("doanh nghiệp" in who.lower() for who in audience)
        for_citizens = not audience or any("cá nhân" in who.lower() or "công dân" in who.lower() for who in audience)
        everybody = self.businesses if for_business and not for_citizens else self.citizens
        neighbours = [
            person
            for person in everybody
            if person.commune and near.pk in (person.commune.pk, person.commune.parent_id)
        ]
        return self.random.choice(neighbours or everybody)


def _person(row: dict[str, str], communes: dict[str, Agency], kind: str) -> Person:
    return Person(
        name=row["name"],
        kind=kind,
        id_number=str(row["id_number"]),
        phone=str(row.get("phone") or ""),
        email=row.get("email") or "",
        address=row.get("address") or "",
        commune=communes.get(row.get("commune") or ""),
        born=str(row.get("born") or row.get("birth_year") or ""),
    )

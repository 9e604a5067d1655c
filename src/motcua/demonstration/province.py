"""Set up a province from its files: units, people, procedures, history."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.accounts.actions import issue_token
from motcua.accounts.models import User
from motcua.catalogue.actions import put
from motcua.demonstration import files, procedures
from motcua.organisations.models import Agency, Post
from motcua.ratings.actions import load_history
from motcua.working_time.actions import load_official_calendar


@dataclass(frozen=True)
class Account:
    """What somebody needs to know to sign in; written to var/demo/accounts.json."""

    username: str
    password: str
    role: str
    agency: str
    agency_key: str
    token: str
    full_name: str
    title: str


@transaction.atomic
def set_up(profile: str, *, at: datetime) -> list[Account]:
    """Fill an empty database with this province as it stood at this moment; return everybody's account."""
    load_official_calendar(at=at)
    units = _units(files.read(f"{profile}/units.yaml")["units"])
    accounts = _people(files.read(f"{profile}/people.yaml")["people"], units)
    put(procedures.drafts(profile, units), valid_from=procedures.in_force_from(profile))
    if profile == "ca-mau-2018":
        load_history(procedures.satisfaction_history(units))
    return accounts


def _units(rows: Sequence[Mapping[str, Any]]) -> dict[str, Agency]:
    """Make the units, parents first: a file lists a unit after the one it belongs to."""
    units: dict[str, Agency] = {}
    for order, row in enumerate(rows):
        units[row["key"]] = Agency.objects.create(
            key=row["key"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            level=row["level"],
            parent=units[row["parent"]] if row["parent"] else None,
            gso_code=row["gso_code"] or "",
            identifier=row["identifier"],
            identifier_2020=row["identifier_2020"] or "",
            desk_name=row["desk_name"] or "",
            address=row["address"] or "",
            phone="".join(filter(str.isdigit, row["phone"] or "")),
            place=row["place"] or "",
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            order=order,
        )
    return units


def _people(rows: Sequence[Mapping[str, Any]], units: Mapping[str, Agency]) -> list[Account]:
    """Make the people, their posts and their tokens. All share the password that this installation drew.

    One hash serves all: 450 Argon2 hashes would cost a minute, and these accounts are made to be handed round.
    """
    letters = "23456789abcdefghkmnpqrstuvwxyz"  # none that is read for another
    password = "-".join(["duoc", *("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))])
    hashed = make_password(password)
    users = User.objects.bulk_create(
        User(username=row["username"], full_name=row["full_name"], password=hashed, email=_address(row)) for row in rows
    )
    Post.objects.bulk_create(
        Post(
            user=user,
            agency=units[row["unit"]],
            role=role,
            title=row.get("title", ""),
            counter_label=row.get("counter_label", ""),
            counter_fields=row.get("counter_fields", []),
            valid_from=max(units[row["unit"]].valid_from, date(2018, 1, 1)),
        )
        for user, row in zip(users, rows, strict=True)
        for role in (row["role"], *row.get("more_roles", []))
    )
    return [
        Account(
            username=row["username"],
            password=password,
            role=row["role"],
            agency=units[row["unit"]].name,
            agency_key=row["unit"],
            token=issue_token(user=user, label="trình diễn"),
            full_name=row["full_name"],
            title=row.get("title", ""),
        )
        for user, row in zip(users, rows, strict=True)
    ]


def _address(row: Mapping[str, Any]) -> str:
    return f"{row['username']}@camau.example"

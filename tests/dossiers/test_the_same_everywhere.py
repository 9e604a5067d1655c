"""One dossier, one due date, one lateness: whoever looks, and on whatever they look."""

import re
from datetime import datetime

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client

from motcua.accounts.actions import issue_token
from motcua.accounts.models import User
from motcua.dossiers import actions, quick_codes
from motcua.dossiers.documents import receipt
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib import clock
from motcua.organisations.models import Role
from motcua.reporting.queries import By, Span, report
from tests.factories import MONDAY_9AM, Office, acting, create_officer, vn
from tests.hearing import hear

#: What a page calls each state of the term
WORDS = {"overdue": "Quá hạn", "waiting": "Chờ bổ sung"}


def extended(office: Office) -> Dossier:
    """Due on 25/10, put off to 29/10: late from the 26th on."""
    dossier, at = office.take_over(office.receive(), at=MONDAY_9AM), vn("2018-10-23 09:00")
    day = vn("2018-10-29 09:00").date()
    return actions.extend(dossier=dossier, reason="Chờ.", new_due_on=day, by=acting(office.sau, at=at), at=at)


def waiting(office: Office) -> Dossier:
    """Asked for more on the first morning: never late while it waits."""
    dossier, at = office.take_over(office.receive(), at=MONDAY_9AM), vn("2018-10-22 10:00")
    return actions.request_supplement(dossier=dossier, reason="Thiếu.", by=acting(office.hai, at=at), at=at)


def restarted(office: Office) -> Dossier:
    """Completed on 23/10: the three days begin anew and end on 26/10."""
    dossier, at = waiting(office), vn("2018-10-23 09:00")
    return actions.accept_supplement(dossier=dossier, by=acting(office.lan, at=at), at=at)


def read_by(user: User | None, url: str) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


def pages(office: Office, dossier: Dossier) -> dict[str, str]:
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return {
        "counter": read_by(office.lan, f"/lam-viec/quay/ho-so/{dossier.code}/"),
        "workbench": read_by(office.hai, f"/lam-viec/ho-so/{dossier.code}/"),
        "portal": read_by(None, f"/t/{dossier.quick_code}/{token}/"),
    }


@pytest.mark.parametrize(
    ("make", "looked_at", "due", "state"),
    [
        (extended, vn("2018-10-26 10:00"), vn("2018-10-29 17:00"), "overdue"),
        (restarted, vn("2018-10-26 10:00"), vn("2018-10-26 17:00"), "soon"),
        (restarted, vn("2018-10-29 10:00"), vn("2018-10-26 17:00"), "overdue"),
        (waiting, vn("2018-11-05 10:00"), vn("2018-10-25 17:00"), "waiting"),
    ],
)
def test_every_surface_shows_the_same_day_and_the_same_lateness(
    db: None, monkeypatch: pytest.MonkeyPatch, make, looked_at: datetime, due: datetime, state: str
):
    office = Office()
    diem = create_officer(Role.CENTRE, office.centre)
    dossier = Dossier.objects.get(pk=make(office).pk)
    monkeypatch.setattr(clock, "now", lambda: looked_at)

    assert (dossier.due_at, timeliness(dossier, at=looked_at)) == (due, state)

    headers = {"Authorization": f"Bearer {issue_token(user=office.hai, label='test')}"}
    answer = Client().get(f"/api/v1/dossiers/{dossier.code}", headers=headers).json()
    assert (datetime.fromisoformat(answer["due_at"]), answer["timeliness"]) == (due, state)

    shown = pages(office, dossier)
    for surface in ("counter", "workbench"):
        assert f"{due:%d/%m}" in shown[surface], surface
        assert ("Quá hạn" in re.sub(r"<nav.*?</nav>", "", shown[surface])) == (state == "overdue"), surface
    if state in WORDS:
        assert WORDS[state] in shown["workbench"]
    if state == "waiting":  # nobody is promised a day while it is up to them: the history alone names the one it was
        assert "Đồng hồ dừng từ thứ Hai 22/10/2018, 10:00" in shown["portal"]
        assert shown["portal"].count(f"{due:%d/%m/%Y}") == shown["portal"].count(f"hẹn thứ Năm {due:%d/%m/%Y}") == 1
    else:
        assert f"{due:%d/%m/%Y}" in shown["portal"] or f"{due:%d/%m}" in shown["portal"]

    listed = read_by(diem, "/lam-viec/giam-sat/qua-han/")
    assert (dossier.quick_code in listed.replace(" ", "")) == (state == "overdue")

    hear()
    for part, states in {"in_time": {"soon"}, "overdue": {"overdue"}, "waiting": {"waiting"}}.items():
        counted = report(span=Span(looked_at.date(), looked_at.date(), looked_at), by=By.AGENCY)[0].counts
        listed = read_by(diem, f"/lam-viec/giam-sat/ho-so/?loc=con-lai&phan={part}&tu={looked_at:%Y-%m-%d}")
        is_there = dossier.quick_code in listed.replace(" ", "")
        assert is_there is bool(getattr(counted, part)) is (state in states), part

    printed = receipt.render(dossier, copies=1)
    text = " ".join(pypdfium2.PdfDocument(printed)[0].get_textpage().get_text_range().split())
    assert receipt.due_in_words(due.astimezone(clock.VIETNAM)) in text

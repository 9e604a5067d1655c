"""The papers of a dossier on the counter's page of it, and on the citizen's own."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from motcua.dossiers import actions as verbs
from motcua.dossiers import quick_codes
from motcua.organisations.models import Kind, Role
from motcua.papers import actions, queries
from tests.factories import acting, create_agency, create_officer, vn
from tests.papers.reading import text_of

AT_WORK = vn("2018-10-22 14:00")


@pytest.fixture
def asked(office):
    """A dossier whose applicant was asked for a supplement, with the slip."""
    dossier = office.take_over(office.receive(), at=AT_WORK)
    dossier = verbs.request_supplement(
        dossier=dossier, reason="Thiếu dấu.", papers=["Tờ khai"], by=acting(office.hai), at=AT_WORK
    )
    actions.issue(event=dossier.events.order_by("-seq").first(), form="supplement_request")
    return dossier


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lan(office, monkeypatch) -> Client:
    monkeypatch.setattr("motcua.lib.clock.now", lambda: AT_WORK)
    return signed_in(office.lan)


def test_the_counter_finds_the_papers_on_the_page_of_the_dossier(asked, lan):
    (paper,) = queries.papers_of(asked)
    url = reverse("counter:paper", args=[asked.code, paper.pk])

    page = lan.get(reverse("counter:dossier", args=[asked.code])).content.decode()

    assert "Giấy tờ của hồ sơ" in page
    assert "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ" in page
    assert "0001/HDHS" in page
    assert url in page
    assert lan.get(url).content == queries.content_of(paper)


def test_the_counter_prints_the_control_slip_as_it_stands(asked, lan):
    answer = lan.get(reverse("counter:control_slip", args=[asked.code]))

    assert "PHIẾU KIỂM SOÁT" in text_of(answer.content)


def test_another_desk_gets_no_paper(asked, monkeypatch):
    monkeypatch.setattr("motcua.lib.clock.now", lambda: AT_WORK)
    stranger = signed_in(create_officer(Role.COUNTER, create_agency(kind=Kind.DISTRICT)))
    (paper,) = queries.papers_of(asked)

    for url in (
        reverse("counter:paper", args=[asked.code, paper.pk]),
        reverse("counter:control_slip", args=[asked.code]),
    ):
        assert stranger.get(url).status_code == 404


def test_a_paper_is_not_reached_through_another_dossier(asked, lan, office):
    (paper,) = queries.papers_of(asked)

    assert lan.get(reverse("counter:paper", args=[office.receive().code, paper.pk])).status_code == 404


def confided(dossier) -> Client:
    """Return the browser of somebody who has scanned the receipt."""
    client = Client()
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    client.get(f"/t/{dossier.quick_code}/{token}/", follow=True)
    return client


def test_the_citizen_finds_the_papers_with_the_receipts_token(asked, office):
    (paper,) = queries.papers_of(asked)
    url = reverse("portal:paper", args=[asked.quick_code, paper.pk])
    citizen = confided(asked)

    assert url in citizen.get(f"/ho-so/{asked.quick_code}/").content.decode()
    assert citizen.get(url).content == queries.content_of(paper)


def test_without_the_token_nobody_learns_of_the_papers(asked):
    (paper,) = queries.papers_of(asked)
    anybody = Client()

    assert "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ" not in anybody.get(f"/ho-so/{asked.quick_code}/").content.decode()
    assert anybody.get(reverse("portal:paper", args=[asked.quick_code, paper.pk])).status_code == 404


def test_the_token_of_one_dossier_opens_no_paper_of_another(asked, office):
    (paper,) = queries.papers_of(asked)
    other = office.receive()

    assert confided(other).get(reverse("portal:paper", args=[asked.quick_code, paper.pk])).status_code == 404
    assert confided(other).get(reverse("portal:paper", args=[other.quick_code, paper.pk])).status_code == 404


def test_the_citizen_is_not_given_the_offices_own_slip(office):
    dossier = office.return_result(office.decided(), at=vn("2018-10-23 09:30"))
    slip = actions.issue(event=dossier.events.last(), form="control_slip")

    assert confided(dossier).get(reverse("portal:paper", args=[dossier.quick_code, slip.pk])).status_code == 404


def test_who_handed_in_from_afar_downloads_the_signed_receipt(office):
    online = verbs.receive(dossier=office.submit(), by=acting(office.lan), at=AT_WORK)
    paper = actions.issue(event=online.events.last(), form="receipt")

    assert confided(online).get(f"/ho-so/{online.quick_code}/giay-hen.pdf").content == queries.content_of(paper)

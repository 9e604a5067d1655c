"""The papers of a dossier on the counter's page of it, and on the citizen's own."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers import actions as verbs
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

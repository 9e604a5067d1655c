"""Control slips are filed when their dossiers are done: signed, once, in portions."""

import pytest
from django.conf import settings

from motcua.dossiers import actions as verbs
from motcua.papers import queries, tasks
from tests.factories import acting, vn
from tests.papers.reading import text_of

EVENING = vn("2018-10-23 18:00")


def slips_of(dossier) -> list:
    return [paper for paper in queries.papers_of(dossier) if paper.form == "control_slip"]


def returned(office):
    return office.return_result(office.decided(), at=vn("2018-10-23 09:30"))


def test_a_dossier_that_is_done_gets_its_slip_filed_once(office):
    dossier, open_one = returned(office), office.receive()

    tasks.file_control_slips(at=EVENING)
    tasks.file_control_slips(at=EVENING)

    (slip,) = slips_of(dossier)
    assert slip.signature == "digital"
    assert "Đúng hạn" in text_of(queries.content_of(slip))
    assert slips_of(open_one) == []


def test_who_withdrew_in_between_gets_one_too_and_who_was_never_received_none(office):
    at = vn("2018-10-23 09:00")
    by = acting(office.lan, at=at)
    withdrawn = verbs.withdraw(dossier=office.receive(), reason="Thôi.", by=by, at=at)
    never = verbs.withdraw(dossier=office.submit(), reason="Thôi.", by=by, at=at)

    tasks.file_control_slips(at=EVENING)

    assert (len(slips_of(withdrawn)), slips_of(never)) == (1, [])


def test_one_run_files_no_more_than_its_portion(office, monkeypatch):
    monkeypatch.setattr(tasks, "PORTION", 1)
    dossiers = [returned(office), returned(office)]

    tasks.file_control_slips(at=EVENING)
    assert sum(len(slips_of(dossier)) for dossier in dossiers) == 1

    tasks.file_control_slips(at=EVENING)
    assert sum(len(slips_of(dossier)) for dossier in dossiers) == 2


def test_what_ended_long_ago_is_left_alone(office):
    dossier = returned(office)

    tasks.file_control_slips(at=vn("2018-11-05 18:00"))

    assert slips_of(dossier) == []


@pytest.mark.django_db
def test_it_runs_by_itself():
    assert "motcua.papers.tasks.file_control_slips" in {task for task, _schedule in settings.SCHEDULED_JOBS.values()}

"""Papers are issued once, numbered without gaps, and stay as they were issued."""

from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from motcua.dossiers import actions as verbs
from motcua.dossiers import events
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import PendingFollowUp
from motcua.organisations.models import Agency, Kind
from motcua.papers import actions, queries
from motcua.papers.documents.heads import unit_on
from motcua.papers.follow import follow
from motcua.papers.models import IssuedPaper, PaperCount
from tests.factories import acting, create_agency, vn
from tests.papers.reading import text_of

AT_WORK = vn("2018-10-22 14:00")


def refused(office, *, at=AT_WORK):
    return verbs.refuse(dossier=office.submit(at=at), reason="Sai nơi.", by=acting(office.lan, at=at), at=at)


def hear(dossier) -> None:
    """Let the follower hear of the whole diary, as the worker would."""
    for event in dossier.events.order_by("seq"):
        follow([event])


def forms_of(dossier) -> list[str]:
    return [paper.form for paper in queries.papers_of(dossier)]


def test_a_line_of_the_diary_calls_for_its_paper_once(office):
    event = refused(office).events.last()

    first = actions.issue(event=event, form="refusal")
    again = actions.issue(event=event, form="refusal")

    assert again == first
    assert IssuedPaper.objects.count() == 1
    assert PaperCount.objects.get().last == 1


def test_a_moment_with_a_fraction_of_a_second_is_a_moment(office):
    at = vn("2018-10-22 14:00").replace(microsecond=654_321)

    assert actions.issue(event=refused(office, at=at).events.last(), form="refusal").issued_at == at


def test_numbers_run_per_unit_form_and_year(office):
    numbers = [
        actions.issue(event=refused(office, at=at).events.last(), form="refusal").number
        for at in (AT_WORK, AT_WORK, vn("2019-03-04 09:00"))
    ]
    asked = verbs.request_supplement(dossier=office.submit(), reason="Thiếu.", by=acting(office.lan), at=AT_WORK)
    other = actions.issue(event=asked.events.last(), form="supplement_request")

    assert numbers == [1, 2, 1]
    assert queries.label_of(other) == "0001/HDHS"


def test_a_paper_that_fails_gives_its_number_back(office, monkeypatch):
    event = refused(office).events.last()
    with monkeypatch.context() as broken:
        broken.setattr("motcua.papers.documents.drawing.draw", lambda source: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.issue(event=event, form="refusal")

    assert actions.issue(event=event, form="refusal").number == 1


@pytest.mark.parametrize("table", ["papers_issuedpaper", "papers_book"])
@pytest.mark.parametrize("change", ["UPDATE {} SET year = 2000", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_was_issued(office, table, change):
    actions.issue(event=refused(office).events.last(), form="refusal")
    at = vn("2019-01-02 08:00")
    actions.close_book(unit=office.centre, year=2018, by=acting(office.head, at=at), at=at)

    with pytest.raises(IntegrityError, match="kept as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE fails for a reason of its own
        cursor.execute(change.format(table))


def test_an_issued_paper_keeps_the_old_names_for_ever(office):
    dossier = refused(office)
    paper = actions.issue(event=dossier.events.last(), form="refusal")
    before = queries.content_of(paper)

    office.centre.name = office.centre.desk_name = "Trung tâm Phục vụ hành chính công"
    office.centre.save()
    dossier.applicant.name = "Tên khác"
    dossier.applicant.save()

    assert queries.content_of(IssuedPaper.objects.get()) == before
    assert "TRUNG TÂM GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH" in text_of(before, by="-raw")


def reformed(office) -> Agency:
    """End the Centre of 2018 on 1/7/2025; return who took its place."""
    heir = create_agency(
        "ttpvhcc", kind=Kind.CENTRE, name="Trung tâm Phục vụ hành chính công", valid_from=date(2025, 7, 1)
    )
    Agency.objects.filter(pk=office.centre.pk).update(valid_to=date(2025, 7, 1), successor=heir)
    office.centre.refresh_from_db()
    return heir


def test_after_a_reform_whoever_took_the_place_writes(office):
    heir = reformed(office)

    assert unit_on(office.centre, date(2025, 6, 30)) == office.centre
    assert unit_on(office.centre, date(2025, 7, 1)) == heir


def test_a_reform_that_runs_in_a_circle_ends(office):
    heir = reformed(office)
    Agency.objects.filter(pk=heir.pk).update(valid_to=date(2025, 7, 2), successor=office.centre)
    office.centre.refresh_from_db()

    assert unit_on(office.centre, date(2025, 8, 1)) in (office.centre, heir)


def test_a_paper_written_after_the_reform_bears_the_new_name_and_its_own_numbers(office):
    dossier = office.submit()
    heir = reformed(office)
    at = vn("2025-08-04 09:00")
    line = events.line_for(
        dossier, Verb.REFUSE, by=acting(office.lan, at=at), at=at, agency_id=heir.pk, detail={"reason": "Sai nơi."}
    )
    events.write(line)

    paper = actions.issue(event=line, form="refusal")

    assert (paper.unit, paper.number, paper.signed_as.count("Trung tâm Phục vụ")) == (heir, 1, 1)
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in text_of(queries.content_of(paper), by="-raw")


def test_the_follower_issues_what_each_verb_calls_for(office):
    supplement = verbs.request_supplement(
        dossier=office.submit(), reason="Thiếu.", papers=["Tờ khai"], by=acting(office.lan), at=AT_WORK
    )
    no = office.approve(
        office.propose(office.take_over(office.receive(), at=AT_WORK), at=AT_WORK, outcome="refused"), at=AT_WORK
    )
    at = vn("2025-10-20 09:00")
    withdrawn = verbs.withdraw(dossier=office.receive(at=at), reason="Thôi.", by=acting(office.lan, at=at), at=at)
    yes = office.decided()
    for dossier in (supplement, no, withdrawn, yes):
        hear(dossier)
        hear(dossier)  # a second time changes nothing

    assert forms_of(supplement) == ["supplement_request"]
    assert forms_of(no) == ["refusal"]
    assert forms_of(withdrawn) == ["stop_notice"]
    assert forms_of(yes) == []


def test_who_handed_in_from_afar_gets_an_electronic_receipt(office):
    online = verbs.receive(dossier=office.submit(), by=acting(office.lan), at=AT_WORK)
    hear(online)

    (paper,) = queries.papers_of(online)

    text = text_of(queries.content_of(paper))
    assert "(Liên: Bản điện tử)" in text
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
    assert "ĐÃ KÝ SỐ" in text


def test_who_withdrew_before_the_reception_is_told_of_no_stop(office):
    at = vn("2025-10-20 09:00")
    dossier = verbs.withdraw(dossier=office.submit(at=at), reason="Thôi.", by=acting(office.lan, at=at), at=at)

    hear(dossier)

    assert forms_of(dossier) == []


def test_the_follower_hears_of_every_verb(office):
    office.receive()

    assert "papers" in settings.DOSSIER_FOLLOWERS
    assert PendingFollowUp.objects.filter(follower="papers").count() == 1


def test_the_set_of_forms_is_that_of_the_rules_the_dossier_is_pinned_to(office):
    at = vn("2025-10-20 09:00")
    dossier = office.receive(at=at)
    dossier = verbs.withdraw(dossier=dossier, reason="Thôi.", by=acting(office.lan, at=at), at=at)

    paper = actions.issue(event=dossier.events.last(), form="stop_notice")

    assert (paper.forms, queries.name_of(paper)) == ("tt03-2025", "Thông báo dừng giải quyết hồ sơ")


def test_an_applicant_is_not_shown_the_offices_own_papers(office):
    dossier = office.return_result(office.decided(), at=vn("2018-10-23 09:30"))
    actions.issue(event=dossier.events.last(), form="control_slip")

    assert forms_of(dossier) == ["control_slip"]
    tracked = queries.tracked_in_full(dossier.quick_code)
    assert tracked is not None
    assert queries.papers_for_applicant(tracked) == []

"""The clock that stops, goes on, begins anew and is apologised for: by the diary, to the day and to the minute."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from motcua.dossiers import actions, actors, steps
from motcua.dossiers.application import HandedIn
from motcua.dossiers.lifecycle import Status, StepNotOpen, StepNotYours, Verb
from motcua.dossiers.models import Dossier, DossierDocument, Event
from motcua.dossiers.queries import account_of, timeliness
from motcua.law import rule_sets
from motcua.organisations.models import Agency, Role
from motcua.working_time.actions import clear_day, set_day
from motcua.working_time.calendar import DayKind, SpecialDay
from motcua.working_time.models import Calendar
from tests.factories import Office, acting, create_agency, create_application, create_officer, vn

# Received on Monday the 22nd at nine with three working days: due on Thursday the 25th
TUESDAY, WEDNESDAY, THURSDAY = vn("2018-10-23 08:00"), vn("2018-10-24 08:00"), vn("2018-10-25 09:00")
FRIDAY, NEXT_MONDAY = vn("2018-10-26 09:00"), vn("2018-10-29 09:00")


@pytest.fixture
def office(db) -> Office:
    return Office()


def ask(office: Office, dossier, *, at, reason="Thiếu đơn.", **more):
    return actions.request_supplement(dossier=dossier, reason=reason, by=acting(office.hai, at=at), at=at, **more)


def accept(office: Office, dossier, *, at, **more):
    return actions.accept_supplement(dossier=dossier, by=acting(office.lan, at=at), at=at, **more)


def last_line(dossier) -> Event:
    return Event.objects.filter(dossier=dossier).order_by("-seq")[0]


class TestSupplement:
    def test_the_whole_limit_begins_anew_and_the_statistics_subtract_the_wait(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        waiting = ask(office, dossier, at=WEDNESDAY, papers=["Đơn đề nghị"])
        assert (waiting.status, waiting.waits_for, waiting.step_due_at) == ("awaiting_supplement", "applicant", None)
        assert timeliness(waiting, at=vn("2018-11-30 09:00")) == "waiting"

        dossier = accept(office, waiting, at=NEXT_MONDAY, documents=[HandedIn("P1", originals=2)])

        assert dossier.status == Status.IN_PROGRESS
        assert dossier.due_at == dossier.judged_due_at == vn("2018-11-01 17:00")  # three days from Monday
        assert dossier.national_due_at == vn("2018-10-30 17:00")  # one day was left on Wednesday
        assert dossier.first_due_at == vn("2018-10-25 17:00")
        assert DossierDocument.objects.get(dossier=dossier, code="P1").originals == 2
        assert last_line(dossier).detail["article"] == "NĐ 61/2018 Điều 19.4"
        assert dossier.step_due_at and dossier.officer == office.hai

    def test_what_was_late_stays_late(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)

        dossier = accept(office, ask(office, dossier, at=FRIDAY), at=NEXT_MONDAY)

        assert dossier.due_at == vn("2018-11-01 17:00")  # the citizen is told the new day
        assert dossier.judged_due_at == vn("2018-10-25 17:00")
        assert timeliness(dossier, at=NEXT_MONDAY) == "overdue"

    def test_a_second_request_is_possible_and_is_a_violation(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        dossier = accept(office, ask(office, dossier, at=TUESDAY), at=WEDNESDAY)
        assert "violations" not in Event.objects.get(dossier=dossier, verb=Verb.REQUEST_SUPPLEMENT).detail

        dossier = ask(office, dossier, at=THURSDAY)

        assert (dossier.supplement_requests, last_line(dossier).detail["violations"]) == (2, ["again"])

    def test_a_request_after_the_third_working_day_is_flagged(self, office):
        office = Office2(office)
        dossier = office.take_over(office.receive(), at=TUESDAY)

        assert last_line(ask(office, dossier, at=FRIDAY)).detail["violations"] == ["late"]

    def test_only_published_papers_may_be_asked_for_and_a_reason_is_given(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)

        with pytest.raises(ValidationError) as refusal:
            ask(office, dossier, at=TUESDAY, papers=["Sổ hộ khẩu"], reason=" ", asked_until=date(2018, 10, 1))

        assert set(refusal.value.message_dict) == {"papers", "reason", "asked_until"}
        assert Dossier.objects.get(pk=dossier.pk).status == Status.IN_PROGRESS

    def test_at_the_door_nothing_is_promised_yet_and_no_clock_stops(self, office):
        dossier = office.submit()
        by = acting(office.lan)

        waiting = actions.request_supplement(dossier=dossier, reason="Ảnh mờ.", by=by, at=TUESDAY)
        assert (waiting.status, waiting.clock_stopped_at) == ("awaiting_supplement", None)
        citizen = actors.applicant(name="Trần Thị Bé Ba", dossier_id=dossier.pk)
        png = b"\x89PNG\r\n\x1a\n" + b"0" * 20
        brought = actions.BroughtFile("don.png", png, "P1")
        actions.supply(dossier=dossier, files=[brought], by=citizen, at=WEDNESDAY)
        back = actions.accept_supplement(dossier=dossier, by=by, at=THURSDAY)
        assert back.status == Status.SUBMITTED

        received = actions.receive(dossier=dossier, by=by, at=THURSDAY)

        assert received.due_at == vn("2018-10-30 17:00")  # from the day it was complete
        assert received.attachments.get().document_code == "P1"

    def test_what_waits_before_its_reception_is_on_nobodys_list_of_open_ones(self, office):
        dossier = office.submit()
        actions.request_supplement(dossier=dossier, reason="Thiếu tờ khai.", by=acting(office.lan), at=TUESDAY)

        assert list(Dossier.objects.open()) == []  # it has no day yet by which lists are put in order

    def test_who_never_comes_back_is_refused_before_and_stopped_after_the_reception(self, office):
        before = office.submit()
        by = acting(office.lan)
        actions.request_supplement(dossier=before, reason="Ảnh mờ.", by=by, at=TUESDAY)
        assert actions.refuse(dossier=before, reason="Quá lâu.", by=by, at=FRIDAY).status == Status.REFUSED

        after = ask(office, office.take_over(office.receive(), at=TUESDAY), at=WEDNESDAY)
        stopped = actions.stop(dossier=after, reason="Chờ quá 30 ngày.", by=by, at=NEXT_MONDAY)
        assert (stopped.status, last_line(stopped).detail["waited_for"]) == ("stopped", "applicant")


class TestPayment:
    def test_what_was_left_goes_on_from_the_proof(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        by = acting(office.hai)
        waiting = actions.request_payment(dossier=dossier, reason="Lệ phí.", amount=50_000, by=by, at=WEDNESDAY)
        assert (waiting.status, waiting.waits_for) == ("awaiting_payment", "payment")

        paid = actions.confirm_payment(dossier=waiting, proof="BL 1", by=acting(office.lan), at=NEXT_MONDAY)

        assert paid.due_at == paid.judged_due_at == paid.national_due_at == vn("2018-10-30 17:00")

    def test_a_second_appointment_is_counted_from_the_proof(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        by = acting(office.hai)
        actions.request_payment(dossier=dossier, reason="Thuế.", limit_after="3 working days", by=by, at=WEDNESDAY)

        paid = actions.confirm_payment(dossier=dossier, proof="BL 1", by=acting(office.lan), at=NEXT_MONDAY)

        assert (paid.due_at, last_line(paid).detail["clock"]) == (vn("2018-11-01 17:00"), "restarted")

    def test_what_cannot_be_read_is_refused_in_words(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)

        with pytest.raises(ValidationError) as refusal:
            actions.request_payment(
                dossier=dossier, reason="", amount=0, limit_after="soon", by=acting(office.hai), at=WEDNESDAY
            )

        assert set(refusal.value.message_dict) == {"reason", "amount", "limit_after"}


class TestApology:
    def extend(self, office, dossier, *, at, day=date(2018, 10, 30), reason="Chờ đo đạc."):
        return actions.extend(dossier=dossier, reason=reason, new_due_on=day, by=acting(office.sau, at=at), at=at)

    def test_the_appointment_moves_and_the_dossier_is_judged_by_the_first(self, office):
        dossier = self.extend(office, office.receive(), at=WEDNESDAY)

        assert (dossier.due_at, dossier.judged_due_at) == (vn("2018-10-30 17:00"), vn("2018-10-25 17:00"))
        assert timeliness(dossier, at=FRIDAY) == "overdue"
        assert Dossier.objects.overdue(at=FRIDAY).get() == dossier
        decided = office.take_over(dossier, at=FRIDAY)
        decided = office.approve(office.propose(decided, at=FRIDAY), at=FRIDAY)
        assert timeliness(decided, at=FRIDAY) == "late"

    @pytest.mark.parametrize(
        ("at", "is_in_time"), [(vn("2018-10-24 17:00"), True), (vn("2018-10-24 17:01"), False), (FRIDAY, False)]
    )
    def test_it_comes_one_working_day_before_at_the_latest(self, office, at, is_in_time):
        dossier = office.receive()
        assert steps.may(acting(office.sau, at=at), Verb.EXTEND, dossier) is is_in_time
        if is_in_time:
            self.extend(office, dossier, at=at)
        else:
            with pytest.raises(StepNotOpen, match="17:00 24/10/2018"):
                self.extend(office, dossier, at=at)

    def test_it_comes_once(self, office):
        dossier = self.extend(office, office.receive(), at=TUESDAY)

        with pytest.raises(StepNotOpen, match="một lần"):
            self.extend(office, dossier, at=WEDNESDAY, day=date(2018, 11, 5))

    def test_it_comes_as_often_as_the_rules_say(self, office, monkeypatch):
        twice = replace(rule_sets.ND61_2018, reappointment_max=2)
        monkeypatch.setattr(Dossier, "rule_set", property(lambda _dossier: twice))
        dossier = self.extend(office, office.receive(), at=TUESDAY)
        dossier = self.extend(office, dossier, at=WEDNESDAY, day=date(2018, 11, 5))

        with pytest.raises(StepNotOpen, match="đủ 2 lần"):
            self.extend(office, dossier, at=WEDNESDAY, day=date(2018, 11, 6))

    def test_the_new_day_is_a_later_working_day_with_a_reason(self, office):
        dossier = office.receive()
        for day in (date(2018, 10, 25), date(2018, 10, 28), date(2044, 1, 4)):
            with pytest.raises(ValidationError) as refusal:
                self.extend(office, dossier, at=TUESDAY, day=day, reason=" ")
            assert set(refusal.value.message_dict) == {"new_due_on", "reason"}

    def test_a_supplement_after_an_apology_promises_no_earlier_day(self, office):
        dossier = office.take_over(
            self.extend(office, office.receive(), at=TUESDAY, day=date(2018, 11, 30)), at=TUESDAY
        )

        dossier = accept(office, ask(office, dossier, at=WEDNESDAY), at=THURSDAY)

        assert (dossier.due_at, dossier.judged_due_at) == (vn("2018-11-30 17:00"), vn("2018-10-30 17:00"))
        late = vn("2018-10-31 09:00")  # within the appointment, past the day it is judged by
        assert ask(office, dossier, at=late).judged_due_at == vn("2018-10-30 17:00")
        assert accept(office, dossier, at=late).judged_due_at == vn("2018-10-30 17:00")


class TestAccount:
    def test_every_minute_is_somebodys_and_the_sum_is_exact(self, office):
        colleague = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Tư")
        dossier = office.take_over(office.receive(), at=TUESDAY)
        by = acting(office.hai)
        actions.forward(dossier=dossier, to=colleague, by=by, at=vn("2018-10-23 10:00"))
        dossier = actions.take_over(dossier=dossier, by=by, at=vn("2018-10-23 14:00"))
        dossier = accept(office, ask(office, dossier, at=WEDNESDAY), at=NEXT_MONDAY)
        dossier = office.propose(dossier, at=vn("2018-10-29 15:00"))
        dossier = office.approve(dossier, at=vn("2018-10-30 10:00"))

        account = account_of(dossier, at=vn("2018-12-24 09:00"))

        assert account is not None
        said = [(charge.officer or charge.waits_for or charge.step, charge.minutes) for charge in account.charges]
        assert said == [
            ("Giải quyết", 420),  # nobody's yet: Monday 9 to 17, and Tuesday from 7
            ("Phạm Quốc Hải", 120),
            ("Lê Văn Tư", 120),  # over the lunch break
            ("Phạm Quốc Hải", 240),
            ("applicant", 3 * 480 + 60),
            ("Phạm Quốc Hải", 240),
            ("Phê duyệt", 300),
        ]
        assert account.total == sum(minutes for _who, minutes in said) == account.office + account.waited
        assert account.waited == 3 * 480 + 60

    def test_nothing_is_charged_before_the_reception(self, office):
        assert account_of(office.submit(), at=TUESDAY) is None


class TestTakingBack:
    def test_the_dossier_stands_again_where_it_stood_and_the_diary_shows_both(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        due_at = dossier.step_due_at
        dossier = office.propose(dossier, at=TUESDAY)

        back = actions.take_back(dossier=dossier, by=acting(office.hai), at=vn("2018-10-23 08:05"), reason="Bấm nhầm")

        assert (back.step.kind, back.officer, back.step_due_at) == ("handling", office.hai, due_at)
        assert [line.verb for line in back.events.order_by("seq")] == ["receive", "take-over", "propose", "take-back"]
        assert last_line(back).detail == {"undoes": "propose", "line": 3, "reason": "Bấm nhầm"}

    def test_taking_over_is_undone_to_nobodys(self, office):
        back = actions.take_back(
            dossier=office.take_over(office.receive(), at=TUESDAY), by=acting(office.hai), at=TUESDAY
        )
        assert (back.status, back.officer) == (Status.RECEIVED, None)

    def test_what_a_citizen_was_told_is_not_taken_back(self, office):
        dossier = ask(office, office.take_over(office.receive(), at=TUESDAY), at=TUESDAY)
        with pytest.raises(StepNotOpen):
            actions.take_back(dossier=dossier, by=acting(office.hai), at=TUESDAY)
        dossier = accept(office, dossier, at=WEDNESDAY)
        with pytest.raises(StepNotOpen):
            actions.take_back(dossier=dossier, by=acting(office.hai), at=WEDNESDAY)

    def test_nobody_takes_back_what_another_did(self, office):
        dossier = office.propose(office.take_over(office.receive(), at=TUESDAY), at=TUESDAY)
        with pytest.raises(StepNotYours):
            actions.take_back(dossier=dossier, by=acting(office.sau), at=TUESDAY)


class TestSameDay:
    @pytest.mark.parametrize(
        ("received", "due"),
        [("2018-10-22 08:00", "2018-10-22 11:00"), ("2018-10-22 14:30", "2018-10-22 17:00"),
         ("2018-10-22 15:30", "2018-10-23 08:30")],
    )  # fmt: skip
    def test_it_is_due_the_same_day_and_after_three_the_next(self, db, received, due):
        office = Office(limit="3 working hours", same_day=True)
        received_at = vn(received)

        assert office.receive(at=received_at).due_at == vn(due)

    def test_the_counter_settles_at_once_and_the_case_is_in_the_books(self, db):
        office = Office(limit="3 working hours", same_day=True)
        application = create_application(office.version, office.centre)

        dossier = actions.settle_at_counter(
            application=application, summary="Đã đóng điện.", by=acting(office.lan), at=TUESDAY
        )

        assert (dossier.status, dossier.result.summary) == (Status.RETURNED, "Đã đóng điện.")
        assert [line.verb for line in dossier.events.order_by("seq")] == ["receive", "settle", "return-result"]
        assert dossier.code

    def test_no_counter_settles_what_is_not_given_the_same_day(self, office):
        with pytest.raises(StepNotOpen):
            actions.settle(dossier=office.receive(), summary="Xong.", by=acting(office.lan), at=TUESDAY)


class TestConsultation:
    def ask(self, office, dossier, agency, *, at=TUESDAY, question="Có vướng quy hoạch không?", half_days=2):
        return actions.consult(
            dossier=dossier, agency=agency, question=question, half_days=half_days, by=acting(office.hai), at=at
        )

    def test_two_units_answer_side_by_side_before_it_goes_on(self, office):
        builders, health = create_agency(), create_agency()
        builder = create_officer(Role.SPECIALIST, builders)
        doctor = create_officer(Role.LEADER, health)
        dossier = office.take_over(office.receive(), at=TUESDAY)
        self.ask(office, dossier, builders)
        dossier = self.ask(office, dossier, health, half_days=4)
        assert dossier.consultations.get(agency=builders).due_at == vn("2018-10-24 08:00")
        with pytest.raises(StepNotOpen, match="Còn chờ trả lời"):
            office.propose(dossier, at=TUESDAY)

        actions.answer(dossier=dossier, text="Không vướng.", by=acting(builder), at=TUESDAY)
        dossier = actions.answer(dossier=dossier, text="Đồng ý.", by=acting(doctor), at=WEDNESDAY)

        assert dossier.asked == []
        assert office.propose(dossier, at=WEDNESDAY).step.kind == "approval"

    def test_a_missed_day_holds_nobody_up_and_is_on_record(self, office):
        builders = create_agency(name="Sở Xây dựng")
        dossier = self.ask(office, office.take_over(office.receive(), at=TUESDAY), builders)

        dossier = office.propose(dossier, at=THURSDAY)

        assert last_line(dossier).detail["without_answer_of"] == ["Sở Xây dựng"]

    def test_a_question_has_words_a_term_and_another_unit(self, office):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        with pytest.raises(ValidationError) as refusal:
            self.ask(office, dossier, office.department, question="", half_days=0)
        assert set(refusal.value.message_dict) == {"question", "half_days", "agency"}

    def test_a_unit_that_was_not_asked_cannot_answer(self, office):
        stranger = create_officer(Role.SPECIALIST, create_agency())
        dossier = office.take_over(office.receive(), at=TUESDAY)
        with pytest.raises(StepNotYours):
            actions.answer(dossier=dossier, text="Đồng ý.", by=acting(stranger), at=TUESDAY)


class TestCalendarChange:
    @pytest.fixture
    def a_day_off(self, office):
        """A holiday on the Wednesday, announced after the reception."""
        day = SpecialDay(date=date(2018, 10, 24), kind=DayKind.HOLIDAY, reason="Bão")
        return lambda: set_day(calendar=Calendar.objects.get(is_default=True), day=day, by="diem", at=TUESDAY)

    def test_a_promise_moves_only_by_an_explicit_act_with_a_reason(self, office, a_day_off):
        overseer = acting(create_officer(Role.CENTRE, office.centre))
        dossier = office.receive()
        assert not list(actions.preview_recalculation())
        a_day_off()
        assert Dossier.objects.get(pk=dossier.pk).due_at == vn("2018-10-25 17:00")

        shift = list(actions.preview_recalculation())
        assert [(each.dossier, each.due_at) for each in shift] == [(dossier, vn("2018-10-26 17:00"))]
        with pytest.raises(ValidationError):
            actions.recalculate(dossier=dossier, reason=" ", by=overseer, at=TUESDAY)
        moved = actions.recalculate(dossier=dossier, reason="CĐ 1418 về bão", by=overseer, at=TUESDAY)

        assert moved.due_at == moved.judged_due_at == vn("2018-10-26 17:00")
        assert last_line(moved).detail["clock"] == "recalculated"
        assert not list(actions.preview_recalculation())
        with pytest.raises(StepNotOpen):
            actions.recalculate(dossier=dossier, reason="Lần nữa", by=overseer, at=TUESDAY)

    def test_a_preview_costs_the_same_however_many_there_are(self, office, a_day_off, django_assert_num_queries):
        made = [office.receive() for _number in range(5)]
        accept(office, ask(office, office.take_over(made[0], at=TUESDAY), at=TUESDAY), at=TUESDAY)
        a_day_off()
        assert len(list(actions.preview_recalculation())) == 5  # the calendar is at hand

        with django_assert_num_queries(3):  # calendars, agencies, dossiers with their diaries
            shifts = list(actions.preview_recalculation())

        assert [shift.dossier for shift in shifts] == made

    def test_what_was_told_while_another_calendar_was_in_force_is_looked_at_when_the_first_is_back(
        self, office, a_day_off
    ):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        a_day_off()
        accepted = accept(office, ask(office, dossier, at=TUESDAY), at=TUESDAY)
        clear_day(calendar=Calendar.objects.get(is_default=True), day=date(2018, 10, 24))

        [shift] = actions.preview_recalculation()

        assert shift.dossier == accepted
        assert shift.due_at < accepted.due_at

    def test_an_agency_that_gets_its_own_calendar_is_looked_at_and_the_others_are_not(self, office, a_day_off):
        dossier = office.receive()
        own = Calendar.objects.create(name="Riêng")
        Agency.objects.filter(pk=dossier.agency_id).update(calendar=own)
        set_day(calendar=own, day=SpecialDay(date(2018, 10, 25), DayKind.HOLIDAY, "Ngày của Sở"), by="diem", at=TUESDAY)

        assert [shift.dossier for shift in actions.preview_recalculation()] == [dossier]
        assert [shift.dossier for shift in actions.preview_recalculation(agencies=[dossier.agency])] == [dossier]
        assert not list(actions.preview_recalculation(agencies=[office.centre]))

    def test_whose_clock_was_turned_by_several_calendars_is_written_down_as_the_diary_has_it(self, office, a_day_off):
        before = office.take_over(office.receive(), at=TUESDAY)
        plain = office.receive()
        a_day_off()
        after = office.take_over(office.receive(), at=TUESDAY)
        for dossier in (before, after):
            accept(office, ask(office, dossier, at=TUESDAY), at=TUESDAY)
        actions.recalculate(
            dossier=plain, reason="CĐ 1418", by=acting(create_officer(Role.CENTRE, office.centre)), at=TUESDAY
        )
        told = Dossier.objects.values_list("pk", "is_told_otherwise")

        assert dict(told) == {before.pk: True, plain.pk: True, after.pk: False}
        Dossier.objects.update(is_told_otherwise=False)
        with connection.cursor() as cursor:
            cursor.execute(import_module("motcua.dossiers.migrations.0010_told_otherwise").WRITE_DOWN)
        assert dict(told.all()) == {before.pk: True, plain.pk: True, after.pk: False}

    def test_a_supplement_after_the_change_does_not_judge_by_a_promise_nobody_made(self, office, a_day_off):
        dossier = office.take_over(office.receive(), at=TUESDAY)
        a_day_off()

        dossier = accept(office, ask(office, dossier, at=FRIDAY), at=NEXT_MONDAY)  # late by the promise made

        assert dossier.judged_due_at == vn("2018-10-25 17:00")


def Office2(office: Office) -> Office:
    """Return the office with a longer limit, so that a late request is not yet a late dossier."""
    office.version.limits.update(committed="15 working days")
    return office

"""The statutory papers and the ten national statuses."""

import pytest

from motcua.law import forms, statuses


def test_there_are_six_forms_of_2018_and_seven_of_2025():
    assert [form.number for form in forms.FORMS["tt01-2018"]] == ["01", "02", "03", "04", "05", "06"]
    assert [form.number for form in forms.FORMS["tt03-2025"]] == ["01", "02", "03", "04", "05", "06", "07"]


def test_the_control_slip_and_the_register_moved_one_number_up():
    assert forms.form_of("tt01-2018", "control_slip").number == "05"
    assert forms.form_of("tt03-2025", "control_slip").number == "06"
    assert forms.form_of("tt01-2018", "register").number == "06"
    assert forms.form_of("tt03-2025", "register").number == "07"


@pytest.mark.parametrize("name", forms.FORMS)
def test_every_form_is_a5_but_the_register(name):
    assert {form.key for form in forms.FORMS[name] if form.paper == "A4"} == {"register"}


def test_2018_had_no_notice_of_stopping():
    assert forms.form_of("tt03-2025", "stop_notice").name == "Thông báo dừng giải quyết hồ sơ"
    with pytest.raises(LookupError, match="stop_notice"):
        forms.form_of("tt01-2018", "stop_notice")


def test_each_status_has_its_national_number():
    assert {status: statuses.number_of(status) for status in statuses.NATIONAL} == {
        "draft": None,
        "submitted": 1,
        "received": 2,
        "refused": 3,
        "in_progress": 4,
        "awaiting_supplement": 5,
        "awaiting_payment": 6,
        "withdrawn": 7,
        "stopped": 8,
        "result_ready": 9,
        "returned": 10,
    }


def test_a_paused_dossier_is_neither_running_nor_finished():
    for status in ("awaiting_supplement", "awaiting_payment"):
        national = statuses.NATIONAL[status]
        assert national is not None
        assert national.clock == statuses.clock_of(status) == "stopped"
        assert not national.is_terminal


def test_the_clock_runs_while_the_office_works_on_it():
    assert [status for status in statuses.NATIONAL if statuses.clock_of(status) == "running"] == [
        "received",
        "in_progress",
    ]


def test_an_unknown_status_is_an_error_and_not_a_default():
    with pytest.raises(KeyError):
        statuses.number_of("lost")

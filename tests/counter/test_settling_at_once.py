"""A result that is given at once: received, settled and handed over by one button, and in the books like any other."""

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from tests.counter.conftest import DESK, Counter, desk_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def same_day(counter: Counter) -> Counter:
    counter.version.same_day = True
    counter.version.save()
    return counter


def test_one_button_leaves_a_code_a_result_and_a_whole_diary(lan: Client, same_day: Counter):
    answer = lan.post(DESK, desk_values(same_day) | {"do": "settle", "summary": "Đã đóng điện trở lại."})

    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.result.summary) == ("returned", "Đã đóng điện trở lại.")
    assert [line.verb for line in dossier.events.order_by("seq")] == ["receive", "settle", "return-result"]
    assert answer.url == f"{DESK}{dossier.code}/"
    assert lan.get(answer.url).status_code == 200


def test_without_words_nothing_is_done_and_the_question_stays_open(lan: Client, same_day: Counter):
    answer = lan.post(DESK, desk_values(same_day) | {"do": "settle", "summary": " "})

    page = answer.content.decode()
    assert (answer.status_code, Dossier.objects.count()) == (422, 0)
    assert "Ghi kết quả đã giải quyết" in page
    assert 'id="giai-quyet" aria-labelledby="giai-quyet-ten" open' in page


def test_without_a_script_the_first_press_opens_the_question(lan: Client, same_day: Counter):
    page = lan.post(DESK, desk_values(same_day) | {"do": "ask-settle"}).content.decode()

    assert 'id="giai-quyet" aria-labelledby="giai-quyet-ten" open' in page


def test_what_takes_days_has_no_such_button(lan: Client, counter: Counter):
    page = lan.post(DESK, desk_values(counter) | {"do": "redraw"}).content.decode()
    assert "ask-settle" not in page

    answer = lan.post(DESK, desk_values(counter) | {"do": "settle", "summary": "Xong."})
    assert (answer.status_code, Dossier.objects.count()) == (409, 0)

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import numbering, quick_codes
from motcua.dossiers.models import Dossier, NumberBook
from motcua.law import rule_sets
from motcua.lib import damm
from tests.factories import MONDAY_9AM, Office, create_agency, vn

KEY = "a key of this test"
RULES = rule_sets.ND61_2018


@given(st.sets(st.integers(0, quick_codes.SERIALS - 1), min_size=2, max_size=50))
def test_no_two_serials_give_one_code(serials):
    codes = {quick_codes.compose(year=2018, serial=serial, key=KEY) for serial in serials}

    assert len(codes) == len(serials)


@given(st.integers(0, quick_codes.SERIALS - 1))
def test_a_quick_code_is_ten_digits_that_check(serial):
    code = quick_codes.compose(year=2018, serial=serial, key=KEY)

    assert len(code) == 10 and code.isdigit() and code.startswith("18")
    assert damm.is_valid(code)


def test_quick_codes_tell_nothing_of_their_order():
    codes = [quick_codes.compose(year=2018, serial=serial, key=KEY) for serial in range(100)]

    assert sorted(codes) != codes
    assert len({code[2:4] for code in codes}) > 40


def test_a_token_opens_its_own_code_only_and_forgives_what_is_easily_misread():
    token = quick_codes.token("1810420768", key=KEY)

    assert len(token) == 6
    assert quick_codes.token_matches("1810420768", token.lower().replace("0", "o").replace("1", "l"), key=KEY)
    assert not quick_codes.token_matches("1810420762", token, key=KEY)
    assert not quick_codes.token_matches("1810420768", token, key="another key")


@pytest.mark.django_db
def test_days_do_not_share_a_series():
    """1/11 and 11/1 once did, where the key joined day and month without padding (lesson 12)."""
    unit = create_agency()
    first = numbering.next_numbers(unit, on=date(2019, 11, 1), rules=RULES)
    second = numbering.next_numbers(unit, on=date(2019, 1, 11), rules=RULES)

    assert (first.code[-4:], second.code[-4:]) == ("0001", "0001")
    assert (first.book_number, second.book_number) == (1, 2)


@pytest.mark.django_db
def test_more_than_9999_a_day_widen_the_number():
    unit = create_agency()
    NumberBook.objects.create(unit=unit, period="2018-10-22", last=9999)

    assert numbering.next_numbers(unit, on=date(2018, 10, 22), rules=RULES).code.endswith("-181022-10000")


@pytest.mark.django_db
def test_after_2025_the_code_begins_with_the_new_identifier():
    unit = create_agency(identifier_2020="H12.12.03")

    numbers = numbering.next_numbers(unit, on=date(2025, 10, 15), rules=rule_sets.ND118_2025)

    assert numbers.code == "H12.12.03-251015-0001"


@pytest.mark.django_db
def test_a_reception_that_fails_gives_its_number_back():
    office = Office()
    office.receive()
    with pytest.raises(ValueError, match="no further"):
        _receive_and_fail(office)

    assert office.receive().code.endswith("-0002")


def _receive_and_fail(office):
    from django.db import transaction

    with transaction.atomic():
        office.receive()
        raise ValueError("no further")


@pytest.mark.django_db(transaction=True)
def test_fifty_concurrent_receptions_get_fifty_different_codes():
    office = Office()

    def receive(_):
        try:
            return office.receive(at=MONDAY_9AM).code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(receive, range(50)))

    assert sorted(code[-4:] for code in codes) == [f"{number:04d}" for number in range(1, 51)]
    assert Dossier.objects.values("quick_code").distinct().count() == 50
    assert office.receive(at=vn("2018-10-23 08:00")).code.endswith("-181023-0001")

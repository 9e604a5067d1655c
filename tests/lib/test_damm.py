import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.lib import damm

codes = st.text("0123456789", min_size=1, max_size=12).map(lambda digits: digits + damm.check_digit(digits))


def test_the_example_of_the_thesis_and_the_codes_of_the_mock_ups() -> None:
    assert damm.check_digit("572") == "4"
    assert all(damm.is_valid(code) for code in ("1810420768", "1810422057"))


def test_every_wrong_digit_and_every_swap_is_caught_in_all_codes_of_four_digits() -> None:
    for digits in itertools.product("0123456789", repeat=3):
        code = "".join(digits) + damm.check_digit("".join(digits))
        for place in range(4):
            wrong = [code[:place] + digit + code[place + 1 :] for digit in "0123456789" if digit != code[place]]
            assert not any(damm.is_valid(each) for each in wrong)
        for place in range(3):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not damm.is_valid(swapped)


@given(codes, st.data())
def test_one_wrong_digit_is_caught_in_codes_of_any_length(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != code[place]]))

    assert damm.is_valid(code)
    assert not damm.is_valid(code[:place] + digit + code[place + 1 :])


@given(codes, st.data())
def test_a_swap_of_neighbours_is_caught_in_codes_of_any_length(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert swapped == code or not damm.is_valid(swapped)


@pytest.mark.parametrize("typed", ["", "0", "12a4", "１２", "²²"])
def test_what_is_no_code_is_not_valid(typed: str) -> None:
    assert not damm.is_valid(typed)


def test_a_check_digit_is_made_of_digits_only() -> None:
    with pytest.raises(ValueError, match="not a digit"):
        damm.check_digit("12a")

"""How codes of dossiers, procedures and fields are written and read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.law import codes
from motcua.law.codes import DossierCode, ProcedureCode, UnreadableCode

CENTRE_2018, CENTRE_2025 = "000.00.12.H12", "H12.12"
MONDAY = date(2018, 10, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("000.00.12.H12-181022-0001", DossierCode(codes.TT01_2018, CENTRE_2018, MONDAY, 1)),
        ("H12.12.03-251015-0042", DossierCode(codes.TT03_2025, "H12.12.03", date(2025, 10, 15), 42)),
        ("H12.012.03-251015-0042", DossierCode(codes.TT03_2025, "H12.012.03", date(2025, 10, 15), 42)),
        ("H12-251015-0042", DossierCode(codes.TT03_2025, "H12", date(2025, 10, 15), 42)),
        ("H12.12-260126-070042", DossierCode(codes.TT03_2025_CENTRAL, "H12.12", date(2026, 1, 26), 42, "07")),
        ("G09.20-20260609-0092637", DossierCode(codes.LONG_DATE, "G09.20", date(2026, 6, 9), 92637, None, 7)),
    ],
)
def test_all_four_shapes_are_read_and_written_back(text, expected):
    assert codes.parse(text) == expected
    assert str(codes.parse(text)) == text


def test_spaces_and_small_letters_are_forgiven():
    assert str(codes.parse("  000.00.12.h12-181022-0001 ")) == "000.00.12.H12-181022-0001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H12",
        "000.00.12.H12-181022-001",  # three digits
        "000.00.12.H12-181022-0000",  # no dossier is the zeroth
        "000.00.12.H12-181022-00001",  # the same dossier under two codes
        "000.00.12.H12-181322-0001",  # month 13
        "000.00.12.H12-180231-0001",  # 31 February
        "000.00.12.12-181022-0001",
        "00.00.12.H12-181022-0001",
        "H12.1-251015-0001",
        "H12.12-251015-0001; DROP TABLE",
        "H12.12-251015-٠٠٠١",  # digits of another script
    ],
)
def test_what_is_no_dossier_code_is_refused_with_an_example(text):
    with pytest.raises(UnreadableCode, match=r"000\.00\.12\.H12-181022-0001"):
        codes.parse(text)


@pytest.mark.parametrize(
    ("pattern", "unit", "number", "expected"),
    [
        (codes.TT01_2018, CENTRE_2018, 1, "000.00.12.H12-181022-0001"),
        (codes.TT01_2018, CENTRE_2018, 9999, "000.00.12.H12-181022-9999"),
        (codes.TT03_2025, CENTRE_2025, 7, "H12.12-181022-0007"),
        (codes.LONG_DATE, CENTRE_2025, 92637, "H12.12-20181022-0092637"),
    ],
)
def test_a_code_is_composed_by_the_pattern_of_its_time(pattern, unit, number, expected):
    assert codes.compose(pattern, unit, MONDAY, number) == expected


def test_the_ten_thousandth_of_a_day_widens_the_code_instead_of_overflowing():
    code = codes.compose(codes.TT01_2018, CENTRE_2018, MONDAY, 10_000)

    assert code == "000.00.12.H12-181022-10000"
    assert codes.parse(code).number == 10_000


def test_first_of_november_and_eleventh_of_january_do_not_share_a_series():
    first = codes.compose(codes.TT01_2018, CENTRE_2018, date(2018, 11, 1), 1)
    second = codes.compose(codes.TT01_2018, CENTRE_2018, date(2018, 1, 11), 1)

    assert first != second


def test_a_central_service_needs_the_owner_of_its_system():
    assert codes.compose(codes.TT03_2025_CENTRAL, CENTRE_2025, MONDAY, 42, owner="07") == "H12.12-181022-070042"
    for owner in (None, "7", "ab"):
        with pytest.raises(UnreadableCode):
            codes.compose(codes.TT03_2025_CENTRAL, CENTRE_2025, MONDAY, 42, owner=owner)
    with pytest.raises(UnreadableCode):
        codes.compose(codes.TT03_2025, CENTRE_2025, MONDAY, 42, owner="07")


@pytest.mark.parametrize(
    ("unit", "number"), [(CENTRE_2025, 1), ("H12", 1), ("", 1), (CENTRE_2018, 0), (CENTRE_2018, -3)]
)
def test_a_code_that_nobody_could_read_is_not_composed(unit, number):
    with pytest.raises(UnreadableCode):
        codes.compose(codes.TT01_2018, unit, MONDAY, number)


@given(
    pattern_and_unit=st.sampled_from(
        [(codes.TT01_2018, CENTRE_2018), (codes.TT03_2025, CENTRE_2025), (codes.LONG_DATE, "G09.20")]
    ),
    day=st.dates(date(2018, 1, 1), date(2069, 12, 31)),
    number=st.integers(1, 99_999),
)
def test_what_is_composed_is_read_back(pattern_and_unit, day, number):
    pattern, unit = pattern_and_unit

    read = codes.parse(codes.compose(pattern, unit, day, number))

    assert (read.pattern, read.unit, read.day, read.number) == (pattern, unit, day, number)


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text):
    try:
        assert str(codes.parse(text)) == text.strip().upper()
    except UnreadableCode as refusal:
        assert refusal.code == "dossier"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.014466", ProcedureCode("1.014466")),
        ("1.014466.H12", ProcedureCode("1.014466", "H12")),
        ("1.004122.000.00.00.H56", ProcedureCode("1.004122", "000.00.00.H56")),
    ],
)
def test_procedure_codes_of_all_shapes_are_read(text, expected):
    assert codes.parse_procedure(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize("text", ["", "1014466", "1.01446", "1.014466.", "x.014466", "1.014466.Q"])
def test_what_is_no_procedure_code_is_refused(text):
    with pytest.raises(UnreadableCode, match=r"1\.004122"):
        codes.parse_procedure(text)


def test_a_field_code_names_authority_and_field():
    assert codes.parse_field("h12-đđ02") == ("H12", "ĐĐ02")
    with pytest.raises(UnreadableCode, match="H12-DD"):
        codes.parse_field("đất đai")

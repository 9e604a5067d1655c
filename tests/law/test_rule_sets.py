"""Which decree decides on which day, and what it says."""

import re
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from motcua.law import codes, forms, rule_sets
from motcua.law.rule_sets import ND61_2018, ND118_2025, ND309_2026, RULE_SETS, NoRuleSet

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 6, 21), "nd61-2018"),
        (date(2018, 10, 22), "nd61-2018"),
        (date(2025, 6, 30), "nd61-2018"),
        (date(2025, 7, 1), "nd118-2025"),
        (date(2026, 8, 4), "nd118-2025"),
        (date(2026, 8, 5), "nd309-2026"),
        (date(2027, 12, 31), "nd309-2026"),
    ],
)
def test_the_day_of_reception_chooses_the_decree(day, expected):
    assert rule_sets.in_force_on(day).name == expected


def test_before_the_first_decree_there_is_no_rule_and_the_sentence_says_from_when():
    with pytest.raises(NoRuleSet) as refusal:
        rule_sets.in_force_on(date(2018, 6, 20))

    assert "20/06/2018" in str(refusal.value)
    assert "21/06/2018" in str(refusal.value)
    assert refusal.value.code == "too_early"


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(NoRuleSet, match="nd61-2018, nd118-2025, nd309-2026"):
        rule_sets.named("nd99-2030", received_on=date(2030, 1, 1))


@pytest.mark.parametrize("name", rule_sets.NAMES)
def test_a_set_is_found_again_by_its_name(name):
    assert rule_sets.named(name, received_on=date(2026, 1, 1)).name == name


def test_one_decree_follows_the_other_without_a_gap():
    for earlier, later in pairwise(RULE_SETS):
        assert earlier.in_force_until == later.in_force_from
        assert rule_sets.in_force_on(later.in_force_from - timedelta(days=1)) is earlier
    assert RULE_SETS[-1].in_force_until is None


@pytest.mark.parametrize("rules", RULE_SETS, ids=rule_sets.NAMES)
def test_every_parameter_says_where_it_stands(rules):
    assert set(rules.basis) == set(rule_sets.PARAMETERS)
    assert all(basis.article for basis in rules.basis.values())


@pytest.mark.parametrize("rules", RULE_SETS, ids=rule_sets.NAMES)
def test_what_is_uncertain_carries_a_note_for_the_lawyer(rules):
    assert {"online_first_response_hours", "apology_lead_days", "due_method"} <= set(rules.uncertain())
    assert all(basis.note for basis in rules.uncertain().values())


def test_the_parameters_are_those_of_the_decrees():
    for rules in RULE_SETS:
        assert rules.handover_cutoff == time(15)
        assert rules.supplement_return_days == 3
        assert rules.supplement_max_requests == rules.reappointment_max == rules.apology_lead_days == 1
        assert rules.clock_after_supplement == "restart"
        assert rules.due_method == "date"
    assert (ND61_2018.staff_min_years, ND61_2018.posting_min_months, ND61_2018.posting_max_months) == (3, 6, 24)
    assert (ND118_2025.staff_min_years, ND118_2025.posting_min_months, ND118_2025.posting_max_months) == (2, 12, 36)
    assert ND61_2018.boundary_free_clock_starts == "reception"
    assert ND309_2026.boundary_free_clock_starts == "arrival_at_competent_agency"


def test_forms_and_codes_change_with_the_circular_of_2025_inside_one_decree():
    before, after = date(2025, 9, 14), date(2025, 9, 15)

    assert (ND118_2025.forms_on(before), ND118_2025.forms_on(after)) == ("tt01-2018", "tt03-2025")
    assert ND118_2025.code_pattern_on(before) == codes.TT01_2018
    assert ND118_2025.code_pattern_on(after) == ND118_2025.code_pattern == codes.TT03_2025
    assert (ND61_2018.identifier, ND118_2025.identifier) == ("2016", "2020")


@pytest.mark.parametrize("rules", RULE_SETS, ids=rule_sets.NAMES)
def test_forms_and_patterns_named_by_a_set_exist(rules):
    assert all(name in forms.FORMS for _day, name in rules.forms_by_day)
    assert all(name in codes.PATTERNS for _day, name in rules.code_patterns_by_day)
    assert rules.forms_on(date(2018, 1, 1)) in forms.FORMS


@pytest.mark.parametrize("rules", RULE_SETS, ids=rule_sets.NAMES)
def test_every_article_used_stands_in_the_table_of_the_law(rules):
    table = (ROOT / "docs" / "law.md").read_text()
    used = {article for basis in rules.basis.values() for article in basis.article.split("; ")}

    assert not {article for article in used if f"| {article} |" not in table}


def test_every_file_named_in_the_table_of_the_law_exists():
    rows = [line.split("|")[3] for line in (ROOT / "docs" / "law.md").read_text().splitlines() if line.startswith("| ")]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", row)}

    assert len(named) > 5
    assert not {name for name in named if not (ROOT / "src" / "motcua" / name).exists()}

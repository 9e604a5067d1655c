"""Slips of the hand."""

from motcua.lib.typing_errors import one_error_away


def test_every_kind_of_slip_is_thought_of():
    away = one_error_away("kim anh")

    assert {"kmi anh", "ki anh", "kimm anh", "kin anh", "kimanh", "ki m anh", "akim anh", "kim anhz"} <= away


def test_nothing_is_its_own_slip_or_further_away_than_one():
    away = one_error_away("kim anh")

    assert "kim anh" not in away
    assert not {"kmi ahn", "k anh", "kim"} & away


def test_words_stand_one_space_apart():
    assert all(text == " ".join(text.split()) for text in one_error_away("kim anh"))

"""Passes: what was signed is read again, and nothing else."""

import pytest

from motcua.live import passes
from motcua.live.passes import GOOD_FOR, PROVINCE, NoPass, desk_of, door_of

NOW = 1_790_000_000.123


def test_a_pass_says_where_to_listen_and_until_when():
    shown = passes.make([desk_of(12), door_of(7), PROVINCE], since=NOW, secret="s")

    allowed = passes.read(shown, secret="s")

    assert allowed.places == {"b12", "q7", "tinh"}
    assert (allowed.since, allowed.until) == (NOW, NOW + GOOD_FOR)


def test_a_pass_stands_in_an_address_as_it_is():
    shown = passes.make([desk_of(12), door_of(7)], since=NOW, secret="s")

    assert set(shown) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@pytest.mark.parametrize(
    "forge",
    [
        lambda shown: shown.replace("b12", "b13"),
        lambda shown: shown.replace("b12", "tinh"),
        lambda shown: f"9{shown}",
        lambda shown: shown[:-1],
        lambda shown: shown.rpartition(".")[0],
        lambda shown: shown + "Đ",
        lambda shown: "",
        lambda shown: "..",
        lambda shown: passes.make(["b12"], since=NOW, secret="another"),
        lambda shown: passes.make(["x12"], since=NOW, secret="s"),
        lambda shown: passes.make([], since=NOW, secret="s"),
    ],
)
def test_a_forged_pass_is_none(forge):
    with pytest.raises(NoPass):
        passes.read(forge(passes.make([desk_of(12)], since=NOW, secret="s")), secret="s")

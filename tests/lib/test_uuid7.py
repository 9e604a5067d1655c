"""Identifiers that sort by the time they were made."""

import time
from itertools import pairwise

from motcua.lib.uuid7 import first_at, moment_of, uuid7


def test_it_is_a_version_seven_of_the_standard_variant():
    made = uuid7()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_identifiers_of_one_moment_keep_their_order():
    rows = [uuid7() for _ in range(200)]
    out_of_order = sum(first.int >> 64 > second.int >> 64 for first, second in pairwise(rows))

    assert out_of_order == 0
    assert len(set(rows)) == 200


def test_an_identifier_tells_when_it_was_made():
    before = time.time()
    made = uuid7()

    assert before - 0.001 <= moment_of(made) <= time.time()
    assert first_at(before) <= made < first_at(before + 60)

"""The document that is drawn from a raw result."""

import copy
from xml.etree import ElementTree

import pytest

from motcua.bench.report import bounds, page, slope_picture

GOOD = {
    "name": "oversight today", "clients": 8, "rate": 60.0, "p50_ms": 10.0, "p95_ms": 40.0, "p99_ms": 50.0,
    "cpu_ms": 9.0, "statements": 8, "sql_floor_rate": 240.0, "framework_floor_rate": 120.0,
}  # fmt: skip


def result_with(*sizes: list[dict]) -> dict:
    found = [{"dossiers": 50_000 * 20**n, "operations": rows} for n, rows in enumerate(sizes)]
    return {"commit": "0123abc", "machine": {"cores": 2}, "sizes": found}


def missed(result: dict) -> list[str]:
    return [where for bound in bounds(result) for where in bound.said()]


def test_what_just_holds_holds():
    assert not missed(result_with([GOOD], [GOOD | {"rate": 60.0}]))


@pytest.mark.parametrize(
    ("worse", "where"),
    [
        ({"framework_floor_rate": 121.0}, "oversight today: 0.50"),
        ({"name": "receive at the counter", "sql_floor_rate": 241.0}, "receive at the counter: 0.25"),
        ({"p95_ms": 40.1}, "oversight today: 4.0"),
        ({"name": "province dashboard", "clients": 1, "p50_ms": 301.0}, "province dashboard: 301 ms"),
    ],
)
def test_what_just_does_not_hold_is_named(worse, where):
    assert missed(result_with([GOOD | worse])) == [where]


def test_an_operation_that_misses_in_several_rows_is_named_once():
    worse, worst = GOOD | {"rate": 59.0}, GOOD | {"rate": 52.0, "clients": 1}

    assert missed(result_with([worse, worst])) == ["oversight today: 0.43 to 0.49 in 2 rows"]


def test_memory_counts_what_is_shared_once():
    fine, much = ({"web": {"shared_once_mb": web}, "worker": {"shared_once_mb": 100.0}} for web in (400.0, 401.0))
    result = result_with([GOOD])

    assert not missed(result | {"sizes": [result["sizes"][0] | {"memory": fine}]})
    assert missed(result | {"sizes": [result["sizes"][0] | {"memory": much}]}) == ["with 50,000 dossiers: 501 MB"]


def test_the_page_shows_where_the_time_of_a_request_goes():
    result = result_with([GOOD])
    profile = {"name": "oversight today", "ms": {"PostgreSQL": 6.04, "typst": 0.0, "Motcua": 3.0}}

    drawn = page({**result, "sizes": [result["sizes"][0] | {"profiles": [profile]}]}, picture="p.svg")

    assert "| operation | PostgreSQL | typst | Motcua | in all |" in drawn
    assert "| oversight today | 6.0 | – | 3.0 | 9.0 |" in drawn


def test_a_rate_that_falls_as_dossiers_are_added_is_named():
    slower = copy.deepcopy(GOOD) | {"rate": 50.9, "framework_floor_rate": 100.0}

    assert missed(result_with([GOOD], [slower])) == ["oversight today: 0.85"]


def test_the_page_says_what_was_measured_and_what_was_not():
    absent = dict.fromkeys(GOOD) | {"name": "live listeners (not there)"}

    said = page(result_with([GOOD, absent], [GOOD, absent]), picture="pictures/performance.svg", notes="## Found\n")

    assert "| oversight today | 8 | 60.0 | 10.0 | 40.0 | 50.0 | 9.0 | 8 | 0.25 | 0.50 |" in said
    assert "| oversight today | 8 | 60.0 | 10.0 | 40.0 | 1.00 |" in said
    assert "Not measured: live listeners (not there)." in said
    assert "![Rates as dossiers are added](pictures/performance.svg)" in said
    assert said.endswith("## Found\n")


def test_the_picture_is_a_picture_with_a_line_for_each_operation():
    other = GOOD | {"name": "receipt PDF <form 01>"}

    picture = ElementTree.fromstring(slope_picture(result_with([GOOD, other], [GOOD, other])))

    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 2
    assert len(lines[0].get("points").split()) == 2

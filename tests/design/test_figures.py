"""Figures drawn on the server: every number stands as text, nothing needs a style attribute."""

import re

import pytest
from django.template import Context, Template


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(("gone", "drawn"), [(0.66, "66"), (1.4, "100"), (-1, None), (0, None), (1 / 3, "33.3")])
def test_the_arch_fills_with_the_time_that_has_gone(gone: float, drawn: str | None) -> None:
    page = render('{% arch_clock gone "1" "ngày nữa" label="Đã qua 2 trên 3 ngày" %}', gone=gone)

    assert re.findall(r'stroke-dasharray="([\d.]+) 100"', page) == ([drawn] if drawn else [])
    assert 'aria-label="Đã qua 2 trên 3 ngày"' in page


def test_a_stopped_clock_shows_a_pause_and_no_number() -> None:
    page = render('{% arch_clock 0.5 "1" label="Đồng hồ đang dừng" tone="wait" %}')

    assert "sun--wait" in page and 'class="p"' in page and "<text" not in page


def test_the_dot_plot_is_a_table_with_the_figures_of_the_article() -> None:
    rows = [
        {"name": "Trung tâm tỉnh", "count": 17383, "value": 99.09},
        {"name": "Huyện Năm Căn", "count": 2902, "value": 98.0},
        {"name": "6 huyện còn lại", "count": None, "value": None, "note": "Chưa có máy chấm điểm"},
    ]

    page = render('{% dot_plot rows caption="Mức độ hài lòng" %}', rows=rows)

    assert "99,09\xa0%" in page and "17.383 lượt" in page and "98,00\xa0%" in page
    assert "Chưa có máy chấm điểm" in page
    assert re.findall(r'circle class="ring" cx="([\d.]+)%"', page) == ["69.67", "33.33"]
    assert "97%" in page and "100%" in page  # the axis says where it begins


def test_the_columns_of_the_week_stand_in_proportion_and_name_the_risk() -> None:
    days = [
        {"name": "T3", "date": "23/10", "risk": 9, "todo": 18, "done": 19, "marked": True, "url": "/x"},
        {"name": "T4", "date": "24/10", "risk": 0, "todo": 0, "done": 0},
    ]

    page = render('{% week_bars days label="Hồ sơ đến hạn" %}', days=days)

    heights = {tone: float(height) for tone, height in re.findall(r'class="(c\d)"[^>]* height="([\d.]+)"', page)}
    assert heights["c1"] / heights["c2"] == pytest.approx(19 / 18, rel=0.01)
    assert heights["c3"] == pytest.approx(9 * heights["c2"] / 18 + 13, abs=0.2)  # room for the number inside
    assert "9 nguy cơ trễ, 18 còn phải làm, 19 đã xong" in page
    assert '<a href="/x" class="tom">' in page


def test_a_sparkline_ends_red_below_the_target_and_says_its_last_value() -> None:
    good, bad = (render("{% sparkline values %}", values=values) for values in ([94, 97, 99], [97, 96, 90]))

    assert "dt bad" in bad and "90\xa0%" in bad
    assert "dt bad" not in good


def test_a_sparkline_of_nothing_says_so() -> None:
    assert "chưa đủ số liệu" in render("{% sparkline values %}", values=[])


def test_every_door_has_a_name_for_those_who_do_not_see_its_colour() -> None:
    rows = [
        {"name": "U Minh", "alert": 2, "doors": [{"level": 0, "label": "Xã A: hôm nay"}, {"level": 3, "label": "Xã B"}]}
    ]

    page = render("{% door_grid rows %}", rows=rows)

    assert '<span class="an">Xã A: hôm nay</span>' in page
    assert 'class="s3"' in page


@pytest.mark.parametrize(("fraction", "width"), [(0.63, "63%"), (2, "100%"), (-1, "0%")])
def test_a_meter_never_runs_over(fraction: float, width: str) -> None:
    assert f'rect width="{width}"' in render("{% meter fraction %}", fraction=fraction)

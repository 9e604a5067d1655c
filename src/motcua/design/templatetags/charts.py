"""Figures drawn on the server: they print, need no script, and hold every number as text. A builtin.

Sizes and colours stand in static/design/*.css; here only the geometry, as SVG attributes.
"""

from collections.abc import Sequence
from typing import Any

from django import template

from motcua.design.process_picture import Door, layout

register = template.Library()

BAR_HEIGHT = 160  # of the tallest column, in pixels of the drawing
SPARK = (98, 30)  # width and height of a sparkline


@register.inclusion_tag("design/parts/arch_clock.html")
def arch_clock(
    fraction: float, number: str = "", unit: str = "", *, label: str, tone: str = "", light: bool = False
) -> dict[str, Any]:
    """Draw the arch that fills with sun: `fraction` of the time gone (0 to 1), a number and its unit inside.

    `tone`: "" (running), "late" or "wait" (stopped); `light` for pale panels. `label` is read aloud.
    """
    length = round(max(0.0, min(1.0, fraction)) * 100, 1)
    return {"length": f"{length:g}", "number": number, "unit": unit, "label": label, "tone": tone, "light": light}


@register.inclusion_tag("design/parts/dot_plot.html")
def dot_plot(rows: Sequence[dict[str, Any]], *, low: int = 97, high: int = 100, caption: str = "") -> dict[str, Any]:
    """Draw percentages near the top on an axis that says where it begins; never as bars that all look alike.

    A row: {"name", "count" (lượt) or None, "value" (99.09) or None, "note" (instead of a value)}.
    """
    span = high - low
    placed = [
        row | {"at": None if row.get("value") is None else f"{min(max((row['value'] - low) / span, 0), 1) * 100:.2f}%"}
        for row in rows
    ]
    axis = [{"word": tick, "at": f"{(tick - low) / span * 100:.2f}%"} for tick in range(low, high + 1)]
    return {"rows": placed, "axis": axis, "caption": caption}


@register.inclusion_tag("design/parts/week_bars.html")
def week_bars(days: Sequence[dict[str, Any]], *, label: str) -> dict[str, Any]:
    """Draw one column a day: what is at risk (with its number), what is still to do, what is done.

    A day: {"name" ("T2"), "date" ("22/10"), "risk", "todo", "done", "url"?, "marked"?}.
    """
    tallest = max((day["risk"] + day["todo"] + day["done"] for day in days), default=0) or 1
    return {"days": [_column(day, (BAR_HEIGHT - 20) / tallest) for day in days], "label": label}


def _column(day: dict[str, Any], unit: float) -> dict[str, Any]:
    """Stack the parts of one day from the top; a part at risk is tall enough for the number inside it."""
    parts, top = [], 0.0
    for tone, key in (("c3", "risk"), ("c2", "todo"), ("c1", "done")):
        if not day[key]:
            continue
        height = day[key] * unit + (13 if key == "risk" else 0)
        parts.append(
            {
                "tone": tone,
                "y": f"{top:.1f}",
                "height": f"{height:.1f}",
                "middle": f"{top + height / 2 + 4.5:.1f}",
                "number": day[key] if key == "risk" else "",
            }
        )
        top += height + 2
    total = day["risk"] + day["todo"] + day["done"]
    return day | {"parts": parts, "height": f"{max(top - 2, 2):.1f}", "total": total}


@register.inclusion_tag("design/parts/sparkline.html")
def sparkline(values: Sequence[float], *, target: float = 95, low: float = 80, high: float = 100) -> dict[str, Any]:
    """Draw a short line of percentages, oldest first, with the last one in words; red below the target."""
    width, height = SPARK
    step = (width - 7) / max(len(values) - 1, 1)
    points = [
        (3 + place * step, height - 3 - (min(max(value, low), high) - low) / (high - low) * (height - 6))
        for place, value in enumerate(values)
    ]
    last = points[-1] if points else (0, 0)
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        "x": f"{last[0]:.1f}",
        "y": f"{last[1]:.1f}",
        "last": values[-1] if values else None,
        "bad": bool(values) and values[-1] < target,
        "count": len(values),
    }


@register.inclusion_tag("design/parts/door_grid.html")
def door_grid(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Draw one door for each commune, lit or dark.

    A row: {"name", "alert" (how many to call) or 0, "doors": [{"level": 0 to 3, "label", "url"?}]}. Levels: today, some
    days ago, a week and more, never.
    """
    return {"rows": rows}


@register.inclusion_tag("design/parts/meter.html")
def meter(fraction: float, *, label: str = "", cls: str = "") -> dict[str, Any]:
    """Draw a short bar filled to `fraction` (0 to 1)."""
    return {"width": f"{max(0.0, min(1.0, fraction)) * 100:.0f}%", "label": label, "cls": cls}


@register.inclusion_tag("design/parts/process_picture.html")
def process_picture(doors: Sequence[Door], *, label: str) -> dict[str, Any]:
    """Draw a process as a column of doors: motcua.catalogue.process_picture makes them. Wants design/process.css."""
    return {**layout(doors), "label": label}

"""docs/performance.md and its picture, drawn from a stored raw result of `motcua bench run`. No Django here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Any, NamedTuple

Row = Mapping[str, Any]
#: What must hold, as shares taken in one run
OF_FRAMEWORK, OF_SQL, TAIL, SLOPE, REPORTS_MS, MEMORY_MB = 0.5, 0.25, 4.0, 0.85, 300.0, 500.0
WRITES = ("receive at the counter", "act of casework: take over")
REPORTS = ("weekly review of all agencies", "province dashboard")


class Miss(NamedTuple):
    """One row where a bound does not hold."""

    operation: str
    value: float


@dataclass(frozen=True)
class Bound:
    """Something that must hold, and the rows where it does not."""

    words: str
    misses: Sequence[Miss]
    form: str = "{:.2f}"

    def said(self) -> list[str]:
        """Return one line for each operation that misses it: from its worst row to its best."""
        values: dict[str, list[float]] = {}
        for miss in self.misses:
            values.setdefault(miss.operation, []).append(miss.value)
        return [f"{name}: {self._span(found)}" for name, found in values.items()]

    def _span(self, found: Sequence[float]) -> str:
        lowest, highest = self.form.format(min(found)), self.form.format(max(found))
        return lowest if len(found) == 1 else f"{lowest} to {highest} in {len(found)} rows"


def page(result: Mapping[str, Any], *, picture: str, notes: str = "") -> str:
    """Return the document.

    :param picture: the address of the picture, as seen from the document
    :param notes: what people wrote about it, put at the end as it is
    """
    parts = [
        _HEAD.format(commit=result["commit"]),
        _machine(result["machine"]),
        "## At a glance\n",
        _GLANCE.format(dossiers=result["sizes"][-1]["dossiers"]),
        _glance(result),
        "## What must hold\n",
        _bounds(bounds(result)),
    ]
    if len(result["sizes"]) > 1:
        parts += ["## The slope\n", _SLOPE.format(picture=picture)]
    parts.append(_METHOD)
    for size in result["sizes"]:
        parts += [f"## With {size['dossiers']:,} dossiers\n", _table(size["operations"])]
    if profiles := result["sizes"][-1].get("profiles"):
        parts += ["## Where the time of a request goes\n", _PROFILES, _profiles(profiles)]
    missing = _not_there(result)
    if missing:
        parts.append("Not measured: " + "; ".join(missing) + ".\n")
    return "\n".join([*parts, notes]).rstrip() + "\n"


def bounds(result: Mapping[str, Any]) -> list[Bound]:
    """Return what must hold, each with where it does not."""
    rows = [row for size in result["sizes"] for row in size["operations"] if row["rate"] is not None]
    most = result["sizes"][-1]
    return [
        Bound(
            f"Every operation reaches {OF_FRAMEWORK} of the framework floor's rate.",
            _below(OF_FRAMEWORK, rows, "framework_floor_rate"),
        ),
        Bound(
            f"Receiving and an act of casework reach {OF_SQL} of the SQL floor's rate.",
            _below(OF_SQL, (row for row in rows if row["name"] in WRITES), "sql_floor_rate"),
        ),
        Bound(
            f"With 8 clients, 95 of 100 requests take at most {TAIL:g} times the middle one's time.",
            [
                Miss(row["name"], row["p95_ms"] / row["p50_ms"])
                for row in rows
                if row["clients"] == 8 and row["p95_ms"] > TAIL * row["p50_ms"]
            ],
            "{:.1f}",
        ),
        Bound(
            f"Every rate with most dossiers is at least {SLOPE} of that with fewest.",
            [Miss(name, slope[-1]) for (name, _clients), slope in slopes(result).items() if slope[-1] < SLOPE],
        ),
        Bound(
            f"The weekly review and the dashboard take at most {REPORTS_MS:g} ms each, with most dossiers.",
            [
                Miss(row["name"], row["p50_ms"])
                for row in most["operations"]
                if row["name"] in REPORTS and row["clients"] == 1 and row["p50_ms"] > REPORTS_MS
            ],
            "{:.0f} ms",
        ),
        Bound(
            f"Web server and worker together hold at most {MEMORY_MB:g} MB, what they share counted once.",
            [
                Miss(f"with {size['dossiers']:,} dossiers", megabytes)
                for size in result["sizes"]
                if (megabytes := sum(held["shared_once_mb"] for held in size.get("memory", {}).values())) > MEMORY_MB
            ],
            "{:.0f} MB",
        ),
    ]


def _below(bound: float, rows: Iterable[Row], floor: str) -> list[Miss]:
    shares = ((row["name"], _share(row, floor)) for row in rows)
    return [Miss(name, share) for name, share in shares if share is not None and share < bound]


def slopes(result: Mapping[str, Any]) -> dict[tuple[str, int], list[float]]:
    """Return for each operation and number of clients its rate at every size, as shares of that at the first."""
    rates: dict[tuple[str, int], list[float]] = {}
    for size in result["sizes"]:
        for row in size["operations"]:
            if row["rate"] is not None:
                rates.setdefault((row["name"], row["clients"]), []).append(row["rate"])
    whole = {key: found for key, found in rates.items() if len(found) == len(result["sizes"]) > 1}
    return {key: [rate / found[0] for rate in found] for key, found in whole.items()}


def _not_there(result: Mapping[str, Any]) -> list[str]:
    names = (row["name"] for size in result["sizes"] for row in size["operations"] if row["rate"] is None)
    return list(dict.fromkeys(names))


def _share(row: Row, floor: str) -> float | None:
    return row["rate"] / row[floor] if row[floor] else None


def _machine(machine: Any) -> str:
    if not isinstance(machine, Mapping):
        return f"| machine | {machine} |\n"
    lines = [f"| {name.replace('_', ' ')} | {value} |" for name, value in machine.items()]
    return "\n".join(["| the machine | |", "|---|---|", *lines]) + "\n"


def _glance(result: Mapping[str, Any]) -> str:
    """Return one line for each operation: what it does with most dossiers and most clients."""
    rows = {row["name"]: row for row in result["sizes"][-1]["operations"] if row["rate"] is not None}
    slope = slopes(result)
    lines = ["| operation | clients | a second | p50 ms | p95 ms | slope |", "|---|--:|--:|--:|--:|--:|"]
    for row in rows.values():  # of each name the last: that with most clients
        found = slope.get((row["name"], row["clients"]))
        times = " | ".join(f"{row[name]:,.1f}" for name in ("rate", "p50_ms", "p95_ms"))
        lines.append(f"| {row['name']} | {row['clients']:,} | {times} | {f'{found[-1]:.2f}' if found else '–'} |")
    return "\n".join(lines) + "\n"


def _bounds(found: Iterable[Bound]) -> str:
    lines = ["| | holds | where not |", "|---|---|---|"]
    lines += [f"| {b.words} | {'no' if b.misses else 'yes'} | {'<br>'.join(b.said()) or '–'} |" for b in found]
    return "\n".join(lines) + "\n"


def _table(rows: Iterable[Row]) -> str:
    lines = [
        "| operation | clients | a second | p50 ms | p95 ms | p99 ms | CPU ms | statements | of the SQL floor "
        "| of the framework floor |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if row["rate"] is None:
            continue
        shares = (_share(row, floor) for floor in ("sql_floor_rate", "framework_floor_rate"))
        said = [
            row["name"], row["clients"], f"{row['rate']:,.1f}", *(f"{row[name]:,.1f}" for name in _TIMES),
            row["statements"], *("–" if share is None else f"{share:.2f}" for share in shares),
        ]  # fmt: skip
        lines.append("| " + " | ".join(map(str, said)) + " |")
    return "\n".join(lines) + "\n"


def _profiles(profiles: Sequence[Mapping[str, Any]]) -> str:
    parts = list(profiles[0]["ms"])
    lines = ["| operation | " + " | ".join(parts) + " | in all |", "|---|" + "--:|" * (len(parts) + 1)]
    lines += [
        f"| {profile['name']} | "
        + " | ".join(f"{profile['ms'][part]:,.1f}" if profile["ms"][part] else "–" for part in parts)
        + f" | {sum(profile['ms'].values()):,.1f} |"
        for profile in profiles
    ]
    return "\n".join(lines) + "\n"


_TIMES = ("p50_ms", "p95_ms", "p99_ms", "cpu_ms")

# The picture

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 860, 460, 56, 330, 30, 44
_COLOURS = (
    "#8a1538",
    "#0b6e4f",
    "#1b4f8f",
    "#b25e00",
    "#5b3a8e",
    "#00707a",
    "#6b6b00",
    "#a03070",
    "#444444",
    "#2f7d32",
)


def slope_picture(result: Mapping[str, Any], *, clients: int = 8) -> str:
    """Return an SVG: each operation's rate as dossiers are added, as a share of its rate with fewest."""
    sizes = [size["dossiers"] for size in result["sizes"]]
    lines = {name: values for (name, by), values in slopes(result).items() if by == clients}
    top = max(1.2, *(value for values in lines.values() for value in values)) if lines else 1.2
    chart = _Chart(sizes, top)
    parts = [*_axes(chart), *_lines(chart, lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


@dataclass(frozen=True)
class _Chart:
    sizes: Sequence[int]
    top: float

    def x(self, dossiers: int) -> float:
        first, last = log10(self.sizes[0]), log10(self.sizes[-1])
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (log10(dossiers) - first) / ((last - first) or 1)

    def y(self, share: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share / self.top


def _axes(chart: _Chart) -> Iterator[str]:
    end = _WIDTH - _RIGHT
    for step in range(int(chart.top / 0.2) + 1):
        y = chart.y(step * 0.2)
        yield f'<path d="M{_LEFT} {y:.1f}H{end}" stroke="#e2e2e2"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444444">{step * 0.2:.1f}</text>'
    y = chart.y(SLOPE)
    yield f'<path d="M{_LEFT} {y:.1f}H{end}" stroke="#8a1538" stroke-dasharray="5 4"/>'
    yield f'<text x="{_LEFT + 6}" y="{y - 5:.1f}" fill="#8a1538">must stay above {SLOPE}</text>'
    for size in chart.sizes:
        x = chart.x(size)
        yield f'<text x="{x:.1f}" y="{_HEIGHT - 20}" text-anchor="middle" fill="#444444">{size:,}</text>'
    yield f'<text x="{_LEFT}" y="18" fill="#444444">rate with 8 clients, as a share of that with fewest dossiers</text>'


def _lines(chart: _Chart, lines: Mapping[str, Sequence[float]]) -> Iterator[str]:
    last_y = 0.0
    ends = sorted(lines.items(), key=lambda line: -line[1][-1])
    for place, (name, values) in enumerate(ends):
        colour = _COLOURS[place % len(_COLOURS)]
        points = " ".join(
            f"{chart.x(size):.1f},{chart.y(value):.1f}" for size, value in zip(chart.sizes, values, strict=True)
        )
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        last_y = max(chart.y(values[-1]) + 4, last_y + 15)  # names of lines that end together stand one below another
        yield f'<text x="{_WIDTH - _RIGHT + 8}" y="{last_y:.1f}" fill="{colour}">{values[-1]:.2f} {escape(name)}</text>'


_HEAD = """# Performance

Measured at commit `{commit}` and generated from [performance.json](performance.json) by `tools/performance.py`. To
repeat it on your machine:

```
./motcua bench run --sizes 50000,1000000,5000000 --json docs/performance.json
.venv/bin/python tools/performance.py update
```
"""

_METHOD = """## Method

* `./motcua bench fill` grows the Cà Mau of 2018 with so many dossiers, up to Monday 23 October 2023, nine o'clock:
  4,000 on an average working day, by popularity and season, with supplements, payments, opinions, apologies, late ones
  and ratings; every row as the verbs would have written it. The same seed grows the same province. Letters, officers'
  notifications and issued papers are not grown.
* The server is the product's own, started as in production with two processes of four threads. One process outside
  asks it over loopback, as browsers do: signed in, with compression, each client on one open connection. Web server,
  database and clients share the machine. The worker rests.
* All sizes are served at once, each by a server of its own, and take turns: a part of an operation (the page with one
  client, with eight, each of the floors) is measured at one size right after the other. The machine is not the same
  from minute to minute, and what is compared had the same. Memory is looked at with most dossiers, beside no other
  server.
* **SQL floor**: the same statements with the same values, written down from one request, sent by a bare program to the
  same database, prepared, in the same transactions.
* **Framework floor**: a bare page in the same server that sends the same statements through a raw cursor and answers
  with as many bytes.
* Before a row is timed, its clients warm up: until a hundred requests went before, for the time of a row at most, so
  that most connections have the statements prepared, as those of a server that has run for an hour.
* Rows that a request makes are new each time, on the floors too. CPU is what the web server and the database used
  together, for one request.
* **Live listeners**: so many pages listen to the process that tells them of changes, spread over the units, while
  dossiers are taken over there through the web server. Times are from the moment when such an act is sent off until a
  page hears, the second between two looks at the diary included; CPU is that process's for one message, statements are
  its own in a second. The rate follows from how often something happened, and there are no floors.
* The weekly review and the dashboard are pages; "drawn up" is the job of Monday morning. "Bulk due dates"
  finds among all open dossiers those that were promised under another calendar than today's; here none was.
"""

_GLANCE = """With {dossiers:,} dossiers and the most clients that were tried. The slope is the rate as a share
of that with the fewest dossiers. What each row is, and how it was measured, stands below.
"""

_PROFILES = """Milliseconds of one request with most dossiers, answered alone in the process that measures and looked at
every half millisecond, which costs a little itself. PostgreSQL is the statements with their way there and back, rows
the ORM around them, Django what stands around every page: middleware, session, routing, compression.
"""

_SLOPE = """![Rates as dossiers are added]({picture})
"""

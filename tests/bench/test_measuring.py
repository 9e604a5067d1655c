"""`motcua bench run`, as somebody types it, on a province of a few hundred dossiers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).parents[2]
FIELDS = [
    "name", "clients", "rate", "p50_ms", "p95_ms", "p99_ms", "cpu_ms", "statements", "sql_floor_rate",
    "framework_floor_rate",
]  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o711)  # the database's own user must be able to pass
    file = folder / "result.json"
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_", "PYTEST_"))}
    command = ["bench", "run", "--sizes", "300,500", "--seconds", "0.2", "--json", str(file)]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "motcua.cli", *command],
        env={**ours, "PYTHONPATH": str(ROOT / "src"), "MOTCUA_VAR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(file.read_text())


def test_every_operation_has_a_row_for_each_number_of_clients(result):
    assert list(result) == ["commit", "machine", "sizes"]
    assert [size["dossiers"] for size in result["sizes"]] == [300, 500]
    fewer, rows = (size["operations"] for size in result["sizes"])
    assert [row["name"] for row in fewer] == [row["name"] for row in rows]
    assert [set(size.get("memory", ())) for size in result["sizes"]] == [set(), {"web", "worker"}]
    assert all(list(row) == FIELDS for row in rows)
    assert [row["clients"] for row in rows if row["name"] == "receive at the counter"] == [1, 8]
    measured = [row for row in rows if row["rate"] is not None]
    assert len({row["name"] for row in measured}) == 16
    assert all(row[field] > 0 for row in measured for field in FIELDS[1:] if "live listeners" not in row["name"])


def test_every_page_that_listens_hears_within_about_a_second(result):
    [row] = [row for row in result["sizes"][-1]["operations"] if "live listeners" in row["name"]]

    assert (row["clients"], row["statements"]) == (2000, 1)
    assert row["rate"] > 0
    assert row["cpu_ms"] > 0
    assert 0 < row["p50_ms"] <= row["p99_ms"] < 5000
    assert row["sql_floor_rate"] is row["framework_floor_rate"] is None

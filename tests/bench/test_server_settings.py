"""What is measured is set up as operators are told to set theirs up."""

import re

from motcua.bench.ground import SERVER
from motcua.operations.demonstration_folder import MEMORY, ROOT

SIZES = {"shared_buffers", "effective_cache_size"}  # fitted to each machine
FOR_LARGE_LOADS = {"max_wal_size", "checkpoint_timeout"}


def test_a_measured_server_is_set_as_the_file_for_operators_says():
    lines = (ROOT / "deploy" / "postgresql" / "server.conf").read_text().splitlines()
    told = dict(re.match(r"(\w+) = (\S+)", line).groups() for line in lines if not line.startswith("#"))

    assert told.keys() == SERVER.keys() - FOR_LARGE_LOADS
    assert {name: value for name, value in told.items() if name not in SIZES} == {
        name: SERVER[name] for name in told if name not in SIZES
    }


def test_so_are_its_web_server_and_its_worker():
    told = (ROOT / "docs" / "how-to" / "run-in-production.md").read_text()

    for unit in ("motcua-web", "motcua-worker"):
        [variables] = re.findall(rf"# {unit}.service.*?\nEnvironment=(.*?)\n", told, re.DOTALL)
        assert MEMORY.items() <= dict(each.split("=", 1) for each in variables.split()).items()

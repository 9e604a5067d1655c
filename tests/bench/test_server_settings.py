"""What is measured is a server as operators are told to set theirs up."""

import re

from motcua.bench.ground import SERVER
from motcua.operations.demonstration_folder import ROOT

SIZES = {"shared_buffers", "effective_cache_size"}  # fitted to each machine
FOR_LARGE_LOADS = {"max_wal_size", "checkpoint_timeout"}


def test_a_measured_server_is_set_as_the_file_for_operators_says():
    lines = (ROOT / "deploy" / "postgresql" / "server.conf").read_text().splitlines()
    told = dict(re.match(r"(\w+) = (\S+)", line).groups() for line in lines if not line.startswith("#"))

    assert told.keys() == SERVER.keys() - FOR_LARGE_LOADS
    assert {name: value for name, value in told.items() if name not in SIZES} == {
        name: SERVER[name] for name in told if name not in SIZES
    }

"""The web server's processes: what they hold, and what they do not do while somebody waits."""

import json
import subprocess
import sys

PROGRAM = """
import gc, json
import motcua.wsgi
found = {"frozen": gc.get_freeze_count(), "looked_through": len(gc.get_objects()), "at": gc.get_threshold()[0]}
print(json.dumps(found))
"""


def test_nobody_waits_for_python_to_look_through_all_that_is_loaded():
    """Such a look takes a tenth of a second, and no thread of the process answers meanwhile."""
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(said.stdout)

    assert found["frozen"] > 50 * found["looked_through"]
    assert found["at"] > 8_000  # what the monitoring room's first page makes at once

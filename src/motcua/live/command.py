"""How the process is started: the same for the demonstration, the benchmark and the tests. No Django here."""

import sys

HOST = "127.0.0.1"
#: Connections that wait to be taken, and streams that are open at once: the server's own limits are far lower
_WAITING, _OPEN = 4096, 16_384


def command(*, port: int) -> list[str]:
    """Return what starts it, as docs/how-to/run-in-production.md has it. One worker: each would read the diary."""
    granian = [sys.executable, "-P", "-m", "granian", "--interface", "asginl", "--host", HOST, "--port", str(port)]
    size = ["--workers", "1", "--backlog", str(_WAITING), "--backpressure", str(_OPEN), "--no-ws"]
    stopping = ["--workers-kill-timeout", "1", "--respawn-failed-workers"]  # open streams do not end by themselves
    return [*granian, *size, *stopping, "motcua.live.asgi:application"]

"""The whole system as an operator starts it: `demo` in a folder of its own, spoken to over HTTP alone."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
READY_WITHIN = 240  # seconds, on a machine that does other things too


@dataclass
class RunningSystem:
    """A demonstration that runs. `folder` is its var folder."""

    process: "subprocess.Popen[str]"
    port: int
    folder: Path
    #: How often `call` was answered that the server could not, by status
    troubles: Counter[int] = field(default_factory=Counter)

    @property
    def demo(self) -> Path:
        return self.folder / "demo"

    def accounts(self) -> list[dict[str, str]]:
        return json.loads((self.demo / "accounts.json").read_text())

    def token(self, role: str, agency: str) -> str:
        """Return the token of somebody who holds this role at the unit of this name."""
        return next(a["token"] for a in self.accounts() if a["role"] == role and a["agency"] == agency)

    def call(
        self, method: str, path: str, body: Any = None, *, token: str = "", key: str = "", patience: float = 60
    ) -> tuple[int, Any]:
        """Call the API until it answers; a write without an answer is sent again under the same key.

        Return the status and the answer. What a client does that must not lose anything: it cannot know whether the
        server had done the work when the line went dead, so it asks again and is told the first answer.
        """
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid4())
        give_up_at = time.monotonic() + patience
        while True:
            try:
                status, answer = self._send(method, path, body, headers)
                if status < 500 or time.monotonic() > give_up_at:
                    return status, answer
                self.troubles[status] += 1
            except (OSError, http.client.HTTPException):
                if time.monotonic() > give_up_at:
                    raise
            time.sleep(0.2)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read()
            is_json = "json" in (response.getheader("Content-Type") or "")
            return response.status, json.loads(text) if is_json else text
        finally:
            connection.close()

    def command(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run `motcua …` beside the running system."""
        return subprocess.run(
            [sys.executable, "-m", "motcua.cli", *arguments],
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            check=check,
            timeout=300,
        )

    def pids(self, words: str) -> list[int]:
        """Return the processes under this demonstration whose command line holds these words, oldest first."""
        parents, lines = {}, {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                status = (entry / "stat").read_text()
                lines[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # it has just ended
            parents[int(entry.name)] = int(status.rpartition(")")[2].split()[1])
        return sorted(pid for pid, line in lines.items() if words in line and self._descends(pid, parents))

    def _descends(self, pid: int, parents: dict[int, int]) -> bool:
        """Tell whether a process is under this one. The snapshot was not taken at one moment: it may hold a circle."""
        seen = set()
        while pid in parents and pid not in seen and pid != self.process.pid:
            seen.add(pid)
            pid = parents[pid]
        return pid == self.process.pid

    def wait_until(self, is_so: Any, *, patience: float = 60) -> None:
        give_up_at = time.monotonic() + patience
        while not is_so():
            assert time.monotonic() < give_up_at, "waited in vain"
            time.sleep(0.2)


@contextmanager
def running_system(folder: Path, *options: str) -> Iterator[RunningSystem]:
    """Start a demonstration in this folder, wait until it is ready, and stop it afterwards."""
    port = _free_port()
    log = folder / "demo.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "motcua.cli", "demo", "--port", str(port), *options],
            env=_environment(folder),
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    system = RunningSystem(process, port, folder)
    try:
        give_up_at = time.monotonic() + READY_WITHIN
        while f"Motcua is ready at http://127.0.0.1:{port}/" not in log.read_text():
            assert process.poll() is None and time.monotonic() < give_up_at, log.read_text()
            time.sleep(0.2)
        yield system
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _environment(folder: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_", "PYTEST_"))}
    return {**ours, "PYTHONPATH": str(ROOT / "src"), "MOTCUA_VAR": str(folder)}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port

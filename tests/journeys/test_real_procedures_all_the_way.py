"""Two hundred real procedures over all tiers, through the API, eight clients at once, while servers are killed."""

import json
import os
import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from tests.journeys.running_system import RunningSystem, running_system

SHARED = Path(__file__).parents[3] / "shared" / "data" / "procedures.jsonl"
CENTRE = "Trung tâm Giải quyết thủ tục hành chính tỉnh Cà Mau"
DESKS = {"province": CENTRE, "district": "UBND huyện Đầm Dơi", "commune": "UBND xã Tạ An Khương"}
HOW_MANY = {"province": 120, "district": 20, "commune": 80}
CLIENTS = 8
LIFE = ["receive", "take-over", "propose", "approve", "return-result"]

pytestmark = [
    pytest.mark.faults,
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the folder of third-party data is not beside the project"),
]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("province")
    folder.chmod(0o755)  # the database's own user must reach its folder
    with running_system(folder, "--without-dossiers") as system:
        yield system


class Clerk:
    """Everybody who works on one dossier, as one client of the API that remembers what was acknowledged."""

    def __init__(self, system: RunningSystem) -> None:
        self.system = system
        self.lock = Lock()
        self.acknowledged: dict[str, str] = {}  # the dossier's quick code → its code
        self.steps_done = 0
        self.tokens: dict[tuple[str, str], str] = {}
        for account in system.accounts():
            self.tokens.setdefault((account["role"], account["agency"]), account["token"])

    def take_all_the_way(self, procedure: str, desk: str) -> str:
        code = self._receive(procedure, desk)
        for _ in range(40):
            dossier = self._get(code, desk)
            if dossier["status"] == "returned":
                return code
            self._one_step(dossier, desk)
        raise AssertionError(f"{procedure} never ends: {dossier['status']}")

    def _receive(self, procedure: str, desk: str) -> str:
        _status, version = self.system.call("GET", f"/api/v1/procedures/{procedure}")
        papers = version["components"]
        case = version["cases"][0]["key"] if version.get("cases") else None
        body: dict[str, Any] = {
            "procedure": procedure,
            "channel": "counter",
            "result_channel": "counter",
            "applicant": {"kind": "person", "name": "Trần Thị Bé Ba", "id_number": "381000123"},
            "components": [{"code": p["code"], "originals": 1} for p in papers if p.get("case") in (None, "", case)][
                :40
            ],
        }
        if case:
            body["case"] = case
        status, answer = self.system.call("POST", "/api/v1/dossiers", body, token=self.tokens["counter", desk])
        assert status == 201, (procedure, status, answer)
        with self.lock:
            assert answer["quick_code"] not in self.acknowledged
            self.acknowledged[answer["quick_code"]] = answer["code"]
        return answer["code"]

    def _get(self, code: str, desk: str) -> dict[str, Any]:
        status, answer = self.system.call("GET", f"/api/v1/dossiers/{code}", token=self.tokens["counter", desk])
        assert status == 200, answer
        return answer

    def _one_step(self, dossier: dict[str, Any], desk: str) -> None:
        """Do what comes next, by whoever may do it."""
        holder = dossier["holder_name"]
        bodies = {
            "approve": ("leader", {}),
            "propose": ("specialist", {"outcome": "granted", "summary": "Đủ điều kiện."}),
            "take-over": ("specialist", {}),
            "return-result": ("counter", {}),
            "forward": ("specialist", {}),
        }
        for verb in ("approve", "return-result", "propose", "forward", "take-over"):
            role, body = bodies[verb]
            token = self.tokens.get((role, desk if role == "counter" else holder))
            if token is None:
                continue
            _status, open_now = self.system.call("GET", f"/api/v1/dossiers/{dossier['code']}/actions", token=token)
            if not isinstance(open_now, list) or verb not in open_now:
                continue
            path = f"/api/v1/dossiers/{dossier['code']}/actions/{verb}"
            status, answer = self.system.call("POST", path, body, token=token)
            if status == 200:
                with self.lock:
                    self.steps_done += 1
                return
            assert status == 422, (verb, status, answer)  # a proposal where the process goes on to another desk first
        raise AssertionError(f"nobody can go on with {dossier['code']} at {holder}")


def chosen(system: RunningSystem) -> list[tuple[str, str]]:
    """Return (procedure, desk) for each dossier: real national procedures, and the districts' own of the province."""
    codes = [json.loads(line) for line in SHARED.read_text().splitlines()]
    tiers = {"province": "tinh", "commune": "xa"}
    picked: list[tuple[str, str]] = []
    for level, desk in DESKS.items():
        token = system.token("counter", desk)
        here, cursor = [], ""
        while True:
            path = f"/api/v1/procedures?receivable=true&limit=100{cursor}"
            status, page = system.call("GET", path, token=token)
            assert status == 200, page
            here += [row["code"] for row in page["items"]]
            if not page["next"]:
                break
            cursor = f"&cursor={page['next']}"
        real = {row["code"] for row in codes if tiers.get(level) in row["level"]} if level in tiers else set(here)
        fitting = sorted(set(here) & real)
        random.Random(2929).shuffle(fitting)
        assert len(fitting) >= HOW_MANY[level], (level, len(fitting))
        picked += [(code, desk) for code in fitting[: HOW_MANY[level]]]
    random.Random(1743).shuffle(picked)
    return picked


def test_two_hundred_real_procedures_go_all_the_way_and_nothing_is_lost_when_servers_die(system):
    said = system.command("catalogue", "import", str(SHARED)).stdout
    assert "rejected: 0" in said
    work = chosen(system)
    assert len({code for code, _desk in work}) >= 200
    clerk = Clerk(system)

    def one(item: tuple[int, tuple[str, str]]) -> str:
        number, (procedure, desk) = item
        if number == 40:
            kill(system, "django work")
        if number == 90:
            kill(system, "postgres -D")
        if number == 140:
            kill(system, "granian")
        return clerk.take_all_the_way(procedure, desk)

    with ThreadPoolExecutor(CLIENTS) as pool:
        codes = list(pool.map(one, enumerate(work)))

    assert len(codes) == len(set(codes)) == len(work) == len(clerk.acknowledged)
    assert clerk.steps_done >= 4 * len(work)
    overseer = system.token("centre", CENTRE)
    for quick_code, code in clerk.acknowledged.items():
        status, dossier = system.call("GET", f"/api/v1/dossiers/{code}", token=overseer)
        assert (status, dossier["quick_code"], dossier["status"]) == (200, quick_code, "returned")
        _status, events = system.call("GET", f"/api/v1/dossiers/{code}/events", token=overseer)
        verbs = [event["verb"] for event in events]
        assert [verb for verb in verbs if verb in ("receive", "approve", "return-result")] == [
            "receive",
            "approve",
            "return-result",
        ], verbs
        assert Counter(verbs)["receive"] == 1
    system.wait_until(lambda: "0 lines not yet sealed" in system.command("verify").stdout, patience=120)
    assert "the diary is whole" in system.command("verify").stdout


def kill(system: RunningSystem, words: str) -> None:
    """kill -9 whatever runs under these words; the supervisor starts it again."""
    pids = system.pids(words)
    assert pids, f"no process called {words}"
    os.kill(pids[0], signal.SIGKILL)

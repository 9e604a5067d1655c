"""`motcua due`, as the public contract has it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from motcua.law import choices
from motcua.working_time import due_command

ROOT = Path(__file__).resolve().parents[2]
ASKED = ["--received", "2026-04-23 09:00", "--limit", "3 working days"]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert due_command.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert due_command.main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_answer_in_json_has_the_promised_keys(capsys):
    said = answer(capsys, *ASKED)

    assert said["due_at"] == "2026-04-29T17:00:00+07:00"
    assert (said["rules"], said["method"]) == ("nd118-2025", "date")
    assert said["calendar"].startswith("2018-2027-")
    assert said["derivation"][0] == {"date": "2026-04-24", "counted": True, "reason": "ngày làm việc"}


def test_the_answer_for_people_names_the_day_and_every_day_on_the_way(capsys):
    assert due_command.main(ASKED) == 0

    said = capsys.readouterr().out
    assert "17:00 thứ Tư 29/04/2026" in said
    assert "nghỉ bù Giỗ Tổ Hùng Vương" in said
    assert "3 ngày làm việc" in said
    assert "Bộ luật Dân sự 2015" in said


def test_a_time_with_a_zone_is_read_in_that_zone(capsys):
    assert answer(capsys, "--received", "2026-04-23T02:00Z", "--limit", "4 working hours")["due_at"] == (
        "2026-04-23T15:00:00+07:00"
    )


def test_rules_method_and_stops_are_taken_as_given(capsys):
    said = answer(capsys, *ASKED, "--rules", "nd61-2018", "--method", "hours")
    assert (said["rules"], said["method"], said["due_at"]) == ("nd61-2018", "hours", "2026-04-29T09:00:00+07:00")

    stops = ["--stopped", "2026-04-24 09:00/2026-04-28 09:00", "--stopped", "2026-04-29 08:00/2026-05-04 09:00"]
    assert answer(capsys, *ASKED, *stops)["due_at"] == "2026-05-05T17:00:00+07:00"


def test_the_provinces_choices_count_and_a_wrong_one_is_refused(tmp_path, capsys, monkeypatch):
    file = tmp_path / "choices.toml"
    row = '[[choice]]\nrules = "nd118-2025"\nparameter = "due_method"\nvalue = "%s"\nfrom = 2026-04-01\nnote = "x"\n'
    monkeypatch.setenv("MOTCUA_RULE_CHOICES", str(file))
    try:
        file.write_text(row % "hours")
        assert answer(capsys, *ASKED)["due_at"] == "2026-04-29T09:00:00+07:00"
        file.write_text(row % "moon")
        assert "date, hours" in refused(capsys, *ASKED)
    finally:
        choices.adopt(())


def test_without_rules_the_day_of_reception_decides(capsys):
    days = {"2018-10-22": "nd61-2018", "2025-07-01": "nd118-2025", "2026-08-05": "nd309-2026"}
    for day, rules in days.items():
        assert answer(capsys, "--received", f"{day} 09:00", "--limit", "1 working day")["rules"] == rules


@pytest.mark.parametrize(
    ("arguments", "shows"),
    [
        (["--received", "2026-04-23 09:00", "--limit", "3 weeks"], "working days"),
        (["--received", "2026-04-23 09:00", "--limit", ""], "limit"),
        (["--received", "23/4/2026", "--limit", "3 days"], "2026-04-23 09:00"),
        (["--received", "0001-01-01T00:00+14:00", "--limit", "3 days"], "2026-04-23 09:00"),
        (["--received", "2018-06-20 09:00", "--limit", "3 days"], "21/06/2018"),
        (["--received", "2028-01-03 09:00", "--limit", "3 days"], "31/12/2027"),
        ([*ASKED, "--rules", "nd99"], "nd61-2018, nd118-2025, nd309-2026"),
        ([*ASKED, "--method", "guess"], "hours"),
        ([*ASKED, "--stopped", "2026-04-24"], "2026-04-24 09:00/2026-04-27 10:00"),
        ([*ASKED, "--stopped", "2026-04-28 09:00/2026-04-24 09:00"], "09:00 24/04/2026"),
        ([*ASKED, "--unknown"], "--unknown"),
        (["--limit", "3 days"], "received"),
        ([], "received"),
        (["--received"], "--received"),
        ([*ASKED, "--batch", "x"], "--batch"),
        (["--batch", "/no/such/file"], "/no/such/file"),
        (["--batch", "/"], "/"),
        ([*ASKED[:3], "3 days\nand a line more"], "days and a line more"),
    ],
)
def test_bad_input_gives_status_2_and_one_line_that_says_how_to_write_it(capsys, arguments, shows):
    assert shows in refused(capsys, *arguments)


class TestBatch:
    REQUESTS = [
        {"received": "2026-04-23 09:00", "limit": "3 working days"},
        {"received": "2026-06-15T09:00:00+07:00", "limit": "0,5 ngày làm việc", "rules": "nd61-2018"},
        {"received": "2018-10-22 07:00", "limit": "15 days + 8 working days", "method": None, "rules": None},
        {"received": "2026-06-15 09:00", "limit": "3 working days", "method": "hours"},
        {"received": "2026-06-15 09:00", "limit": "5 ngày làm việc", "stopped": ["2026-06-16 09:00/2026-06-18 09:00"]},
        {"received": "2026-06-15 09:00", "limit": "5 days", "stopped": [["2026-06-16 09:00", "2026-06-18 09:00"]]},
    ]

    def run(self, folder: Path, lines: list[str | bytes], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict]]:
        file = folder / "requests.jsonl"
        file.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\n")
        status = due_command.main(["--batch", str(file)])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    def test_every_line_is_answered_in_its_place_as_if_it_were_asked_alone(self, tmp_path, capsys):
        alone = []
        for request in self.REQUESTS:
            arguments = [
                f"--{key}={request[key]}" for key in ("received", "limit", "rules", "method") if request.get(key)
            ]
            for stop in request.get("stopped", []):
                arguments.append(f"--stopped={stop if isinstance(stop, str) else '/'.join(stop)}")
            alone.append(answer(capsys, *arguments))

        status, answers = self.run(tmp_path, [json.dumps(request) for request in self.REQUESTS], capsys)

        assert status == 0
        assert answers == alone

    @pytest.mark.parametrize(
        "bad",
        [
            "",
            "not json",
            "[]",
            "3",
            b"\xff\xfe",
            '{"received": "2026-04-23 09:00"}',
            '{"received": 5, "limit": "3 days"}',
            '{"received": "2026-04-23 09:00", "limit": 3}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "stoped": []}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "stopped": "x"}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "stopped": [[1, 2]]}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "stopped": ["a/b/c"]}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "rules": 7}',
            '{"received": "2026-04-23 09:00", "limit": "3 days", "method": {}}',
            '{"received": "9999-12-31 23:59", "limit": "3 days"}',
            '{"received": "2026-04-23 09:00", "limit": "9999 days"}',
            "[" * 100_000,
        ],
    )
    def test_a_bad_line_gives_its_reason_in_its_place_and_the_others_their_answers(self, tmp_path, capsys, bad):
        good = json.dumps(self.REQUESTS[0])

        status, answers = self.run(tmp_path, [good, bad, good], capsys)

        assert status == 1
        assert set(answers[1]) == {"error"}
        assert answers[1]["error"].strip()
        assert answers[0] == answers[2]
        assert answers[0]["due_at"] == "2026-04-29T17:00:00+07:00"

    def test_an_empty_file_has_no_answers(self, tmp_path, capsys):
        (tmp_path / "empty.jsonl").write_bytes(b"")

        assert due_command.main(["--batch", str(tmp_path / "empty.jsonl")]) == 0
        assert capsys.readouterr().out == ""


def in_a_process(*arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = "import sys; from motcua.working_time import due_command; status = due_command.main(sys.argv[1:]); "
    program += "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg', 'tqdm')]; "
    program += "sys.exit(status)"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=given,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
    )


def test_it_needs_neither_the_framework_nor_a_database_nor_a_vietnamese_locale():
    finished = in_a_process(*ASKED, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert finished.returncode == 0, finished.stderr
    assert "thứ Tư 29/04/2026" in finished.stdout.decode()


def test_a_batch_may_come_through_a_pipe():
    line = json.dumps(TestBatch.REQUESTS[0]).encode()

    finished = in_a_process("--batch", "-", given=line + b"\nnonsense\n" + line)

    assert finished.returncode == 1
    due = [json.loads(answer).get("due_at") for answer in finished.stdout.splitlines()]
    assert due == ["2026-04-29T17:00:00+07:00", None, "2026-04-29T17:00:00+07:00"]

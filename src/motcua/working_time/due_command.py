"""`motcua due`: when a dossier is due, and why. Needs no database and starts without the framework.

One question by options, or a file of questions with `--batch`: one JSON request a line, one JSON answer a line, read
and written as a stream, so a million lines need no more memory than one.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, ClassVar, NoReturn

from motcua.law import choices, rule_sets
from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import VIETNAM
from motcua.working_time.derivations import Day, spoken
from motcua.working_time.due_dates import DueDate, Method
from motcua.working_time.official_days import official_calendar

KEYS = frozenset({"received", "limit", "rules", "method", "stopped"})


class UnreadableRequest(Refusal):
    """A question that cannot be understood."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "usage": _(
            "Không hiểu lệnh ({message}). Viết: motcua due --received “2026-04-23 09:00” --limit “3 working days”."
        ),
        "missing": _("Thiếu {key}. Cần ít nhất received, ví dụ “2026-04-23 09:00”, và limit, ví dụ “3 working days”."),
        "unknown": _("Không có mục “{key}”. Chỉ dùng: received, limit, rules, method, stopped."),
        "not_text": _("Mục {key} phải là chữ trong ngoặc kép, không phải {value}."),
        "moment": _("“{text}” không phải thời điểm. Hãy viết như “2026-04-23 09:00” hoặc “2026-04-23T09:00+07:00”."),
        "stop": _("“{text}” không phải lần dừng. Hãy viết “2026-04-24 09:00/2026-04-27 10:00”: lúc dừng/lúc chạy lại."),
        "json": _("Dòng này không phải JSON. Mỗi dòng là một đối tượng như {example}"),
        "file": _("Không đọc được tệp “{name}” ({reason}). Hãy kiểm lại đường dẫn."),
    }


EXAMPLE = '{"received": "2026-04-23 09:00", "limit": "3 working days"}'


def main(argv: list[str]) -> int:
    """Answer and return the exit status: 0, or 2 for a question refused; for a batch 1 if any line was refused."""
    _speak_utf8(sys.stdout, sys.stderr)
    try:
        options = _options(argv)
        if file := os.environ.get("MOTCUA_RULE_CHOICES"):
            choices.adopt(choices.read(Path(file)))
        if options.batch:
            return _answer_file(options)
        due_date = _due_date({key: value for key, value in vars(options).items() if key in KEYS and value})
    except Refusal as refusal:
        print(f"motcua due: {refusal}", file=sys.stderr)
        return 2
    print(due_date.as_json_text() if options.json else _explained(due_date))
    return 0


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UnreadableRequest("usage", message=shortened(message, 100))


def _options(argv: list[str]) -> Namespace:
    parser = _Parser(
        prog="motcua due",
        description="Say when a dossier is due, and why.",
        epilog="Times without zone are Asia/Ho_Chi_Minh. Limits: segments joined by ' + ' of working hours, working "
        "days, days, months; decimals for working units only, as in '0.5 working day'.",
        allow_abbrev=False,
    )
    parser.add_argument("--received", metavar="TIME", help="when it was received, such as '2026-04-23 09:00'")
    parser.add_argument("--limit", metavar="LIMIT", help="such as '3 working days' or '15 days + 8 working days'")
    parser.add_argument("--rules", metavar="NAME", help=f"{', '.join(rule_sets.NAMES)}; default: in force that day")
    parser.add_argument("--method", metavar="METHOD", help="date or hours; default: as the rules and the limit say")
    parser.add_argument("--stopped", metavar="FROM/TO", action="append", help="the clock stood; may be repeated")
    parser.add_argument("--json", action="store_true", help="answer as one line of JSON")
    parser.add_argument(
        "--batch", metavar="FILE", help=f"one request a line, such as {EXAMPLE}; - reads standard input"
    )
    options = parser.parse_args(argv)
    if options.batch and any(getattr(options, key) for key in KEYS):
        parser.error("--batch stands alone")
    return options


def _due_date(request: Mapping[str, object]) -> DueDate:
    """Answer one request. :raises Refusal: with the reason and how to write it"""
    received_at, limit = _moment(_text(request, "received")), limits.parse(_text(request, "limit"))
    rules = request.get("rules")
    return due_dates.due(
        received_at,
        limit,
        rules=rule_sets.in_force_on(received_at.date())
        if rules is None
        else rule_sets.named(_text(request, "rules"), received_on=received_at.date()),
        calendar=official_calendar(),
        method=None if request.get("method") is None else _text(request, "method"),
        stopped=[_stop(stop) for stop in _stops(request)],
    )


def _text(request: Mapping[str, object], key: str) -> str:
    value = request.get(key)
    if value is None:
        raise UnreadableRequest("missing", key=key)
    if not isinstance(value, str):
        raise UnreadableRequest("not_text", key=key, value=shortened(value))
    return value


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        raise UnreadableRequest("moment", text=shortened(text)) from None


def _stops(request: Mapping[str, object]) -> Iterable[object]:
    stops = request.get("stopped") or []
    if not isinstance(stops, list):
        raise UnreadableRequest("stop", text=shortened(stops))
    return stops


def _stop(stop: object) -> tuple[datetime, datetime]:
    ends = stop.split("/") if isinstance(stop, str) else stop
    if not isinstance(ends, list) or len(ends) != 2 or not all(isinstance(end, str) for end in ends):
        raise UnreadableRequest("stop", text=shortened(stop))
    return _moment(ends[0]), _moment(ends[1])


def _answer_file(options: Namespace) -> int:
    refused = 0
    try:
        with _opened(options.batch) as lines:
            for answer, is_good in _answers(_with_progress(lines)):
                sys.stdout.write(answer)
                refused += not is_good
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has heard enough, as `head` does; nothing may be flushed any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        raise UnreadableRequest("file", name=shortened(options.batch), reason=fault.strerror or fault) from None
    return 1 if refused else 0


def _opened(name: str) -> IO[bytes]:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


def _with_progress(lines: IO[bytes]) -> Iterator[bytes]:
    """Show how far it is, when somebody looks on and the answers go elsewhere."""
    if not sys.stderr.isatty() or sys.stdout.isatty() or lines is sys.stdin.buffer:
        yield from lines
        return
    from tqdm import tqdm  # costs more time than one answer, so only here

    with tqdm(total=Path(lines.name).stat().st_size, unit="B", unit_scale=True, file=sys.stderr) as bar:
        for line in lines:
            yield line
            bar.update(len(line))


def _answers(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Answer line by line, in the same order: the answer as a line of text, and whether it is one."""
    for line in lines:
        try:
            yield _due_date(_request(line)).as_json_text() + "\n", True
        except Refusal as refusal:
            yield json.dumps({"error": str(refusal)}, ensure_ascii=False) + "\n", False


def _request(line: bytes) -> dict[str, object]:
    try:
        request = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise UnreadableRequest("json", example=EXAMPLE) from None
    if not isinstance(request, dict):
        raise UnreadableRequest("json", example=EXAMPLE)
    if not request.keys() <= KEYS:
        raise UnreadableRequest("unknown", key=shortened(min(request.keys() - KEYS)))
    return request


def _explained(due_date: DueDate) -> str:
    received_at = due_date.received_at
    way = "theo giờ làm việc" if due_date.method == Method.HOURS else "theo ngày"
    return "\n".join(
        [
            f"Hạn trả    {due_date.due_at:%H:%M} {spoken(due_date.due_at.date())}",
            f"Tiếp nhận  {received_at:%H:%M} {spoken(received_at.date())}",
            f"Thời hạn   {limits.in_vietnamese(due_date.limit)}, tính {way}",
            *(f"Dừng       {stop.start:%H:%M %d/%m/%Y} → {stop.end:%H:%M %d/%m/%Y}" for stop in due_date.stopped),
            f"Quy định   {due_date.rules}, lịch {due_date.calendar.version}",
            f"Căn cứ     {due_date.article}",
            "",
            *_numbered(due_date.derivation),
        ]
    )


def _numbered(days: Iterable[Day]) -> Iterator[str]:
    counted = 0
    for day in days:
        counted += day.counted
        mark = str(counted) if day.counted else "–"
        yield f"{mark:>4}  {spoken(day.date):<20}  {day.reason}"


def _speak_utf8(*streams: object) -> None:
    """Write Vietnamese whatever the machine's locale says."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")

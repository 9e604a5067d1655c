"""What is wrong with this house, in plain words, and how to mend it: for the operator, from inside.

`GET /api/v1/health` says whether the service works right now, to anybody. This looks further: at what will stop it
next week, such as a full disk, a calendar that ends or a backup that was not made.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from motcua.dossiers.events import followers_behind
from motcua.jobs import queries as jobs
from motcua.lib import replica
from motcua.notifications import queries as letters
from motcua.operations.backup import BackupFailed, Manifest
from motcua.working_time.models import Calendar

OLDEST_SERVER = 150_000  # PostgreSQL 15, as Debian 12 has it
MOST_SKEW = timedelta(seconds=5)
LOW_DISK, EMPTY_DISK = 0.10, 0.03  # of the disk is free
MANY_CONNECTIONS = 0.8
LONG_TRANSACTION = timedelta(minutes=10)
OLD_TRANSACTIONS = 1_000_000_000  # ids until PostgreSQL stops to protect itself: 2.1 thousand million
LISTENS_WITHIN = 5.0  # seconds
BACKUP_AGE = timedelta(hours=26)
CALENDAR_MONTH = 11  # from November on next year must be there
EXTENSIONS = ("btree_gist", "pg_trgm")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `is_bad` means it does not work now or loses data; a warning has `mend` alone."""

    what: str
    mend: str = ""
    is_bad: bool = False


Check = Callable[[datetime], Iterator[Finding]]


def examine(*, at: datetime) -> Iterator[Finding]:
    """Look at everything, in the order in which one thing needs the other; without a database only at that.

    :param at: the house's time; machines and backups are measured in the machine's
    """
    try:
        yield from _database(at)
    except DatabaseError as problem:
        said = str(problem).strip().splitlines()[0]
        yield bad(_("Cơ sở dữ liệu không trả lời: %(said)s") % {"said": said}, _("Xem PostgreSQL có chạy không."))
        return
    behind = _migrations()
    if behind is not None:
        yield behind
        return  # nothing else can be asked of a database that is not this version's
    for check in (_server, _replica, _background, _live, _calendar, _disk, _keys, _backups):
        yield from check(at)


def good(what: str) -> Finding:
    return Finding(what)


def warning(what: str, mend: str) -> Finding:
    return Finding(what, mend)


def bad(what: str, mend: str) -> Finding:
    return Finding(what, mend, is_bad=True)


def _database(at: datetime) -> Iterator[Finding]:
    version, there, size = _ask(
        "SELECT current_setting('server_version_num')::int, clock_timestamp(), pg_database_size(current_database())"
    )
    if version < OLDEST_SERVER:
        yield bad(
            _("PostgreSQL %(version)s quá cũ.") % {"version": version // 10_000}, _("Nâng lên PostgreSQL 15 trở lên.")
        )
    else:
        facts = {"version": version // 10_000, "size": f"{size / 2**20:,.0f}"}
        yield good(_("Cơ sở dữ liệu trả lời: PostgreSQL %(version)s, %(size)s MB.") % facts)
    skew = abs(there - datetime.now(UTC))
    if skew > MOST_SKEW:
        yield bad(
            _("Đồng hồ máy này lệch máy cơ sở dữ liệu %(seconds)d giây.") % {"seconds": skew.total_seconds()},
            _("Bật đồng bộ giờ (chrony, systemd-timesyncd) trên cả hai máy."),
        )
    found = {name for (name,) in _rows("SELECT extname FROM pg_extension")}
    for name in EXTENSIONS:
        if name not in found:
            yield bad(
                _("Cơ sở dữ liệu thiếu phần mở rộng %(name)s.") % {"name": name},
                _("Chạy: ./motcua manage prepare, bằng tài khoản được tạo phần mở rộng."),
            )


def _migrations() -> Finding | None:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return None
    return bad(
        _("Cơ sở dữ liệu chưa theo kịp phần mềm: thiếu %(count)d bước.") % {"count": len(missing)},
        _("Chạy: ./motcua manage prepare"),
    )


def _server(at: datetime) -> Iterator[Finding]:
    used, most, oldest, age = _ask(
        "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
        " current_setting('max_connections')::int,"
        " (SELECT clock_timestamp() - min(xact_start) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        "  AND backend_type = 'client backend'),"
        " (SELECT max(age(datfrozenxid)) FROM pg_database)"
    )
    if used > most * MANY_CONNECTIONS:
        yield warning(
            _("%(used)d trong %(most)d kết nối cơ sở dữ liệu đang dùng.") % {"used": used, "most": most},
            _("Giảm MOTCUA_POOL hoặc số tiến trình web, hay tăng max_connections."),
        )
    if oldest is not None and oldest > LONG_TRANSACTION:
        yield warning(
            _("Một giao dịch mở đã %(minutes)d phút, có thể đang giữ khóa.")
            % {"minutes": oldest.total_seconds() // 60},
            _("Xem pg_stat_activity để biết của ai; một lệnh chạy tay quên đóng là thường gặp nhất."),
        )
    if age > OLD_TRANSACTIONS:
        yield bad(
            _("Cơ sở dữ liệu sắp hết số giao dịch (%(age)s).") % {"age": f"{age:,}"},
            _("Chạy VACUUM FREEZE ngay và xem vì sao autovacuum không chạy."),
        )
    is_failing, seconds_behind = _ask(
        "SELECT (SELECT last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver),"
        " (SELECT extract(epoch FROM max(replay_lag)) FROM pg_stat_replication)"
    )
    if is_failing:
        yield bad(
            _("PostgreSQL không lưu được nhật ký ghi (archive_command lỗi): đĩa sẽ đầy dần."),
            _("Xem nhật ký PostgreSQL; xem nơi lưu còn chỗ và còn quyền ghi."),
        )
    if seconds_behind is not None and seconds_behind > LONG_TRANSACTION.total_seconds():
        yield warning(
            _("Máy bản sao chậm %(seconds)d giây.") % {"seconds": seconds_behind}, _("Xem mạng và đĩa của máy bản sao.")
        )


def _replica(at: datetime) -> Iterator[Finding]:
    if not replica.there_is_one():
        return
    if replica.follows_closely():
        yield good(_("Báo cáo đọc từ bản sao cơ sở dữ liệu."))
        return
    yield warning(
        _("Bản sao cơ sở dữ liệu không trả lời hoặc chậm quá %(seconds)d giây: báo cáo đang đọc máy chính.")
        % {"seconds": replica.LONGEST_LAG},
        _("Xem MOTCUA_REPLICA_URL, và máy bản sao có chạy và theo kịp không."),
    )


def _background(at: datetime) -> Iterator[Finding]:
    mend = _("Xem tiến trình `./motcua manage work` có chạy không, và nhật ký của nó.")
    found = [bad(said, mend) for said in jobs.what_is_wrong(at=at, real_at=datetime.now(UTC))]
    found += [
        bad(_("%(count)s việc chưa báo được cho “%(name)s”.") % {"count": count, "name": name}, mend)
        for name, count in followers_behind()
    ]
    yield from found or [good(_("Tiến trình nền chạy, việc định kỳ đúng giờ."))]
    for said in letters.what_is_wrong():
        yield bad(said, _("Xem MOTCUA_EMAIL_URL và máy chủ thư."))


def _live(at: datetime) -> Iterator[Finding]:
    if not settings.LIVE_URL:
        return
    address = urljoin(f"{settings.PUBLIC_URL}/", f"{settings.LIVE_URL}health")
    try:
        with urlopen(address, timeout=LISTENS_WITHIN):  # noqa: S310 - where our own settings lead
            yield good(_("Tiến trình báo tin trả lời: trang đang mở tự biết khi danh sách thay đổi."))
    except (OSError, HTTPException, ValueError):
        yield warning(
            _("Tiến trình báo tin không trả lời ở %(address)s: trang vẫn dùng được nhưng không tự báo có thay đổi.")
            % {"address": address},
            _("Xem tiến trình motcua.live có chạy không, reverse proxy có chuyển /nghe/ tới nó không."),
        )


def _calendar(at: datetime) -> Iterator[Finding]:
    try:
        last_year = Calendar.objects.get(is_default=True).last_year
    except ObjectDoesNotExist:
        yield bad(_("Chưa có lịch làm việc của tỉnh: không tính được ngày hẹn."), _("Nạp lịch, rồi khởi động lại."))
        return
    wanted = at.year + (at.month >= CALENDAR_MONTH)
    if last_year is not None and last_year < wanted:
        make = bad if last_year < at.year else warning
        yield make(
            _("Lịch làm việc chỉ đến hết năm %(year)d.") % {"year": last_year},
            _("Nhập ngày nghỉ, ngày làm bù năm sau ở Phòng giám sát, trang Lịch."),
        )
    else:
        yield good(_("Lịch làm việc đến hết năm %(year)s.") % {"year": last_year})


def _disk(at: datetime) -> Iterator[Finding]:
    folder = Path(settings.VAR)
    disk = shutil.disk_usage(folder if folder.exists() else folder.parent)
    free = disk.free / disk.total
    facts = {"free": f"{disk.free / 2**30:,.1f}", "percent": f"{free:.0%}"}
    if free < LOW_DISK:
        make = bad if free < EMPTY_DISK else warning
        said = _("Ổ đĩa chứa tệp nộp kèm chỉ còn %(free)s GB (%(percent)s).") % facts
        yield make(said, _("Thêm đĩa, hoặc dời bản sao lưu cũ sang máy khác."))
    else:
        yield good(_("Ổ đĩa chứa tệp nộp kèm còn %(free)s GB (%(percent)s).") % facts)


def _keys(at: datetime) -> Iterator[Finding]:
    for name in ("secrets.json", "keys.json"):
        file = Path(settings.VAR) / name
        if file.exists() and file.stat().st_mode & 0o077:
            yield bad(_("Người khác trên máy đọc được %(file)s.") % {"file": name}, f"chmod 600 {file}")


def _backups(at: datetime) -> Iterator[Finding]:
    if not settings.BACKUPS:
        yield warning(
            _("Không biết bản sao lưu nằm đâu."),
            _("Đặt MOTCUA_BACKUPS là thư mục mà `./motcua backup` ghi vào, và chạy nó mỗi đêm."),
        )
        return
    mend = _("Chạy: ./motcua backup %(folder)s, và xem vì sao lần hẹn giờ không chạy.") % {"folder": settings.BACKUPS}
    newest = max(Path(settings.BACKUPS).glob("motcua-*Z"), key=lambda folder: folder.name, default=None)
    if newest is None:
        yield bad(_("Chưa có bản sao lưu nào."), mend)
        return
    try:
        made_at = datetime.fromisoformat(Manifest.read(newest, with_sums=False).made_at)
    except BackupFailed:
        yield bad(_("Bản sao lưu %(name)s không đọc được.") % {"name": newest.name}, mend)
        return
    hours = (datetime.now(UTC) - made_at) / timedelta(hours=1)
    facts = {"name": newest.name, "hours": int(hours)}
    if hours > BACKUP_AGE / timedelta(hours=1):
        yield bad(_("Bản sao lưu mới nhất (%(name)s) đã %(hours)d giờ.") % facts, mend)
    else:
        yield good(_("Bản sao lưu mới nhất: %(name)s, %(hours)d giờ trước.") % facts)


def _ask(query: str) -> tuple[Any, ...]:
    return _rows(query)[0]


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())

"""Every figure of the monitoring room has an address where its dossiers are listed: one table of both."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.ratings import queries as ratings
from motcua.reporting import queries


@dataclass(frozen=True)
class Asked:
    """What the address of a list says: which list, of which unit, of which days."""

    name: str
    at: datetime
    agency: Agency | None = None
    day: date | None = None
    first: date | None = None
    last: date | None = None
    part: str = ""

    @property
    def days(self) -> dict[str, date]:
        """Return the span asked for, today when nothing was said."""
        return {"first": self.first or self.at.date(), "last": self.last or self.first or self.at.date()}

    def part_of(self, parts: Container[str]) -> str:
        """Return the part asked for, if the list has such a part; all of it otherwise."""
        return self.part if self.part in parts else ""


@dataclass(frozen=True)
class Listing:
    """One kind of list: its heading, and the rows of the figure that leads to it."""

    title: Callable[[Asked], str]
    dossiers: Callable[[Asked], DossierQuerySet]


def _span(asked: Asked) -> str:
    first, last = asked.days["first"], asked.days["last"]
    if first == last:
        return vietnamese.day(first, year=False)
    return _("%(first)s đến %(last)s") % {"first": f"{first:%d/%m}", "last": f"{last:%d/%m/%Y}"}


_PARTS = {"risk": later("nguy cơ trễ hoặc đã trễ"), "todo": later("còn phải làm"), "done": later("đã xong, đã trình")}
_OUTCOMES = {"early": later("trước hạn"), "on_time": later("đúng hạn"), "late": later("quá hạn")}


def _due_on_title(asked: Asked) -> str:
    day = vietnamese.day(asked.day or asked.at.date(), year=False)
    title = _("Hẹn trả %(day)s") % {"day": day}
    return f"{title}: {_PARTS[asked.part]}" if asked.part in _PARTS else title


def _finished_title(asked: Asked) -> str:
    how = _OUTCOMES.get(asked.part, "")
    return _("Đã giải quyết %(how)s, %(span)s") % {"how": how, "span": _span(asked)}


_VIOLATIONS = {"again": later("lần thứ hai"), "late": later("sau ngày cho phép")}


def _violations_title(asked: Asked) -> str:
    title = _("Yêu cầu bổ sung sai quy định, %(span)s") % {"span": _span(asked)}
    return f"{title}: {_VIOLATIONS[asked.part]}" if asked.part in _VIOLATIONS else title


LISTINGS: dict[str, Listing] = {
    "sap-han": Listing(
        lambda _asked: _("Sắp đến hạn trong năm ngày làm việc"),
        lambda asked: queries.due_soon(at=asked.at, agency=asked.agency),
    ),
    "nguy-co": Listing(
        lambda _asked: _("Nguy cơ trễ"),
        lambda asked: queries.at_risk(at=asked.at, agency=asked.agency),
    ),
    "qua-han": Listing(
        lambda _asked: _("Đang quá hạn"),
        lambda asked: queries.overdue(at=asked.at, agency=asked.agency),
    ),
    "mai-chua-trinh": Listing(
        lambda _asked: _("Đến hạn ngày làm việc kế, chưa trình ký"),
        lambda asked: queries.unsent_for_tomorrow(at=asked.at, agency=asked.agency),
    ),
    "den-han": Listing(
        _due_on_title,
        lambda asked: queries.due_on(
            asked.day or asked.at.date(),
            at=asked.at,
            agency=asked.agency,
            part=asked.part if asked.part in _PARTS else "",
        ),
    ),
    "cho-bo-sung": Listing(
        lambda _asked: _("Chờ bà con bổ sung"),
        lambda asked: queries.awaiting_supplement(agency=asked.agency),
    ),
    "cho-nop-tien": Listing(
        lambda _asked: _("Chờ bà con nộp tiền"),
        lambda asked: queries.awaiting_payment(agency=asked.agency),
    ),
    "hen-lai": Listing(
        lambda _asked: _("Đã xin lỗi, hẹn lại, chưa xong"),
        lambda asked: queries.apologised(agency=asked.agency),
    ),
    "bo-sung-sai": Listing(
        _violations_title,
        lambda asked: queries.supplements_against_the_rule(
            agency=asked.agency, part=asked.part_of(_VIOLATIONS), **asked.days
        ),
    ),
    "nhap-bu": Listing(
        lambda asked: _("Nhập bù từ sổ giấy, %(span)s") % {"span": _span(asked)},
        lambda asked: queries.entered_late(unit=asked.agency, **asked.days),
    ),
    "da-nhan": Listing(
        lambda asked: _("Đã tiếp nhận, %(span)s") % {"span": _span(asked)},
        lambda asked: queries.received(agency=asked.agency, **asked.days),
    ),
    "da-xong": Listing(
        _finished_title,
        lambda asked: queries.finished(agency=asked.agency, outcome=asked.part_of(_OUTCOMES), **asked.days),
    ),
    "da-nhap": Listing(
        lambda asked: _("Đã nhập vào phần mềm, %(span)s") % {"span": _span(asked)},
        lambda asked: queries.entered(unit=asked.agency, **asked.days),
    ),
    "da-tra": Listing(
        lambda asked: _("Đã trả kết quả, %(span)s") % {"span": _span(asked)},
        lambda asked: ratings.results_returned(unit=asked.agency, **asked.days),
    ),
}


def url_of(name: str, *, agency: Agency | None = None, **more: Any) -> str:
    """Return the address of a list. `more`: day, first, last (dates), part. :raises KeyError: there is no such list"""
    if name not in LISTINGS:
        raise KeyError(name)
    asked: dict[str, Any] = {"loc": name}
    if agency is not None:
        asked["don-vi"] = agency.key
    names = {"day": "ngay", "first": "tu", "last": "den", "part": "phan"}
    for word, value in more.items():
        asked[names[word]] = value.isoformat() if isinstance(value, date) else value
    return f"{reverse('oversight:dossiers')}?{urlencode(asked)}"


def address_of(dossier: Dossier) -> str:
    """Return where this dossier stands with all its papers: a public address (ux.md §3.6), another surface's page."""
    return f"/lam-viec/ho-so/{dossier}/"

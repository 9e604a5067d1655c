"""Every figure of the monitoring room has an address where its dossiers are listed: one table of both."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.models import Channel
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.oversight import addresses
from motcua.ratings import queries as ratings
from motcua.reporting import queries
from motcua.reporting.models import StretchQuerySet
from motcua.reporting.queries import By, Span, Whose


@dataclass(frozen=True)
class Asked:
    """What the address of a list says: which list, of which unit or of whose dossiers, of which days."""

    name: str
    at: datetime
    agency: Agency | None = None
    whose: Whose | None = None
    day: date | None = None
    first: date | None = None
    last: date | None = None
    part: str = ""

    @property
    def days(self) -> dict[str, date]:
        """Return the span asked for, today when nothing was said."""
        return {"first": self.first or self.at.date(), "last": self.last or self.first or self.at.date()}

    @property
    def span(self) -> Span:
        return Span(at=self.at, **self.days)

    @property
    def settled_by(self) -> Whose | None:
        return self.whose or queries.of_agency(self.agency)

    def part_of(self, parts: Container[str]) -> str:
        """Return the part asked for, if the list has such a part; all of it otherwise."""
        return self.part if self.part in parts else ""


@dataclass(frozen=True)
class Listing:
    """One kind of list: its heading, and the rows of the figure that leads to it: dossiers, or stretches of them."""

    title: Callable[[Asked], str]
    dossiers: Callable[[Asked], DossierQuerySet | StretchQuerySet]


def _span(asked: Asked) -> str:
    first, last = asked.days["first"], asked.days["last"]
    if first == last:
        return vietnamese.day(first, year=False)
    return _("%(first)s đến %(last)s") % {"first": f"{first:%d/%m}", "last": f"{last:%d/%m/%Y}"}


#: What a report is put together by, in its address
BY: Mapping[str, By] = {
    "co-quan": By.AGENCY,
    "noi-nhan": By.UNIT,
    "thu-tuc": By.PROCEDURE,
    "linh-vuc": By.FIELD,
    "kenh": By.CHANNEL,
}
_PARTS = {
    "risk": gettext_lazy("nguy cơ trễ hoặc đã trễ"),
    "todo": gettext_lazy("còn phải làm"),
    "done": gettext_lazy("đã xong, đã trình"),
}
_OUTCOMES = {"early": gettext_lazy("trước hạn"), "on_time": gettext_lazy("đúng hạn"), "late": gettext_lazy("quá hạn")}


def _due_on_title(asked: Asked) -> str:
    day = vietnamese.day(asked.day or asked.at.date(), year=False)
    title = _("Hẹn trả %(day)s") % {"day": day}
    return f"{title}: {_PARTS[asked.part]}" if asked.part in _PARTS else title


def _received_title(asked: Asked) -> str:
    title = _("Đã tiếp nhận, %(span)s") % {"span": _span(asked)}
    return f"{title}: {Channel(asked.part).label}" if asked.part in Channel.values else title


def _finished_title(asked: Asked) -> str:
    how = _OUTCOMES.get(asked.part, "")
    return _("Đã giải quyết %(how)s, %(span)s") % {"how": how, "span": _span(asked)}


_STATES = {
    "in_time": gettext_lazy("trong hạn"),
    "overdue": gettext_lazy("quá hạn"),
    "waiting": gettext_lazy("đang chờ"),
}


def _left_open_title(asked: Asked) -> str:
    is_past = asked.span.closes_at < asked.at
    day = {"day": f"{asked.span.closes_on:%d/%m/%Y}"}
    title = _("Còn lại cuối ngày %(day)s") % day if is_past else _("Còn lại lúc này")
    return f"{title}: {_STATES[asked.part]}" if asked.part in _STATES else title


def _moved(asked: Asked, moved: StretchQuerySet) -> StretchQuerySet:
    """Only an agency gets dossiers from another."""
    is_of_agency = asked.whose is not None and asked.whose.by == By.AGENCY
    return moved.filter(asked.whose.condition) if asked.whose and is_of_agency else moved.none()


_VIOLATIONS = {"again": gettext_lazy("lần thứ hai"), "late": gettext_lazy("sau ngày cho phép")}


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
        _received_title,
        lambda asked: queries.received(whose=asked.settled_by, channel=asked.part_of(Channel.values), **asked.days),
    ),
    "da-xong": Listing(
        _finished_title,
        lambda asked: queries.finished(whose=asked.settled_by, outcome=asked.part_of(_OUTCOMES), **asked.days),
    ),
    "ton-dau": Listing(
        lambda asked: _("Còn lại trước ngày %(day)s") % {"day": f"{asked.span.first:%d/%m/%Y}"},
        lambda asked: queries.carried_over(span=asked.span, whose=asked.settled_by),
    ),
    "con-lai": Listing(
        _left_open_title,
        lambda asked: queries.left_open(span=asked.span, part=asked.part_of(_STATES), whose=asked.settled_by),
    ),
    "rut-dung": Listing(
        lambda asked: _("Đã rút, đã dừng, %(span)s") % {"span": _span(asked)},
        lambda asked: queries.ended_undecided(whose=asked.settled_by, **asked.days),
    ),
    "chuyen-den": Listing(
        lambda asked: _("Từ cơ quan khác chuyển sang, %(span)s") % {"span": _span(asked)},
        lambda asked: _moved(asked, queries.moved_in(span=asked.span)),
    ),
    "chuyen-di": Listing(
        lambda asked: _("Đã chuyển cơ quan khác, %(span)s") % {"span": _span(asked)},
        lambda asked: _moved(asked, queries.moved_out(span=asked.span)),
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


SLUGS = {by: slug for slug, by in BY.items()}


def url_of(name: str, *, agency: Agency | None = None, whose: Whose | None = None, **more: Any) -> str:
    """Return the address of a list. `more`: day, first, last (dates), part. :raises KeyError: there is no such list"""
    if name not in LISTINGS:
        raise KeyError(name)
    asked: dict[str, Any] = {"loc": name}
    if agency is not None:
        asked["don-vi"] = agency.key
    if whose is not None:
        asked |= {"theo": SLUGS[whose.by], "muc": whose.key}
    names = {"day": "ngay", "first": "tu", "last": "den", "part": "phan"}
    for word, value in more.items():
        asked[names[word]] = value.isoformat() if isinstance(value, date) else value
    return f"{addresses.of('dossiers')}?{urlencode(asked)}"


def address_around(name: str, **more: Any) -> tuple[str, str]:
    """Return what stands before and behind whose list it is in `url_of`, for tables with thousands of addresses."""
    begins = url_of(name)
    return begins, url_of(name, **more).removeprefix(begins)


def address_part(whose: Whose | None) -> str:
    """Return what stands between."""
    return f"&{urlencode({'theo': SLUGS[whose.by], 'muc': whose.key})}" if whose else ""


def address_of(dossier: Dossier) -> str:
    """Return where this dossier stands with all its papers: a public address (ux.md §3.6), another surface's page."""
    return f"/lam-viec/ho-so/{dossier}/"

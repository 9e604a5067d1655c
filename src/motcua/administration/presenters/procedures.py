"""The list of procedures, one version of one of them, and the dossiers that stay on what ends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.administration import procedure_queries as queries
from motcua.administration.presenters.procedure_states import lateness_of, stage_of
from motcua.administration.room import Visit
from motcua.catalogue.actions.correct import correctable_texts
from motcua.catalogue.drafts import ProcedureDraft
from motcua.catalogue.models import Announcement, AnnouncementKind, Channel, ProcedureVersion, VersionState
from motcua.catalogue.publication import gaps
from motcua.catalogue.version_diff import differences, fee_in_full, limit_in_full, paper_in_words
from motcua.catalogue.version_reading import wordings_of
from motcua.notifications.queries import MOST_COUNTED, unread_count
from motcua.organisations.models import Level


def frame(visit: Visit, *, asked: str | None = None) -> dict[str, Any]:
    """Return the context of the dark panel (2 statements). `asked` is the list that a page shows."""
    lists, unread = reverse("procedures:list"), unread_count(visit.user)
    kinds = (
        ("", _("Mọi thủ tục"), "stack"),
        (queries.DRAFTS, _("Bản nháp"), "note-pencil"),
        (queries.ANNOUNCED, _("Chờ công khai"), "hourglass-medium"),
        (queries.IN_FORCE, _("Đang có hiệu lực"), "check-circle"),
        (queries.ABOLISHED, _("Đã bãi bỏ"), "x-circle"),
        (queries.LATE, _("Trễ hạn"), "warning"),
    )
    nav: list[dict[str, Any]] = [
        {"label": label, "icon": icon, "url": f"{lists}?loc={key}" if key else lists, "current": asked == key}
        for key, label, icon in kinds
    ]
    other = {"group": _("Khác")}
    nav += [
        other | {"label": _("Quy trình nội bộ"), "icon": "list-checks", "url": reverse("administration:processes")},
        # the surfaces do not know each other: the public addresses of ux.md §3.1
        other | {"label": _("Phòng giám sát"), "icon": "sign-in", "url": "/lam-viec/giam-sat/"},
        other
        | {
            "label": _("Thông báo"),
            "icon": "bell",
            "url": "/lam-viec/thong-bao/",
            "count": min(unread, MOST_COUNTED - 1),
            "more": unread >= MOST_COUNTED,
        },
    ]
    post = visit.post
    return {
        "desk": {
            "name": _("Thủ tục hành chính"),
            "place": post.agency.short_name if post else "",
            "role": post.title or post.get_role_display() if post else "",
        },
        "nav": nav,
        "visit": visit,
    }


def page(visit: Visit, query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of the list."""
    asked = query.get("loc", "") if query.get("loc", "") in queries.FILTERS else ""
    text = query.get("q", "")[:100]
    found = Paginator(queries.versions(text=text, asked=asked, on=visit.today), queries.PAGE).get_page(
        query.get("trang")
    )
    more = {key: value for key, value in {"loc": asked, "q": text}.items() if value}
    return {
        **frame(visit, asked=asked),
        "rows": [
            {
                "version": version,
                "state": stage_of(version, on=visit.today),
                "reasons": version.draft_reasons if version.state == VersionState.DRAFT else (),
                "late": [said for row in version.announcements.all() for said in lateness_of(row, on=visit.today)],
            }
            for version in found
        ],
        "text": text,
        "asked": asked,
        "count": found.paginator.count,
        "before": "?" + urlencode({**more, "trang": found.previous_page_number()}) if found.has_previous() else "",
        "after": "?" + urlencode({**more, "trang": found.next_page_number()}) if found.has_next() else "",
        "page_words": _("Trang %(page)d trên %(pages)d") % {"page": found.number, "pages": found.paginator.num_pages},
    }


def version_page(
    visit: Visit,
    version: ProcedureVersion,
    *,
    trouble: dict[str, list[str]] | None = None,
    typed: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the record of one version: its parts, what it lacks, what it changes, and what may be done with it."""
    before = queries.in_force_beside(version, on=visit.today)
    wording, *rest = wordings_of([version] + ([before] if before else []))
    announcements = list(version.announcements.all())
    lacking = gaps(wording, sets_of_papers=version.sets_of_papers)
    return {
        **frame(visit),
        "version": version,
        "name": version.procedure.everyday_name or version.name,
        "state": stage_of(version, on=visit.today),
        "parts": _parts(version, wording),
        "gaps": lacking if version.state != VersionState.PUBLISHED else (),
        "shows_gaps": version.state != VersionState.PUBLISHED,
        "before": before,
        "changes": differences(rest[0], wording) if rest else (),
        "announcements": [_announcement(row, visit) for row in announcements],
        "versions": [{"version": row, "state": stage_of(row, on=visit.today)} for row in queries.history(version)],
        "corrections": list(version.corrections.all()),
        "running": queries.running_under_ends(version.procedure.code, by=visit.actor).count(),
        "trouble": trouble or {},
        "typed": typed or {},
        **_what_is_open(version, announcements, lacking, today=visit.today, typed=typed or {}),
    }


def _what_is_open(
    version: ProcedureVersion,
    announcements: Sequence[Announcement],
    lacking: Sequence[object],
    *,
    today: date,
    typed: Mapping[str, str],
) -> dict[str, Any]:
    """Return which forms the page offers; the actions ask again."""
    is_public = version.state == VersionState.PUBLISHED
    lives = is_public and (version.valid_to is None or version.valid_to > today)
    return {
        "may_announce": version.state == VersionState.DRAFT and not lacking,
        "may_abolish": lives and not any(row.kind == AnnouncementKind.ABOLISHED for row in announcements),
        "texts": _texts(version, typed) if is_public else (),
    }


def _texts(version: ProcedureVersion, typed: Mapping[str, str]) -> list[dict[str, str]]:
    names = {
        "name": _("Tên"),
        "agency_text": _("Cơ quan thực hiện"),
        "conditions": _("Yêu cầu, điều kiện"),
        "how_to": _("Trình tự, bước %(which)s"),
        "document": _("Giấy tờ %(which)s"),
    }
    rows = []
    for key, text in correctable_texts(version).items():
        kind, _dot, which = key.partition(".")
        if text:
            label = names[kind] % {"which": which} if which else names[kind]
            rows.append({"key": key, "label": label, "text": typed.get(f"text-{key}", text)})
    return rows


def _announcement(row: Announcement, visit: Visit) -> dict[str, Any]:
    return {
        "row": row,
        "late": lateness_of(row, on=visit.today),
        "is_mine": row.announced_by_id == visit.user.pk,
        "is_end": row.kind == AnnouncementKind.ABOLISHED,
    }


def _parts(version: ProcedureVersion, wording: ProcedureDraft) -> list[dict[str, Any]]:
    """Return the parts that the law names, in its order: what each says, line by line."""
    levels = ", ".join(str(Level(level).label) for level in version.levels)
    names = filter(None, [version.agency.name if version.agency else "", wording.agency_text])
    agency = "; ".join(dict.fromkeys(names))
    papers = [f"• {paper_in_words(paper)}" for paper in wording.documents]
    sets = _("Số bộ hồ sơ: %(n)d") % {"n": version.sets_of_papers}
    cases = dict(wording.cases)
    rows = (
        (_("Tên thủ tục"), [wording.name]),
        (_("Trình tự thực hiện"), wording.how_to),
        (_("Cách thức thực hiện"), [_method(row) for row in wording.methods]),
        (_("Thành phần, số lượng hồ sơ"), [*papers, sets] if papers else []),
        (
            _("Thời hạn giải quyết"),
            [_for(row.channel, cases.get(row.case, ""), limit_in_full(row)) for row in wording.limits],
        ),
        (_("Đối tượng thực hiện"), wording.audience),
        (_("Cơ quan thực hiện"), [text for text in (agency, levels) if text]),
        (_("Kết quả"), [row.get("name", "") for row in wording.results]),
        (_("Phí, lệ phí"), [_for(row.channel, cases.get(row.case, ""), fee_in_full(row)) for row in wording.fees]),
        (_("Yêu cầu, điều kiện"), [wording.conditions] if wording.conditions else []),
        (
            _("Căn cứ pháp lý"),
            [" – ".join(filter(None, (row.get("number"), row.get("title")))) for row in wording.legal_basis],
        ),
    )
    return [{"title": title, "lines": [line for line in lines if line]} for title, lines in rows]


def _for(channel: str, case: str, said: str) -> str:
    where = ", ".join(filter(None, [str(Channel(channel).label) if channel else "", case]))
    return f"{where}: {said}" if where else said


def _method(row: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, [str(Channel(row.get("channel", "counter")).label), row.get("description", "")]))


def running_page(visit: Visit, code: str) -> dict[str, Any]:
    """Return the dossiers that stay on a version that ends, as far as this person sees them."""
    found = list(queries.running_under_ends(code, by=visit.actor)[:200])
    version = queries.latest_or_404(code)
    post = visit.post
    return {
        "desk": {
            "name": _("Hồ sơ"),
            "place": post.agency.short_name if post else "",
            "role": post.title if post else "",
        },
        "nav": [
            {"label": _("Thông báo"), "icon": "bell", "url": "/lam-viec/thong-bao/", "count": ""},
            {"label": _("Bàn làm việc"), "icon": "sign-in", "url": "/lam-viec/", "count": ""},
        ],
        "name": version.procedure.everyday_name or version.name,
        "code": code,
        "dossiers": found,
    }

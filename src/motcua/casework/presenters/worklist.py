"""The specialist's bench: overviews, the list in groups, the chosen dossier."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.casework import overviews, queries
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk
from motcua.casework.presenters.dossier import Refused, View, detail
from motcua.casework.presenters.frame import beside_the_bench, figures_for
from motcua.casework.presenters.groups import Days, Group, grouped
from motcua.casework.presenters.rows import row_of
from motcua.casework.queries import MOST_COUNTED, Figures
from motcua.dossiers import steps
from motcua.dossiers.kept import calendars_for
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.lib.clock import VIETNAM
from motcua.live.addresses import address_for
from motcua.live.passes import desk_of
from motcua.working_time.queries import Calendars, all_calendars


def page(
    desk: Desk,
    asked: Asked,
    *,
    chosen: Dossier | None = None,
    refused: Refused | None = None,
    done: Dossier | None = None,
) -> dict[str, Any]:
    """Return the context of the whole bench (2 statements, and the chosen dossier's 2).

    :param chosen: the dossier that the address names, on the list or not; without one the most urgent is chosen
    :param done: what this officer just passed on
    """
    listen = address_for(map(desk_of, desk.works_at))
    lists = overviews.overviews_for(desk)
    asked = asked.but(done="", view=asked.view if asked.view in lists else overviews.first_of(desk))
    figures = figures_for(desk, asked)
    found = queries.page_of(desk, lists[asked.view].which, field=asked.field, only=asked.only, after=asked.after)
    shown = chosen or (queries.whole(desk, found.rows[0]) if found.rows else None)
    calendars = calendars_for(shown) if shown else all_calendars()
    context = {
        **beside_the_bench(desk, asked=asked, figures=figures),
        **_list(desk, asked, figures, found),
        "groups": _groups(found, desk=desk, asked=asked.but(chosen=shown.quick_code if shown else ""), by=calendars),
        "is_open": chosen is not None,
        "has_errors": refused is not None,
        "at": desk.at,
        "listen": listen,
        "undo": done if done is not None and steps.may(desk.actor, Verb.TAKE_BACK, done) else None,
    }
    if shown is None:
        return context
    view = View(asked=asked.but(chosen=""), refused=refused)
    return context | detail(desk, shown, view)


def beside(desk: Desk, dossier: Dossier, asked: Asked) -> dict[str, Any]:
    """Return the context of the chosen dossier alone, for a page that has its list already."""
    look = asked.but(chosen="")
    return detail(desk, dossier, View(asked=look)) | {"is_open": True, "back_url": look.url}


def _list(desk: Desk, asked: Asked, figures: Figures, found: queries.Page) -> dict[str, Any]:
    """Return what stands above and below the list, and what to say when there is nothing on it."""
    unclaimed = figures.counts[overviews.UNCLAIMED] if asked.view != overviews.UNCLAIMED else 0
    return {
        "title": _title(asked, figures),
        "how_many": _how_many(desk, asked, figures),
        "filters": [
            {"label": label, "url": asked.but(only=key, after="", chosen="").url, "current": asked.only == key}
            for key, label in overviews.FILTERS.items()
        ],
        "next_url": asked.but(after=found.after, chosen="").url if found.after else "",
        "first_url": asked.but(after="", chosen="").url if asked.after else "",
        "newest_url": asked.but(after="", chosen="").url,
        "back_url": asked.but(chosen="").url,
        "whole_url": Asked(view=asked.view).url,
        "is_narrowed": bool(asked.only or asked.field),
        "unclaimed": min(unclaimed, MOST_COUNTED - 1),
        "unclaimed_url": Asked(view=overviews.UNCLAIMED).url,
    }


def _groups(found: queries.Page, *, desk: Desk, asked: Asked, by: Calendars) -> list[Group]:
    questions = queries.questions_to(desk, found.rows) if asked.view == overviews.ASKED else {}
    look = asked.but(chosen="")
    rows = [
        (
            dossier,
            row_of(
                dossier,
                desk=desk,
                calendar=by.of(dossier.holder.calendar_id),
                look=look,
                is_chosen=asked.chosen == dossier.quick_code,
                question=questions.get(dossier.pk),
            ),
        )
        for dossier in found.rows
    ]
    return grouped(rows, Days.around(desk.at.astimezone(VIETNAM).date(), by.of(None)), more=bool(found.after))


def _title(asked: Asked, figures: Figures) -> str:
    if asked.field:
        names = {key: name for key, name, _many in figures.fields}
        return names.get(asked.field, _("Lĩnh vực khác"))
    return str(overviews.OVERVIEWS[asked.view].name)


def _how_many(desk: Desk, asked: Asked, figures: Figures) -> str:
    """Return how many are on the list, as far as it was counted; nothing for what was not counted as it is shown."""
    if asked.only or (asked.field and asked.view != overviews.with_fields(desk, asked.view)):
        return ""
    of_fields = {key: many for key, _name, many in figures.fields}
    many = of_fields.get(asked.field, 0) if asked.field else figures.counts[asked.view]
    if many >= MOST_COUNTED:
        return _("hơn %(many)d hồ sơ") % {"many": MOST_COUNTED - 1}
    return _("%(many)d hồ sơ") % {"many": many}

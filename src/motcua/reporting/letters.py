"""The words of a weekly review, for the e-mail and for paper. Nothing is read from the database here."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.lib import vietnamese
from motcua.notifications.messages import Text
from motcua.reporting.models import Danger, ReviewItem, ReviewLetter
from motcua.reporting.weeks import Week

#: An e-mail names so many dossiers; the page has them all
MOST_NAMED = 40


def page_of(week: Week, agency_key: str) -> str:
    """Return the address of an agency's part of a review (ux.md §3.8)."""
    return f"/lam-viec/giam-sat/ra-soat/{week.slug}/{agency_key}/"


def email(letter: ReviewLetter, items: Sequence[ReviewItem]) -> Text:
    """Return the e-mail to the head of an agency: the figures, the note, the most endangered dossiers by code."""
    values = {
        "week": letter.review.number,
        "agency": letter.agency.name,
        "soon": letter.due_soon,
        "risk": letter.at_risk,
        "late": letter.overdue,
        "link": settings.PUBLIC_URL + page_of(letter.review.week, letter.agency.key),
    }
    lines = [_("%(agency)s: rà soát tuần %(week)d.") % values, summary(letter)]
    if letter.note:
        lines.append(_("Lời nhắc: %(note)s") % {"note": letter.note})
    if items:
        lines.append("\n".join(line_of(item) for item in items[:MOST_NAMED]))
    if len(items) > MOST_NAMED:
        lines.append(_("… và %(count)d hồ sơ nữa.") % {"count": len(items) - MOST_NAMED})
    lines.append(_("Xem và trả lời: %(link)s") % values)
    return Text(
        subject=_("Rà soát tuần %(week)d: %(soon)d sắp đến hạn, %(risk)d nguy cơ trễ, %(late)d quá hạn") % values,
        body="\n\n".join(lines) + "\n",
    )


def summary(letter: ReviewLetter) -> str:
    """Say in one sentence what is in a letter."""
    if not letter.due_soon and not letter.overdue:
        return _("Tuần này không có hồ sơ nào sắp đến hạn hay quá hạn.")
    return _("%(soon)d hồ sơ sắp đến hạn, trong đó %(risk)d có nguy cơ trễ; %(late)d hồ sơ quá hạn.") % {
        "soon": letter.due_soon,
        "risk": letter.at_risk,
        "late": letter.overdue,
    }


def line_of(item: ReviewItem) -> str:
    """Return one dossier as a line of text: how it stands, its code, its day, where it lies. Nobody is named."""
    due = vietnamese.when(timezone.localtime(item.due_at), year=False)
    step = f" – {item.dossier.step.name}" if item.dossier.step else ""
    return f"[{Danger(item.danger).label}] {item.dossier}: {_('hẹn trả')} {due}{step}"

"""Who may do what with a weekly review, and with the calendar. Buttons are drawn by it and actions guarded by it."""

from django.utils.translation import gettext as _

from motcua.dossiers.actors import SYSTEM, Actor
from motcua.organisations.models import Agency, Role


class NotYours(Exception):
    """Somebody else may do this, but not this person (403)."""


class NotNow(Exception):
    """The review does not stand where this can be done (409)."""


def may_watch(by: Actor) -> bool:
    """Tell whether this person looks over the whole province: the Centre's overseers, the chair, the controllers."""
    return by.standing is not None and by.standing.sees_the_province


def may_send(by: Actor) -> bool:
    """Tell whether this person sends reviews and reminders: the Centre's overseers and the controllers."""
    if by == SYSTEM:
        return True
    return by.standing is not None and bool(by.standing.all_roles & {Role.CENTRE, Role.CONTROLLER})


def may_keep_calendar(by: Actor) -> bool:
    """Tell whether this person changes the province's calendar and what was promised by it: the Centre only."""
    return by.has_anywhere(Role.CENTRE)


def may_answer_for(by: Actor, agency: Agency) -> bool:
    """Tell whether this person leads this agency, by post or by delegation."""
    return by.has(Role.LEADER, agency.pk)


def require_sender(by: Actor) -> None:
    """:raises NotYours: this person does not send reviews"""
    if not may_send(by):
        raise NotYours(_("Việc này của phòng giám sát Trung tâm hoặc cán bộ kiểm soát thủ tục."))

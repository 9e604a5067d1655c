"""The shorter terms around a dossier: handing over, answering, asking back, apologising (law.md §2.3–§2.8).

Their numbers are the rule set's; here they meet the calendar.
"""

from datetime import datetime

from motcua.law.rule_sets import RuleSet
from motcua.working_time.calendar import WorkingCalendar, in_vietnam


def handover_due_at(received_at: datetime, *, rules: RuleSet, calendar: WorkingCalendar) -> datetime:
    """Return by when paper must be with the agency: the same working day, after 15:00 the start of the next one.

    Electronic data goes at once. The cut-off moves the handover only, never the due date (NĐ 61/2018 art. 18).
    """
    received_at = in_vietnam(received_at)
    day = calendar.received_on(received_at)
    if day == received_at.date() and received_at.time() > rules.handover_cutoff:
        return calendar.opening_of(calendar.next_working_day(day))
    return calendar.closing_of(day)


def same_day_due_at(received_at: datetime, *, rules: RuleSet, calendar: WorkingCalendar) -> datetime:
    """Return when a result of the same day is due: at closing; received after 15:00, at the next working day's."""
    received_at = in_vietnam(received_at)
    day = calendar.received_on(received_at)
    if day == received_at.date() and received_at.time() > rules.same_day_cutoff:
        day = calendar.next_working_day(day)
    return calendar.closing_of(day)


def first_response_due_at(submitted_at: datetime, *, rules: RuleSet, calendar: WorkingCalendar) -> datetime:
    """Return by when an online submission must be answered (NĐ 45/2020 art. 11)."""
    return calendar.add_working(submitted_at, rules.online_first_response_hours * 60)


def supplement_request_due_at(received_at: datetime, *, rules: RuleSet, calendar: WorkingCalendar) -> datetime:
    """Return until when a supplement may still be asked for without breaking the rule (NĐ 61/2018 art. 19.4).

    A later request is possible and is flagged: the citizen must not suffer for it.
    """
    return calendar.closing_after(received_at, rules.supplement_return_days)


def apology_due_at(due_at: datetime, *, rules: RuleSet, calendar: WorkingCalendar) -> datetime:
    """Return the last moment to announce a delay: closing, so many working days before the due date (art. 19.9)."""
    last_day = calendar.working_day_after(in_vietnam(due_at).date(), -rules.apology_lead_days)
    return calendar.closing_of(last_day)

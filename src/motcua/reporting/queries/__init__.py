"""The figures of the monitoring room. Beside each figure stands the function that returns the rows it counts.

A number on a page opens its list, and a test compares the two for all of them.
"""

from motcua.reporting.queries.adoption import Adoption, adoption, entered, silent_units
from motcua.reporting.queries.due import (
    DayAhead,
    DueSoon,
    at_risk,
    days_ahead,
    due_on,
    due_soon,
    due_soon_by_agency,
    looked_at,
    overdue,
    unsent_for_tomorrow,
)
from motcua.reporting.queries.hard_cases import (
    HardCases,
    apologised,
    awaiting_payment,
    awaiting_supplement,
    entered_late,
    hard_cases,
    supplements_against_the_rule,
)
from motcua.reporting.queries.progress import Outcome, Progress, finished, on_time_by_week, progress, received
from motcua.reporting.queries.reviews import (
    agencies_reviewed,
    items_of,
    letter_to,
    letters_of,
    letters_to,
    review_of,
)

__all__ = [
    "Adoption",
    "DayAhead",
    "DueSoon",
    "HardCases",
    "Outcome",
    "Progress",
    "adoption",
    "agencies_reviewed",
    "apologised",
    "at_risk",
    "awaiting_payment",
    "awaiting_supplement",
    "days_ahead",
    "due_on",
    "due_soon",
    "due_soon_by_agency",
    "entered",
    "entered_late",
    "finished",
    "hard_cases",
    "items_of",
    "letter_to",
    "letters_of",
    "letters_to",
    "looked_at",
    "on_time_by_week",
    "overdue",
    "progress",
    "received",
    "review_of",
    "silent_units",
    "supplements_against_the_rule",
    "unsent_for_tomorrow",
]

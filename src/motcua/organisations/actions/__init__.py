"""Set up units, posts, delegations and leave."""

from motcua.organisations.actions.delegate import delegate, end_delegation
from motcua.organisations.actions.end import end
from motcua.organisations.actions.leave import enter_leave, return_early
from motcua.organisations.actions.reorganise import reorganise_units

__all__ = ["delegate", "end", "end_delegation", "enter_leave", "reorganise_units", "return_early"]

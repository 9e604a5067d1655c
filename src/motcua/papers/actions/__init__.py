"""Issuing papers, closing books. Every action is told `by` and `at`."""

from motcua.papers.actions.close_book import close_book, may_close, why_not_yet
from motcua.papers.actions.issue import issue

__all__ = ["close_book", "issue", "may_close", "why_not_yet"]

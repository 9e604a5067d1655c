"""What runs by the clock. Called with the house's `at`; see SCHEDULED_JOBS in motcua.settings."""

from datetime import datetime

from motcua.accounts import actions


def forget_old_answers(*, at: datetime) -> str:
    """Let go of the answers kept for repeated requests: they may name people, and nobody repeats after a week."""
    return f"{actions.forget_old_answers(at=at)} answers"

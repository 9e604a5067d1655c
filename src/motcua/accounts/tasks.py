"""What runs by the clock. Called with the house's `at`; see SCHEDULED_JOBS in motcua.settings."""

from datetime import UTC, datetime

from motcua.accounts import actions


def forget_what_is_over(*, at: datetime, real_at: datetime | None = None) -> str:
    """Let go of what nobody asks for again: answers kept for repeated requests, counted tries, expired sessions.

    Answers may name people, and nobody repeats a request after a week.

    :param real_at: the machine's time, on which tries and sessions live; now, unless a test says otherwise
    """
    real_at = real_at or datetime.now(UTC)
    answers = actions.forget_old_answers(at=at)
    tries = actions.forget_old_tries(real_at=real_at)
    sessions = actions.forget_expired_sessions(real_at=real_at)
    return f"{answers} answers, {tries} counts of tries, {sessions} sessions"

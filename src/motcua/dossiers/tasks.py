"""What runs by the clock. Called with the house's `at`; see SCHEDULED_JOBS in motcua.settings."""

from datetime import UTC, datetime

from motcua.dossiers import actions


def forget_abandoned_drafts(*, at: datetime) -> str:
    """Throw away files that citizens uploaded and never handed in; files live on the machine's time, not on `at`."""
    return f"{actions.forget_abandoned_drafts(real_at=datetime.now(UTC))} drafts"

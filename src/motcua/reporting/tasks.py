"""What runs by the clock (settings.SCHEDULED_JOBS)."""

from datetime import datetime

from django.utils import timezone

from motcua.reporting import actions
from motcua.reporting.weeks import Week


def draft_weekly_review(*, at: datetime) -> str:
    """Draft this week's review, every Monday at half past six, so that the Centre can send it by seven."""
    review = actions.draft_review(week=Week.of(timezone.localtime(at).date()), at=at)
    return f"{review.week.slug}: {review.letters.count()} letters"

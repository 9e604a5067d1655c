"""The weekly review: what falls due, told to the heads of the agencies every Monday, read and answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency
from motcua.reporting.weeks import Week


class WeeklyReview(models.Model):
    """What the Centre tells all agencies in one week (rà soát tuần)."""

    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveSmallIntegerField(_("tuần"))
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("rà soát tuần")
        verbose_name_plural = _("rà soát tuần")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_week_is_reviewed_once"),
            models.CheckConstraint(
                condition=Q(sent_by=None) | Q(sent_at__isnull=False), name="review_sent_by_somebody_is_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.week.slug

    @property
    def week(self) -> Week:
        return Week(self.year, self.number)


class ReviewLetter(models.Model):
    """One agency's part of a review (thông báo rà soát): the figures as they were, seen and answered by its head."""

    review = models.ForeignKey(WeeklyReview, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_soon = models.PositiveIntegerField(_("sắp đến hạn"), default=0)
    at_risk = models.PositiveIntegerField(_("nguy cơ trễ"), default=0)
    overdue = models.PositiveIntegerField(_("quá hạn"), default=0)
    note = models.CharField(_("lời nhắc"), max_length=1000, blank=True)
    told = models.PositiveSmallIntegerField(_("số lãnh đạo đã báo"), default=0)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("trả lời"), blank=True)

    class Meta:
        verbose_name = _("thông báo rà soát")
        verbose_name_plural = _("thông báo rà soát")
        constraints = [
            models.UniqueConstraint(fields=["review", "agency"], name="an_agency_gets_one_letter_a_week"),
            models.CheckConstraint(condition=Q(at_risk__lte=F("due_soon")), name="what_is_at_risk_is_due_soon"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="letter_is_seen_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False, seen_at__isnull=False) & ~Q(answer="")),
                name="letter_is_answered_by_somebody_who_saw_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} → {self.agency_id}"


class Danger(models.TextChoices):
    """How a dossier stood when the review was drafted; each stands in one class only."""

    OVERDUE = "overdue", _("quá hạn")
    AT_RISK = "at_risk", _("nguy cơ trễ")
    DUE_SOON = "due_soon", _("sắp đến hạn")


class ReviewItem(models.Model):
    """One dossier in a review, with its promise as it was (hồ sơ trong rà soát)."""

    letter = models.ForeignKey(ReviewLetter, on_delete=models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    danger = models.CharField(max_length=8, choices=Danger.choices)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hồ sơ trong rà soát")
        verbose_name_plural = _("hồ sơ trong rà soát")
        constraints = [
            models.UniqueConstraint(fields=["letter", "dossier"], name="a_dossier_stands_in_a_letter_once"),
            models.CheckConstraint(condition=Q(danger__in=Danger.values), name="danger_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.dossier_id}"

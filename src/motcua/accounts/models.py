"""People who can sign in, and the tokens that stand for them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who can sign in (tài khoản). What they may do is said by their posts (motcua.organisations)."""

    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)

    first_name = None  # type: ignore[assignment]  # a Vietnamese name is one field, displayed as typed
    last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name().rsplit(" ", 1)[-1]


class ApiToken(models.Model):
    """A key that stands for one officer or partner (khóa truy cập). Only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("khóa truy cập")
        verbose_name_plural = _("khóa truy cập")

    def __str__(self) -> str:
        return f"{self.label} ({self.user_id})"


class RateCount(models.Model):
    """How often somebody tried something in one window of time (số lần thử)."""

    key = models.CharField(max_length=120)
    window = models.BigIntegerField(help_text="seconds since 1970, divided by the window's length")
    ends_at = models.DateTimeField(help_text="the window's end, the machine's time: nobody asks afterwards")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("số lần thử")
        verbose_name_plural = _("số lần thử")
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="tries_are_counted_once_a_window")]

    def __str__(self) -> str:
        return f"{self.key} {self.window}: {self.count}"


class AnsweredRequest(models.Model):
    """A write that came with an Idempotency-Key, and the answer it got (yêu cầu đã trả lời)."""

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="null: sent without a token, as ratings are",
    )
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("yêu cầu đã trả lời")
        verbose_name_plural = _("yêu cầu đã trả lời")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="a_repeated_key_gets_the_first_answer", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"

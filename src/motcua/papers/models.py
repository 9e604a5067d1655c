"""Papers that were issued, and the register books that were closed. The database refuses to change or delete either."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Dossier, Event
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class Signature(models.TextChoices):
    DIGITAL = "digital", _("đã ký số")
    BY_HAND = "by_hand", _("ký tay trên bản in")


class Book(models.Model):
    """The register of a unit and a year, from the moment it was closed (sổ theo dõi hồ sơ). An open one has no row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận"))
    year = models.PositiveSmallIntegerField(_("năm"))
    rows = models.PositiveIntegerField(_("số hồ sơ"), help_text="its last number: the book has no gaps")
    closed_at = models.DateTimeField(_("khóa lúc"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("sổ theo dõi hồ sơ")
        verbose_name_plural = _("sổ theo dõi hồ sơ")
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="a_book_is_closed_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class IssuedPaper(models.Model):
    """One paper as it left the house (giấy đã cấp). Its file is shown for ever, whatever changes afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="papers", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, null=True, related_name="papers", db_index=False)
    part = models.PositiveSmallIntegerField(_("tập"), default=1, help_text="of a book of several volumes")
    form = models.CharField(_("mẫu"), max_length=20, help_text="a key of motcua.law.forms")
    forms = models.CharField(_("bộ mẫu"), max_length=12, help_text="the set of forms of the day it was issued")
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"), null=True, help_text="of the unit, the form and the year")
    mark = models.CharField(_("ký hiệu"), max_length=12, blank=True)
    issued_at = models.DateTimeField(_("cấp lúc"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    issued_by_name = models.CharField(max_length=200)
    signature = models.CharField(_("chữ ký"), max_length=8, choices=Signature.choices)
    signed_as = models.CharField(max_length=300, blank=True, help_text="the subject of the certificate")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120, help_text="in the storage")
    size = models.PositiveIntegerField(help_text="bytes")

    class Meta:
        verbose_name = _("giấy đã cấp")
        verbose_name_plural = _("giấy đã cấp")
        constraints = [
            models.UniqueConstraint(fields=["event", "form"], name="a_line_of_the_diary_calls_for_a_paper_once"),
            models.UniqueConstraint(fields=["book", "part"], name="a_book_has_each_volume_once"),
            models.UniqueConstraint(fields=["unit", "form", "year", "number"], name="a_paper_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False, event__isnull=False, book=None)
                | Q(dossier=None, event=None, book__isnull=False, form="register"),
                name="paper_is_of_a_dossier_or_a_volume_of_a_book",
            ),
            models.CheckConstraint(
                condition=Q(number=None, mark="") | (Q(number__gt=0) & ~Q(mark="")),
                name="paper_is_numbered_with_its_mark",
            ),
            models.CheckConstraint(
                condition=Q(signature="digital") & ~Q(signed_as="") | Q(signature="by_hand", signed_as=""),
                name="a_digital_signature_names_its_certificate",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "issued_at"], name="paper_of_dossier")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"


class PaperCount(models.Model):
    """The last number a unit has given to a form in a year (sổ cấp số giấy)."""

    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("sổ cấp số giấy")
        verbose_name_plural = _("sổ cấp số giấy")
        constraints = [models.UniqueConstraint(fields=["unit", "form", "year"], name="papers_are_counted_in_one_row")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form} {self.year}: {self.last}"

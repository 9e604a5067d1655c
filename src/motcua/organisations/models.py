"""Units, posts, delegations and leave, all of them dated: the tiers have changed and will again."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from motcua.lib.prepared import Given
from motcua.working_time.models import Calendar


class Level(models.TextChoices):
    """The tier of a unit. The district tier ended on 1/7/2025."""

    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Kind(models.TextChoices):
    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")
    CENTRE = "centre", _("Trung tâm một cửa")
    DEPARTMENT = "department", _("sở, ban, ngành")
    VERTICAL = "vertical", _("cơ quan ngành dọc")
    UTILITY = "utility", _("doanh nghiệp điện, nước")
    DISTRICT = "district", _("Ủy ban nhân dân cấp huyện")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")


class Role(models.TextChoices):
    """What a post is for. Citizens and the system act too, but hold no post (motcua.dossiers.actors)."""

    COUNTER = "counter", _("Cán bộ một cửa")
    SPECIALIST = "specialist", _("Chuyên viên")
    LEADER = "leader", _("Lãnh đạo")
    CENTRE = "centre", _("Giám sát Trung tâm")
    CHAIR = "chair", _("Lãnh đạo tỉnh")
    CONTROLLER = "controller", _("Kiểm soát thủ tục")
    TRAINER = "trainer", _("Tập huấn")
    PARTNER = "partner", _("Đối tác kết nối")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def existing_on(self, day: date | Given) -> "AgencyQuerySet":
        """Keep the units that exist on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def with_desk(self) -> "AgencyQuerySet":
        """Keep the units that receive dossiers at a one-stop desk of their own."""
        return self.exclude(desk_name="")


class Agency(models.Model):
    """A unit that receives or settles procedures, in one span of its life (cơ quan).

    Codes and names are true for this span only: all 64 communes of 2025 reuse a code of 2018, often under another
    name. A dossier points at the row of its time and so keeps printing the old name.
    """

    key = models.SlugField(_("khóa"), max_length=80)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên gọn"), max_length=80)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    level = models.CharField(_("cấp"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("cấp trên")
    )
    gso_code = models.CharField(_("mã đơn vị hành chính"), max_length=5, blank=True)
    identifier = models.CharField(_("mã định danh"), max_length=35, help_text=_("TT 10/2016, ví dụ 000.00.12.H12"))
    identifier_2020 = models.CharField(_("mã định danh điện tử"), max_length=35, blank=True, help_text="H12.12")
    desk_name = models.CharField(_("Bộ phận Một cửa"), max_length=200, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    place = models.CharField(_("nơi lập giấy"), max_length=60, blank=True, help_text=_("Trong “Cà Mau, ngày …”"))
    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lịch làm việc riêng")
    )
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("hết từ ngày"), null=True, blank=True, help_text=_("Ngày đầu tiên không còn"))
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("kế thừa")
    )
    heir = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forebears",
        verbose_name=_("nay là"),
        help_text="who carries on today, over all reforms since; empty for a unit that lives",
    )
    order = models.PositiveIntegerField(_("thứ tự"), default=0)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="agency_span_starts_once"),
            models.UniqueConstraint(
                fields=["gso_code"], condition=Q(valid_to=None) & ~Q(gso_code=""), name="agency_gso_code_lives_once"
            ),
            models.UniqueConstraint(
                fields=["identifier"], condition=Q(valid_to=None), name="agency_identifier_lives_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="agency_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(heir=None) | Q(valid_to__isnull=False), name="agency_with_an_heir_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def today(self) -> "Agency":
        """Return the unit that carries on this one's work: itself while it lives, else its heir (0–1 statements)."""
        return self if self.heir_id is None or self.heir is None else self.heir

    @property
    def receives(self) -> bool:
        """Tell whether dossiers may be handed in here."""
        return bool(self.desk_name)


class Post(models.Model):
    """The role that one person holds in one unit, from one day to another (vị trí)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("người giữ")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts", verbose_name=_("cơ quan"))
    role = models.CharField(_("vai trò"), max_length=12, choices=Role.choices)
    title = models.CharField(_("chức danh"), max_length=100, blank=True)
    counter_label = models.CharField(_("quầy"), max_length=60, blank=True)
    counter_fields = models.JSONField(_("lĩnh vực của quầy"), default=list, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("vị trí")
        verbose_name_plural = _("vị trí")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "valid_from"], name="post_is_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.user_id} @ {self.agency_id}"


def _days(agency: str, person: str, name: str) -> ExclusionConstraint:
    """Return the constraint that one person has one such span at a time at a unit; what was ended early counts not."""
    days = Func(
        F("valid_from"),
        F("valid_to"),
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="DATERANGE",
        output_field=DateRangeField(),
    )
    return ExclusionConstraint(
        name=name,
        expressions=[
            (agency, RangeOperators.EQUAL),
            (person, RangeOperators.EQUAL),
            (days, RangeOperators.OVERLAPS),
        ],
        condition=Q(ended_at=None),
    )


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force_on(self, day: date | Given) -> "DelegationQuerySet":
        """Keep those that hold on this day. One that was ended early holds no more from the day of its end."""
        return self.filter(Q(ended_at=None) | Q(ended_at__date__gt=day), valid_from__lte=day, valid_to__gte=day)

    def meeting(self, *, first: date, last: date) -> "DelegationQuerySet":
        """Keep those that hold on one of these days at least and were not ended early."""
        return self.filter(ended_at=None, valid_from__lte=last, valid_to__gte=first)


class Delegation(models.Model):
    """A leader's power handed to another officer of the unit for some days (ủy quyền ký)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_received"
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    reason = models.CharField(_("lý do"), max_length=200)
    ended_at = models.DateTimeField(
        _("kết thúc sớm lúc"),
        null=True,
        blank=True,
        help_text="kept beside the days: what was signed under it stays so",
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền ký")
        verbose_name_plural = _("ủy quyền ký")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="delegation_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="delegation_is_to_somebody_else"),
            _days("agency", "giver", "delegation_of_a_leader_is_to_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.giver_id} → #{self.receiver_id} {self.valid_from}–{self.valid_to}"


class LeaveQuerySet(models.QuerySet["Leave"]):
    def on(self, day: date | Given) -> "LeaveQuerySet":
        """Keep those of who is away on this day. Who came back early works again from the day of the return."""
        return self.filter(Q(ended_at=None) | Q(ended_at__date__gt=day), valid_from__lte=day, valid_to__gte=day)

    def meeting(self, *, first: date, last: date) -> "LeaveQuerySet":
        """Keep those that touch one of these days at least and were not ended early."""
        return self.filter(ended_at=None, valid_from__lte=last, valid_to__gte=first)


class Leave(models.Model):
    """Days on which somebody is away from a unit, and who looks after their dossiers meanwhile (nghỉ phép)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="leaves", verbose_name=_("cơ quan"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leaves", verbose_name=_("người nghỉ")
    )
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covers", verbose_name=_("người trực thay")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    reason = models.CharField(_("lý do"), max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi")
    )
    ended_at = models.DateTimeField(_("đi làm lại lúc"), null=True, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("nghỉ phép")
        verbose_name_plural = _("nghỉ phép")
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="leave_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(user=F("cover")), name="leave_is_covered_by_somebody_else"),
            _days("agency", "user", "leave_of_one_person_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.valid_from}–{self.valid_to}"

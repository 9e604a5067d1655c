from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.lib.midnight import start_of
from motcua.organisations.models import Agency, Delegation, Leave, Post
from motcua.organisations.queries import units_ending
from motcua.organisations.reform_plan import Plan


@dataclass(frozen=True)
class Changes:
    """What was changed this time; all zero when the plan had been carried out before."""

    ended: int = 0
    begun: int = 0
    posts: int = 0
    delegations: int = 0
    leaves: int = 0


@transaction.atomic
def reorganise_units(*, plan: Plan, at: datetime) -> tuple[Changes, dict[int, Agency]]:
    """End, begin and rename the units of this plan, and move posts, delegations and leave to the successors.

    What is done already is left alone: carried out again it changes nothing. Old spans keep their names and codes.
    Returned besides: who carries on each unit that ended this time, by its id.

    :raises ValidationError: the day has not come, or the plan does not fit the province as it is
    """
    if at.date() < plan.on:
        raise ValidationError(
            _("Chưa tới ngày %(day)s. Từ ngày đó mới sắp xếp được; trước đó chỉ xem trước.")
            % {"day": f"{plan.on:%d/%m/%Y}"}
        )
    ending = {unit.key: unit for unit in units_ending(plan).select_for_update(of=("self",))}
    problems = misfits(plan, ending)
    if problems:
        raise ValidationError(problems)
    Agency.objects.filter(pk__in=[unit.pk for unit in ending.values()]).update(valid_to=plan.on)
    begun = _begin(plan, ending)
    heirs = _name_heirs(plan, ending)
    changes = Changes(
        ended=len(ending),
        begun=begun,
        posts=_move_posts(heirs, on=plan.on),
        delegations=_move_days(Delegation, "giver", heirs, on=plan.on),
        leaves=_move_days(Leave, "user", heirs, on=plan.on),
    )
    return changes, heirs


def misfits(plan: Plan, ending: Mapping[str, Agency]) -> list[str]:
    """Return why the plan does not fit the province as it is (3 statements)."""
    said = []
    beginning = {unit.key for unit in plan.units}
    spans = set(Agency.objects.filter(key__in=plan.heirs).values_list("key", flat=True))
    for row in plan.successions:
        if row.unit not in spans:
            said.append(_("Không có đơn vị “%(key)s” để kết thúc. Xem lại khóa.") % {"key": row.unit})
    wanted = {row.successor for row in plan.successions} | {unit.parent for unit in plan.units if unit.parent}
    living = Agency.objects.filter(key__in=wanted, valid_to=None).values_list("key", flat=True)
    for key in sorted(wanted - beginning - set(living)):
        said.append(_("“%(key)s” không hoạt động và cũng không được lập mới. Thêm vào units.") % {"key": key})
    orphans = Agency.objects.filter(parent__in=[unit.pk for unit in ending.values()], valid_to=None)
    for orphan in orphans.exclude(pk__in=[unit.pk for unit in ending.values()]).select_related("parent"):
        said.append(
            _("%(unit)s thuộc %(parent)s sẽ kết thúc. Lập lại %(unit)s dưới cấp trên mới, hoặc ghi nơi kế thừa.")
            % {"unit": orphan.name, "parent": orphan.parent.name if orphan.parent else ""}
        )
    return said


def _begin(plan: Plan, ending: Mapping[str, Agency]) -> int:
    """Make the units that are not there yet, parents first: a plan lists a unit after the one it belongs to.

    A unit that is only renamed keeps its own calendar.
    """
    known = {unit.key: unit for unit in Agency.objects.existing_on(plan.on)}
    begun = 0
    for order, unit in enumerate(plan.units):
        if unit.key in known:
            continue
        values = asdict(unit) | {"parent": known[unit.parent] if unit.parent else None}
        before = ending.get(unit.key)
        values["calendar"] = before.calendar if before else None
        known[unit.key] = Agency(**values, valid_from=plan.on, order=order)
        known[unit.key].full_clean()
        known[unit.key].save()
        begun += 1
    return begun


def _name_heirs(plan: Plan, ending: Mapping[str, Agency]) -> dict[int, Agency]:
    """Write down who carries on whom, those too that had been carried on before; return it by the old unit's id."""
    alive = {unit.key: unit for unit in Agency.objects.filter(valid_to=None)}
    heirs = {old.pk: alive[plan.heirs[key]] for key, old in ending.items()}
    for old in ending.values():
        old.valid_to, old.successor, old.heir = plan.on, heirs[old.pk], heirs[old.pk]
    Agency.objects.bulk_update(ending.values(), ["successor", "heir"])
    for old_id, heir in heirs.items():
        Agency.objects.filter(heir=old_id).update(heir=heir)
    return heirs


def _move_posts(heirs: Mapping[int, Agency], *, on: date) -> int:
    """End the posts at the old units and begin the same at their heirs; who holds one there already keeps that."""
    posts = list(Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), agency__in=heirs))
    there = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), agency__in=set(heirs.values()))
    held = set(there.values_list("user_id", "agency_id", "role"))
    begun = []
    for post in posts:
        heir = heirs[post.agency_id]
        place = (post.user_id, heir.pk, post.role)
        if place not in held:
            held.add(place)
            begun.append(
                Post(
                    user_id=post.user_id, agency=heir, role=post.role, title=post.title,
                    counter_label=post.counter_label, counter_fields=post.counter_fields,
                    valid_from=max(post.valid_from, on), valid_to=post.valid_to,
                )
            )  # fmt: skip
        post.valid_to = max(post.valid_from, on)
    Post.objects.bulk_update(posts, ["valid_to"])
    Post.objects.bulk_create(begun)
    return len(begun)


def _move_days(kind: type[Delegation] | type[Leave], person: str, heirs: Mapping[int, Agency], *, on: date) -> int:
    """Let what runs over the day go on at the heir from that day; two of one person there do not run side by side."""
    running = kind.objects.filter(agency__in=heirs, ended_at=None, valid_to__gte=on).order_by("valid_from", "pk")
    moved = 0
    for row in running:
        heir, first = heirs[row.agency_id], max(row.valid_from, on)
        meeting = kind.objects.meeting(first=first, last=row.valid_to)
        is_there = meeting.filter(agency=heir, **{person: getattr(row, person)}).exists()
        if row.valid_from < on:
            kind.objects.filter(pk=row.pk).update(valid_to=on - timedelta(days=1))
            row.pk, row._state.adding = None, True
        elif is_there:
            kind.objects.filter(pk=row.pk).update(ended_at=start_of(on))
        if not is_there:
            row.agency, row.valid_from = heir, first
            row.save()
            moved += 1
    return moved

"""Versions of procedures to be listed, and the dossiers that run under those that end."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from motcua.catalogue.models import Announcement, AnnouncementKind, Procedure, ProcedureVersion, VersionState
from motcua.dossiers.actors import Actor
from motcua.dossiers.models import DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to
from motcua.lib.vietnamese import fold

PAGE = 40
DRAFTS, ANNOUNCED, IN_FORCE, ABOLISHED, LATE = "nhap", "cong-bo", "hieu-luc", "bai-bo", "tre"
FILTERS = (DRAFTS, ANNOUNCED, IN_FORCE, ABOLISHED, LATE)


def versions(*, text: str, asked: str, on: date) -> QuerySet[ProcedureVersion]:
    """Return the versions of this list, one of FILTERS; without one, all but those that are over."""
    everything = ProcedureVersion.objects.all()
    later = ProcedureVersion.objects.filter(procedure=OuterRef("procedure"), number__gt=OuterRef("number"))
    is_draft = Q(state=VersionState.DRAFT) & ~Exists(later)
    is_alive = Q(state=VersionState.PUBLISHED) & (Q(valid_to=None) | Q(valid_to__gt=on))
    about = Announcement.objects.filter(version=OuterRef("pk"))
    wanted = {
        DRAFTS: is_draft,
        ANNOUNCED: Q(state=VersionState.ANNOUNCED) | Exists(about.filter(published_on=None)),
        IN_FORCE: is_alive & Q(valid_from__lte=on),
        ABOLISHED: Exists(about.filter(kind=AnnouncementKind.ABOLISHED, published_on__isnull=False)),
        LATE: Exists(about.filter(late_on(on))),
    }.get(asked, is_draft | Q(state=VersionState.ANNOUNCED) | is_alive)
    found = everything.filter(wanted)
    for word in fold(text).split():
        found = found.filter(procedure__search_text__contains=word)
    return (
        found.select_related("procedure", "field")
        .prefetch_related("announcements")
        .order_by("procedure__code", "-number")
    )


def late_on(day: date) -> Q:
    """Keep the decisions that were signed late, published late, or wait beyond their day."""
    return (
        Q(decided_on__gt=F("announce_by"))
        | Q(published_on__gt=F("publish_by"))
        | Q(published_on=None, publish_by__lt=day)
    )


def version_or_404(code: str, number: int) -> ProcedureVersion:
    found = ProcedureVersion.objects.select_related("procedure", "field", "agency").prefetch_related(
        "announcements__announced_by", "announcements__published_by", "corrections__by"
    )
    return get_object_or_404(found, procedure__code=code, number=number)


def latest_or_404(code: str) -> ProcedureVersion:
    """Return the version that somebody looks for first: the last one."""
    found = ProcedureVersion.objects.filter(procedure=get_object_or_404(Procedure, code=code)).order_by("-number")
    return get_object_or_404(found[:1])


def in_force_beside(version: ProcedureVersion, *, on: date) -> ProcedureVersion | None:
    """Return what this version is compared with: what is in force today, else the one before it."""
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id).exclude(pk=version.pk)
    if version.state != VersionState.PUBLISHED:
        return others.in_force_on(on).first() or others.filter(number__lt=version.number).order_by("-number").first()
    return others.filter(number__lt=version.number).order_by("-number").first()


def history(version: ProcedureVersion) -> QuerySet[ProcedureVersion]:
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id)
    return others.prefetch_related("announcements").order_by("-number")


def running_under_ends(code: str, *, by: Actor) -> DossierQuerySet:
    """Return the dossiers that run under a version that ends or ended, as far as this person sees them."""
    mine = dossiers_visible_to(by).open()
    ended = mine.filter(version__procedure__code=code, version__valid_to__isnull=False)
    return ended.select_related("version", "holder", "step", "officer").order_by("due_at", "id")

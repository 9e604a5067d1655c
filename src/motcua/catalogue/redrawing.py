"""A newer version of a procedure comes with a process that the software made: what people drew before is found here.

Running dossiers keep the version they were received under; new ones follow what was made, until somebody draws it anew.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from motcua.catalogue.models import ProcessState, ProcessVersion, VersionState

_PUBLIC = (VersionState.ANNOUNCED.value, VersionState.PUBLISHED.value)


def to_be_redrawn(*, on: date) -> QuerySet[ProcessVersion]:
    """Return the processes made by the software where an older version of the procedure has one drawn by people.

    Of versions that are announced or published and not over on this day. Each knows the `older` version's id.
    """
    older = _drawn().filter(
        version__procedure=OuterRef("version__procedure"), version__number__lt=OuterRef("version__number")
    )
    newest = Subquery(older.order_by("-version__number").values("version")[:1])
    made = ProcessVersion.objects.filter(
        Q(version__valid_to=None) | Q(version__valid_to__gt=on),
        is_generated=True,
        state=ProcessState.PUBLISHED,
        version__state__in=_PUBLIC,
    )
    left = _not_drawn_for(OuterRef(OuterRef("version")), of=OuterRef("older"))
    return made.annotate(older=newest).filter(Exists(left))


def reusable_for(process: ProcessVersion, *, on: date) -> list[ProcessVersion]:
    """Return what people drew for the older version and nobody has drawn for this one yet, by case (0–2 statements)."""
    if not process.is_generated:
        return []
    made = to_be_redrawn(on=on).filter(pk=process.pk).first()
    if made is None:
        return []
    older: int = made.older  # type: ignore[attr-defined]
    found = _not_drawn_for(Value(process.version_id), of=Value(older))
    return list(found.select_related("version", "case", "drawn_by").order_by("case__position", "id"))


def _drawn() -> QuerySet[ProcessVersion]:
    """Return what people drew, or what came with its file, as it holds for its version."""
    return ProcessVersion.objects.filter(
        is_generated=False, state=ProcessState.PUBLISHED, version__state__in=_PUBLIC
    ).annotate(key=Coalesce("case__key", Value("")))


def _not_drawn_for(newer: OuterRef | Value, *, of: OuterRef | Value) -> QuerySet[ProcessVersion]:
    """Keep what was drawn for one version and for the newer one neither begun nor drawn: by its case, or from it."""
    there = ProcessVersion.objects.filter(version=newer, is_generated=False).annotate(
        key=Coalesce("case__key", Value(""))
    )
    return _drawn().filter(~Exists(there.filter(Q(key=OuterRef("key")) | Q(based_on=OuterRef("pk")))), version=of)

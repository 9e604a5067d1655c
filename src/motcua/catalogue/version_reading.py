"""A version of a procedure as rows, read back into the plain values that a file gives."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from motcua.catalogue.drafts import DocumentDraft, FeeDraft, LimitDraft, ProcedureDraft
from motcua.catalogue.models import ProcedureCase, ProcedureVersion


def wording_of(version: ProcedureVersion) -> ProcedureDraft:
    """Return all that this version says (0–7 statements)."""
    return wordings_of([version])[0]


def wordings_of(versions: Iterable[ProcedureVersion]) -> list[ProcedureDraft]:
    """Return what each of these versions says, in the same order (0–7 statements however many they are)."""
    rows = list(versions)
    prefetch_related_objects(
        rows, "procedure", "field", "agency", "cases", "limits__case", "fees__case", "documents__case"
    )
    return [_wording(version) for version in rows]


def _wording(version: ProcedureVersion) -> ProcedureDraft:
    return ProcedureDraft(
        code=version.procedure.code,
        name=version.name,
        field_key=version.field.key,
        field_name=version.field.name,
        levels=list(version.levels),
        agency=version.agency.key if version.agency else "",
        agency_text=version.agency_text,
        audience=list(version.audience),
        how_to=list(version.how_to),
        methods=list(version.methods),
        results=list(version.results),
        conditions=version.conditions,
        legal_basis=list(version.legal_basis),
        questions=list(version.questions),
        same_day=version.same_day,
        online_level=version.online_level,
        decision=version.decision,
        source=version.source,
        cases=[
            (case.key, case.name) for case in sorted(version.cases.all(), key=lambda case: (case.position, case.pk))
        ],
        limits=[
            LimitDraft(committed=row.committed, channel=row.channel, statutory=row.statutory, case=_key(row.case))
            for row in sorted(version.limits.all(), key=lambda row: row.pk)
        ],
        fees=[
            FeeDraft(amount=row.amount, note=row.note, kind=row.kind, channel=row.channel, case=_key(row.case))
            for row in sorted(version.fees.all(), key=lambda row: row.pk)
        ],
        documents=[
            DocumentDraft(
                code=row.code,
                name=row.name,
                hint=row.hint,
                originals=row.originals,
                copies=row.copies,
                is_required=row.is_required,
                form=row.form,
                is_reusable=row.is_reusable,
                case=_key(row.case),
                case_name=row.case.name if row.case else "",
            )
            for row in sorted(version.documents.all(), key=lambda row: (row.position, row.pk))
        ],
        reasons=tuple(version.draft_reasons),
    )


def _key(case: ProcedureCase | None) -> str:
    return case.key if case else ""

"""From the catalogue's rows to answers. No queries here: whoever calls has loaded what is read."""

from collections.abc import Iterable
from typing import Any

from motcua.api.v1 import procedure_answers as answers
from motcua.catalogue.models import Fee, ProcedureCase, ProcedureVersion, RequiredDocument, TimeLimit
from motcua.law.refusals import Refusal
from motcua.organisations.models import Agency
from motcua.working_time.limits import parse
from motcua.working_time.sentences import limit_in_words


def row(version: ProcedureVersion) -> answers.ProcedureRow:
    """Return a procedure as lists show it."""
    return answers.ProcedureRow(**_row(version, {}))


def full(version: ProcedureVersion, *, desks: Iterable[Agency]) -> answers.Procedure:
    """Return a procedure with all its parts."""
    cases = {case.pk: case for case in version.cases.all()}
    in_order = sorted(version.documents.all(), key=lambda paper: paper.position)
    return answers.Procedure(
        **_row(version, cases),
        version=version.number,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        cases=[answers.Case(key=case.key, name=case.name) for case in cases.values()],
        components=[_paper(paper, cases) for paper in in_order],
        sets=version.sets_of_papers,
        steps=version.how_to,
        methods=version.methods,
        audience=version.audience,
        results=version.results,
        conditions=version.conditions,
        legal_basis=version.legal_basis,
        questions=version.questions,
        decision=version.decision,
        source=version.source,
        desks=[
            answers.Desk(key=desk.key, name=desk.desk_name, address=desk.address, phone=desk.phone) for desk in desks
        ],
    )


Cases = dict[int, ProcedureCase]


def _row(version: ProcedureVersion, cases: Cases) -> dict[str, Any]:
    return {
        "code": version.procedure.code,
        "name": version.name,
        "everyday_name": version.procedure.everyday_name,
        "field": version.field.key,
        "field_name": version.field.name,
        "levels": version.levels,
        "agency": version.agency.key if version.agency else None,
        "agency_name": version.agency.name if version.agency else version.agency_text,
        "online_level": version.online_level,
        "same_day": version.same_day,
        "limits": [_term(limit, cases) for limit in version.limits.all()],
        "fees": [_price(fee, cases) for fee in version.fees.all()],
    }


def _term(limit: TimeLimit, cases: Cases) -> answers.Term:
    return answers.Term(
        case=_key(limit.case_id, cases),
        channel=limit.channel,
        committed=limit.committed,
        statutory=limit.statutory,
        text=_in_words(limit.committed),
    )


def _in_words(limit: str) -> str:
    """Return the limit as people read it; what cannot be read stays as it was written."""
    try:
        return limit_in_words(parse(limit))
    except Refusal:
        return limit


def _price(fee: Fee, cases: Cases) -> answers.Price:
    return answers.Price(
        case=_key(fee.case_id, cases), channel=fee.channel, kind=fee.kind, amount=fee.amount, note=fee.note
    )


def _paper(paper: RequiredDocument, cases: Cases) -> answers.Paper:
    return answers.Paper(
        code=paper.code,
        name=paper.name,
        hint=paper.hint,
        originals=paper.originals,
        copies=paper.copies,
        required=paper.is_required,
        form=paper.form,
        reusable=paper.is_reusable,
        case=_key(paper.case_id, cases),
    )


def _key(case_id: int | None, cases: Cases) -> str | None:
    return cases[case_id].key if case_id is not None and case_id in cases else None

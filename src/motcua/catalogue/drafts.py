"""A procedure as it comes in from a file, before it is rows: plain values, the same for every kind of file."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from motcua.catalogue.processes import StepPlan


@dataclass(frozen=True)
class LimitDraft:
    committed: str  # as motcua.working_time.limits writes it: "3 working days"
    channel: str = "counter"
    statutory: str = ""
    case: str = ""


@dataclass(frozen=True)
class FeeDraft:
    amount: int | None  # dong
    note: str = ""
    kind: str = "phi"
    channel: str = ""
    case: str = ""


@dataclass(frozen=True)
class DocumentDraft:
    code: str
    name: str
    hint: str = ""
    originals: int = 1
    copies: int = 0
    is_required: bool = True
    form: str = ""
    is_reusable: bool = False
    case: str = ""
    case_name: str = ""


@dataclass(frozen=True)
class ReceptionDraft:
    """One unit, by its key, or a whole tier."""

    unit: str = ""
    level: str = ""
    on_behalf_of: str = ""
    by_nearest: bool = False


@dataclass(frozen=True)
class ProcedureDraft:
    """All that is known of one procedure. `reasons` says why it cannot be published; empty when it can."""

    code: str
    name: str
    field_key: str
    field_name: str
    levels: Sequence[str] = ()
    agency: str = ""  # key of the competent unit; empty: the unit that received it
    agency_text: str = ""
    everyday_name: str = ""
    synonyms: Sequence[str] = ()
    topic: str = ""
    popularity: int = 0
    audience: Sequence[str] = ()
    how_to: Sequence[str] = ()
    methods: Sequence[dict[str, Any]] = ()
    results: Sequence[dict[str, str]] = ()  # code and name
    conditions: str = ""
    legal_basis: Sequence[dict[str, str]] = ()
    questions: Sequence[dict[str, str]] = ()
    same_day: bool = False
    online_level: int = 2
    decision: str = ""
    source: str = ""
    cases: Sequence[tuple[str, str]] = ()  # (key, name)
    limits: Sequence[LimitDraft] = ()
    fees: Sequence[FeeDraft] = ()
    documents: Sequence[DocumentDraft] = ()
    steps: Sequence[StepPlan] = ()  # empty: the default process is generated, for each case whose limit is another
    receptions: Sequence[ReceptionDraft] = ()
    reasons: Sequence[str] = field(default_factory=tuple)

    def fingerprint(self) -> str:
        """Return the SHA-256 of everything said here: the same file read twice changes nothing."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=list)
        return hashlib.sha256(text.encode()).hexdigest()

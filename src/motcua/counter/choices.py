"""The procedure that was chosen at a desk, as this unit receives it today: papers, cost, limit and promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError

from motcua.catalogue.models import Fee, ProcedureCase, RequiredDocument
from motcua.catalogue.queries import Offer, fees_for, limit_for, offer_at
from motcua.counter.desk import Desk
from motcua.dossiers import deadlines
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.working_time.due_dates import DueDate


@dataclass
class Choice:
    """A procedure on the desk; what a page shows of it is read when it asks."""

    offer: Offer
    case_key: str
    channel: str
    received_at: datetime

    @property
    def code(self) -> str:
        return self.offer.version.procedure.code

    @cached_property
    def cases(self) -> list[ProcedureCase]:
        return list(self.offer.version.cases.order_by("position", "id"))

    @property
    def case(self) -> ProcedureCase | None:
        """The case chosen; a key that is none counts as not chosen."""
        if not self.case_key:
            return None
        return next((case for case in self.cases if case.key == self.case_key), None)

    @property
    def needs_case(self) -> bool:
        """Tell whether the papers and the limit are not known before one of several cases is chosen."""
        return self.case is None and bool(self.cases)

    @cached_property
    def papers(self) -> list[RequiredDocument]:
        """The published papers in this case, in their order."""
        papers = [paper for paper in self.offer.version.documents.all() if self._fits(paper.case_id)]
        return sorted(papers, key=lambda paper: paper.position)

    @cached_property
    def fees(self) -> list[Fee]:
        return fees_for(self.offer.version, case=self.case, channel=self.channel)

    def missing(self, ticked: Mapping[str, object]) -> list[RequiredDocument]:
        """Return the required papers that are not among those handed in."""
        return [paper for paper in self.papers if paper.is_required and paper.code not in ticked]

    def promise(self) -> DueDate:
        """Return when it would be due.

        :raises ValidationError: no limit, no rule set for the day, or a day beyond the calendar's years
        """
        limit = limit_for(self.offer.version, case=self.case, channel=self.channel)
        try:
            return deadlines.promised(
                received_at=self.received_at,
                limit=limit.committed,
                rules=rule_sets.in_force_on(self.received_at.date()),
                calendar=self.offer.calendar,
                same_day=self.offer.version.same_day,
            )
        except Refusal as refusal:
            raise ValidationError({"procedure": [str(refusal)]}) from refusal

    def _fits(self, case_id: int | None) -> bool:
        return case_id is None or (self.case is not None and case_id == self.case.pk)


def choose(desk: Desk, code: str, case_key: str, *, channel: str, received_at: datetime | None = None) -> Choice:
    """Return the procedure with this code as it is received here (1 statement).

    :param received_at: of what came by post and was signed for earlier; else now
    :raises ValidationError: unknown, not in force, or not received here
    """
    received_at = received_at or desk.at
    offer = offer_at(desk.unit, code, on=received_at.date())
    return Choice(offer=offer, case_key=case_key, channel=channel, received_at=received_at)

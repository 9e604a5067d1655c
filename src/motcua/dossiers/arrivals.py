"""Where a limit begins only on arrival: paper received for a unit elsewhere, under rules that say so (law.md §1.2)."""

from motcua.catalogue.models import Channel
from motcua.dossiers.models import Dossier
from motcua.law.rule_sets import RuleSet
from motcua.organisations.models import Agency, Kind


def counts_from_arrival(*, unit: Agency, competent: Agency, channel: str, rules: RuleSet) -> bool:
    """Tell whether the limit of what this unit receives begins when it reaches the competent agency.

    What is sent electronically arrives as it is received. The Centre is the departments' own desk.
    """
    if rules.boundary_free_clock_starts == "reception" or channel == Channel.ONLINE:
        return False
    return unit.pk != competent.pk and unit.kind != Kind.CENTRE


def mark(dossier: Dossier, rules: RuleSet) -> dict[str, str]:
    """Return what the diary keeps of it at the reception: nothing where the limit simply runs from then.

    What comes by post is received when the handover record is signed: the caller gives that moment as `received_at`.
    """
    if not counts_from_arrival(unit=dossier.unit, competent=dossier.agency, channel=dossier.channel, rules=rules):
        posted = dossier.channel == Channel.POST
        return {"article": rules.basis["postal_clock_starts"].article} if posted else {}
    return {"counts_from": "arrival", "article": rules.basis["boundary_free_clock_starts"].article}

"""Issue the papers that the verbs call for, soon after the verb: they are there when somebody asks for them."""

from collections.abc import Sequence

from motcua.catalogue.models import Channel
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Event, Outcome
from motcua.papers import actions


def follow(batch: Sequence[Event]) -> None:
    """Issue what these lines of the diary call for; hearing of one again issues nothing again."""
    for event in batch:
        for form in called_for(event):
            actions.issue(event=event, form=form)


def called_for(event: Event) -> list[str]:
    """Return the forms that this line of the diary calls for, by their keys.

    A receipt is issued where somebody handed in from afar; at the counter it was printed and signed there and then.
    """
    verb, dossier = Verb(event.verb), event.dossier
    was_received = dossier.received_at is not None and dossier.received_at <= event.at
    if verb == Verb.RECEIVE:
        return ["receipt"] if dossier.channel != Channel.COUNTER else []
    if verb == Verb.APPROVE:
        return ["refusal"] if event.detail.get("outcome") == Outcome.REFUSED else []
    if verb in (Verb.STOP, Verb.WITHDRAW):
        return ["stop_notice"] if was_received else []
    return _ALWAYS.get(verb, [])


_ALWAYS = {
    Verb.REQUEST_SUPPLEMENT: ["supplement_request"],
    Verb.REFUSE: ["refusal"],
    Verb.EXTEND: ["apology"],
}

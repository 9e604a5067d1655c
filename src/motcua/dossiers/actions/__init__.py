"""Everything that can be done to a dossier: one file a verb, one transaction a call.

All take `by`, who acts (motcua.dossiers.actors), and `at`, the house's moment; all return the fresh dossier, the
caller's own is stale afterwards. All raise StepNotOpen, StepNotYours or StalePage from motcua.dossiers.lifecycle when
the table says no, and django's ValidationError with a sentence per field when something was typed wrong. Whatever is
raised, nothing has changed.
"""

from motcua.dossiers.actions.accept_supplement import accept_supplement
from motcua.dossiers.actions.answer import answer
from motcua.dossiers.actions.approve import approve
from motcua.dossiers.actions.arrive import arrive
from motcua.dossiers.actions.attach import attach
from motcua.dossiers.actions.confirm_payment import confirm_payment
from motcua.dossiers.actions.consult import consult
from motcua.dossiers.actions.enter_late import Entered, LateRow, enter_late
from motcua.dossiers.actions.extend import extend
from motcua.dossiers.actions.forward import forward
from motcua.dossiers.actions.keep_upload import (
    KeptFile,
    forget_abandoned_drafts,
    forget_draft,
    forget_upload,
    keep_upload,
)
from motcua.dossiers.actions.propose import propose
from motcua.dossiers.actions.recalculate import (
    Shift,
    how_many_to_look_at,
    next_to_look_at,
    preview_recalculation,
    recalculate,
)
from motcua.dossiers.actions.receive import receive, receive_at_counter
from motcua.dossiers.actions.refuse import refuse, refuse_at_counter
from motcua.dossiers.actions.request_payment import request_payment
from motcua.dossiers.actions.request_supplement import request_supplement
from motcua.dossiers.actions.return_result import return_result
from motcua.dossiers.actions.send_back import send_back
from motcua.dossiers.actions.settle import settle, settle_at_counter
from motcua.dossiers.actions.stop import stop
from motcua.dossiers.actions.submit import submit
from motcua.dossiers.actions.submit_online import submit_online
from motcua.dossiers.actions.supply import BroughtFile, supply
from motcua.dossiers.actions.take_back import take_back
from motcua.dossiers.actions.take_over import take_over
from motcua.dossiers.actions.transfer import Handed, transfer, transfer_back, transfer_many
from motcua.dossiers.actions.withdraw import withdraw

__all__ = [
    "BroughtFile",
    "Entered",
    "Handed",
    "KeptFile",
    "LateRow",
    "Shift",
    "accept_supplement",
    "answer",
    "approve",
    "arrive",
    "attach",
    "confirm_payment",
    "consult",
    "enter_late",
    "extend",
    "forget_abandoned_drafts",
    "forget_draft",
    "forget_upload",
    "forward",
    "how_many_to_look_at",
    "keep_upload",
    "next_to_look_at",
    "preview_recalculation",
    "propose",
    "recalculate",
    "receive",
    "receive_at_counter",
    "refuse",
    "refuse_at_counter",
    "request_payment",
    "request_supplement",
    "return_result",
    "send_back",
    "settle",
    "settle_at_counter",
    "stop",
    "submit",
    "submit_online",
    "supply",
    "take_back",
    "take_over",
    "transfer",
    "transfer_back",
    "transfer_many",
    "withdraw",
]

"""What was just received, as the template draws it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.counter.desk import Desk
from motcua.counter.presenters.frame import keys
from motcua.counter.presenters.paper import codes_of
from motcua.counter.presenters.receive import around, everyday_name
from motcua.dossiers.documents.receipt import receipt_of
from motcua.dossiers.models import Dossier
from motcua.working_time.limits import parse
from motcua.working_time.sentences import limit_in_words

SHORTCUTS = (("Ctrl+P", _("In giấy hẹn")), ("F2", _("Người kế tiếp")))


def page(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    """Return the context of the page after a reception (7 statements)."""
    return {
        **around(desk),
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "limit": limit_in_words(parse(dossier.limit)),
        "receipt": receipt_of(dossier),
        **codes_of(dossier),
        "receipt_url": reverse("counter:receipt", args=[dossier.code]),
        "dossier_url": reverse("counter:dossier", args=[dossier.code]),
        "shortcuts": keys(*SHORTCUTS),
    }

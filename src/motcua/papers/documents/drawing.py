"""Which module draws which form, and how a paper becomes a PDF."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime

from motcua.dossiers import quick_codes
from motcua.dossiers.documents import receipt
from motcua.dossiers.documents.typesetting import Box, code128_svg, qr_svg, typeset_with_box
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeline
from motcua.papers.documents import apology, control_slip, refusal, stop_notice, supplement_request
from motcua.papers.documents.heads import Source, form_for, how_signed, unit_on

ELECTRONIC = "Bản điện tử"


def _receipt(source: Source) -> Mapping[str, Any]:
    dossier = source.dossier
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return asdict(receipt.receipt_of(dossier)) | {
        "copies": [ELECTRONIC],
        "sealed": True,
        "qr": qr_svg(f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}"),
        "bars": code128_svg(dossier.quick_code),
    }


_DRAWN: dict[str, tuple[Path, Callable[[Source], Mapping[str, Any]]]] = {
    "receipt": (receipt.TEMPLATE, _receipt),
    "supplement_request": (supplement_request.TEMPLATE, lambda source: asdict(supplement_request.drawn(source))),
    "refusal": (refusal.TEMPLATE, lambda source: asdict(refusal.drawn(source))),
    "apology": (apology.TEMPLATE, lambda source: asdict(apology.drawn(source))),
    "stop_notice": (stop_notice.TEMPLATE, lambda source: asdict(stop_notice.drawn(source))),
    "control_slip": (control_slip.TEMPLATE, lambda source: asdict(control_slip.drawn(source))),
}


def draw(source: Source) -> tuple[bytes, Box]:
    """Return the PDF of this paper, unsigned, and where its seal goes. Papers are Vietnamese, whoever asks."""
    template, drawn = _DRAWN[source.form.key]
    with translation.override("vi"):
        data = drawn(source)
    return typeset_with_box(template, {**data, "how": how_signed()}, at=source.at)


def control_slip_of(dossier: Dossier) -> bytes:
    """Return the control slip of a received dossier as its diary stands, neither issued nor signed."""
    event = timeline(dossier)[-1]
    day = localtime(event.at).date()
    _forms, form = form_for(dossier, "control_slip", on=day)
    assert form is not None  # every set of forms has one
    return draw(Source(dossier, event, form, unit_on(dossier.unit, day), number=None))[0]

"""Signing a PDF: PAdES B-B with a visible block, added at the end, so that what was drawn stays as it was (PDF/A)."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from motcua.dossiers.documents.typesetting import Box, typeset
from motcua.organisations.models import Agency
from motcua.papers import keys

FIELD = "CoQuan"
TEMPLATE = Path(__file__).parent / "documents" / "seal.typ"


@dataclass(frozen=True)
class Signed:
    pdf: bytes
    signed_as: str  # the subject of the certificate


def sign(pdf: bytes, *, box: Box, unit: Agency, at: datetime) -> Signed:
    """Return the PDF signed in the name of this unit; readers show the block in the box.

    :param at: the moment that the signature states
    """
    out = IncrementalPdfFileWriter(io.BytesIO(pdf))
    place = (round(box.left), round(box.bottom), round(box.right), round(box.top))
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=unit.name
    )
    with keys.signer_for(unit) as signer:
        signs = _SignsAt(
            metadata,
            signer=signer,
            stamp_style=StaticStampStyle(border_width=0, background=_Page(_block(unit, at))),
            new_field_spec=SigFieldSpec(FIELD, on_page=box.page - 1, box=place),
        )
        signs.at = localtime(at)
        signed = signs.sign_pdf(out)
        assert signer.signing_cert is not None  # both kinds of key come with their certificate
        return Signed(pdf=signed.getvalue(), signed_as=signer.signing_cert.subject.human_friendly[:300])


class _SignsAt(PdfSigner):
    """States the house's time, not the machine's: the demonstration lives on a clock of its own."""

    at: datetime

    def init_signing_session(self, *arguments: Any, **more: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **more)
        session.system_time = self.at
        return session


def _block(unit: Agency, at: datetime) -> bytes:
    """Return the visible block as a PDF of one small page: the organisation's name and the time, UTC+7."""
    return typeset(TEMPLATE, {"by": unit.name, "at": localtime(at).isoformat(timespec="seconds")}, at=at)


class _Page(PdfContent):
    """A whole small PDF as the appearance of the signature, its fonts with it. pyHanko's own wants a file."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)), page_ix=0)
        self.resources.xobject["/Block"] = page
        left, below, right, above = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=above - below)
        return b"/Block Do"

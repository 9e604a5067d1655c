"""What a citizen is about to send for a dossier that waits: which papers, and the files that were chosen so far.

Telephones give one photograph at a time, so files are kept as they come (dossiers.actions.keep_upload), and the
session remembers them until all is sent.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from motcua.dossiers.actions import BroughtFile, KeptFile
from motcua.dossiers.actions.keep_upload import content_of
from motcua.dossiers.models import Dossier, Event
from motcua.lib.uuid7 import uuid7
from motcua.portal.presenters.needs import last_request

_KEY = "supplying"
#: Bundles that one visitor may have at a time; an older one makes room
MOST_BUNDLES = 5
#: The card for what was asked for without naming a paper of the published list
OTHER = "khac"


@dataclass(frozen=True)
class AskedPaper:
    """A card of the page: `key` for its fields, `code` for the file (empty where no paper was named)."""

    key: str
    code: str
    name: str
    hint: str = ""


@dataclass
class Bundle:
    """The files that were chosen for one dossier and not yet sent."""

    id: UUID
    code: str
    files: list[KeptFile] = field(default_factory=list)
    note: str = ""

    def files_for(self, code: str) -> list[KeptFile]:
        return [file for file in self.files if file.document_code == code]


def papers_asked(dossier: Dossier, lines: Sequence[Event]) -> list[AskedPaper]:
    """Return what was asked for, as cards: only what lacks; one for all where no paper was named (1 statement)."""
    asked = last_request(dossier, lines)
    names = asked.detail.get("papers", []) if asked else []
    published = {paper.name: paper for paper in dossier.version.documents.all()} if names else {}
    cards = [
        AskedPaper(published[name].code, published[name].code, name, published[name].hint)
        for name in names
        if name in published
    ]
    return cards or [AskedPaper(OTHER, "", _("Giấy tờ cần bổ sung"))]


def bundle_of(session: SessionBase, code: str) -> Bundle:
    """Return what this visitor has chosen for this dossier so far; an empty one to begin with."""
    kept = session.get(_KEY, {}).get(code)
    if not kept:
        return Bundle(id=uuid7(), code=code)
    files = [KeptFile(**file) for file in kept["files"]]
    return Bundle(id=UUID(kept["id"]), code=code, files=files, note=kept["note"])


def keep(session: SessionBase, bundle: Bundle) -> None:
    """Put the bundle into the visitor's session."""
    bundles = session.get(_KEY, {})
    bundles.pop(bundle.code, None)
    bundles[bundle.code] = asdict(bundle) | {"id": str(bundle.id)}
    session[_KEY] = dict(list(bundles.items())[-MOST_BUNDLES:])


def forget(session: SessionBase, bundle: Bundle) -> None:
    """Let the session forget the bundle: it was sent."""
    bundles = session.get(_KEY, {})
    bundles.pop(bundle.code, None)
    session[_KEY] = bundles


def contents_of(bundle: Bundle) -> list[BroughtFile]:
    """Return the files with what is in them; what the storage has forgotten after a day is left out."""
    found = ((file, content_of(file)) for file in bundle.files)
    return [BroughtFile(file.file_name, content, file.document_code) for file, content in found if content is not None]

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.dossiers.actions.attach import attach
from motcua.dossiers.actions.keep_upload import KeptFile, content_of, forget_draft
from motcua.dossiers.actions.submit import submit
from motcua.dossiers.application import Application
from motcua.dossiers.models import Dossier


def submit_online(*, application: Application, draft_id: UUID, files: Sequence[KeptFile], at: datetime) -> Dossier:
    """Hand in what a citizen has prepared on the portal, files included, exactly once.

    The dossier takes the draft's id, so a button that was pressed twice finds the dossier of the first press: the
    database's primary key decides, not a look beforehand.
    """
    try:
        return _submit(application=replace(application, dossier_id=draft_id), files=files, at=at)
    except IntegrityError:
        handed_in = Dossier.objects.filter(pk=draft_id).first()
        if handed_in is None:
            raise
        return handed_in


@transaction.atomic
def _submit(*, application: Application, files: Sequence[KeptFile], at: datetime) -> Dossier:
    dossier = submit(application=application, by=None, at=at)
    for kept in files:
        content = content_of(kept)
        if content is not None:
            attach(
                dossier=dossier,
                document_code=kept.document_code,
                file_name=kept.file_name,
                content=content,
                at=at,
            )
    transaction.on_commit(partial(forget_draft, dossier.pk))
    return dossier

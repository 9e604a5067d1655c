"""Mend typing errors in a published procedure: nothing but words, and what stood there before is kept for ever."""

import re
from collections.abc import Mapping
from datetime import datetime
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.actions.put import search_text
from motcua.catalogue.models import Correction, ProcedureVersion, VersionState
from motcua.catalogue.publication_guard import locked, must_control
from motcua.catalogue.version_reading import wording_of
from motcua.organisations.queries import Standing

#: The texts of a version itself that may be mended; besides, how_to.N (from 1) and document.CODE, a paper's name
TEXTS = ("name", "agency_text", "conditions")
#: How much of a text must stay for a change to pass as the mending of a typing error (difflib's ratio)
STAYS = 0.8


@transaction.atomic
def correct(
    *, version: ProcedureVersion, texts: Mapping[str, str], reason: str, by: Standing, at: datetime
) -> Correction:
    """Mend these texts of a published version; those that are as they were are left alone.

    :param texts: name of a text (see correctable_texts) → how it should read
    :raises NotYours: not somebody of procedure control
    :raises ValidationError: {"reason": …}, {"version": …} when it is not published or nothing changes, {"texts": …}
        where a number changes or too much: that is a new version, not a typing error
    """
    must_control(by)
    version = locked(version)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ValidationError({"reason": _("Ghi lý do đính chính, như “gõ sai tên văn bản”.")})
    if version.state != VersionState.PUBLISHED:
        raise ValidationError({"version": _("Chưa công khai thì không cần đính chính. Sửa tệp rồi nhập lại.")})
    before = correctable_texts(version)
    after = {key: _tidy(text) for key, text in texts.items() if key in before}
    after = {key: text for key, text in after.items() if text != before[key]}
    if not after:
        raise ValidationError({"version": _("Chưa có chữ nào thay đổi.")})
    _must_be_slips(before, after)
    changes = [{"field": key, "before": before[key], "after": text} for key, text in after.items()]
    correction = Correction.objects.create(version=version, by_id=by.user_id, at=at, reason=reason, changes=changes)
    _write(version, after)
    return correction


def correctable_texts(version: ProcedureVersion) -> dict[str, str]:
    """Return the texts that may be mended, by name: TEXTS, how_to.1 …, document.CODE (0–1 statements)."""
    texts = {key: getattr(version, key) for key in TEXTS}
    texts |= {f"how_to.{number}": text for number, text in enumerate(version.how_to, 1)}
    papers = sorted(version.documents.all(), key=lambda paper: (paper.position, paper.pk))
    return texts | {f"document.{paper.code}": paper.name for paper in papers}


def _must_be_slips(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    said = []
    for key, text in after.items():
        if re.findall(r"\d+", before[key]) != re.findall(r"\d+", text):
            said.append(_("“%(text)s…”: con số thay đổi, không phải lỗi chính tả. Công bố phiên bản mới."))
        elif SequenceMatcher(None, before[key], text, autojunk=False).ratio() < STAYS:
            said.append(_("“%(text)s…”: đổi nhiều quá, không phải lỗi chính tả. Công bố phiên bản mới."))
        else:
            continue
        said[-1] %= {"text": text[:40]}
    if said:
        raise ValidationError({"texts": said})


def _write(version: ProcedureVersion, after: Mapping[str, str]) -> None:
    for key, text in after.items():
        kind, _dot, which = key.partition(".")
        if kind == "how_to":
            version.how_to[int(which) - 1] = text
        elif kind == "document":
            version.documents.filter(code=which).update(name=text)
        else:
            setattr(version, key, text)
    version.save(update_fields=[*TEXTS, "how_to"])
    if "name" in after:
        version.procedure.search_text = search_text(version.procedure, wording_of(version))
        version.procedure.save(update_fields=["search_text"])


def _tidy(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))

"""Seal the diary: a Merkle tree (RFC 6962) over each batch of lines, each root chained to the seal before.

With the seals the diary cannot be shortened, thinned out or written again without all later seals changing too.
The sealer is a follower like any other: it hears of every event once, after the fact, and holds up nobody.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from motcua.dossiers.events import hash_of
from motcua.dossiers.models import Dossier, Event, Seal, SealedLine

_SEALING_LOCK = 7_305_001  # pg_advisory_xact_lock: one seal at a time


def follow(batch: Sequence[Event]) -> None:
    """Put these lines under the next seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING_LOCK])
    last = Seal.objects.order_by("-number").first()
    previous = bytes(last.hash) if last else bytes(32)
    root = merkle_root([bytes(event.hash) for event in batch])
    seal = Seal.objects.create(
        number=last.number + 1 if last else 1,
        previous=previous,
        root=root,
        hash=seal_hash(previous, root),
        leaves=len(batch),
    )
    SealedLine.objects.bulk_create(
        SealedLine(seal=seal, position=position, event=event) for position, event in enumerate(batch)
    )


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of RFC 6962 §2.1 over these leaves."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def seal_hash(previous: bytes, root: bytes) -> bytes:
    """Return what the next seal is chained to."""
    return hashlib.sha256(previous + root).digest()


@dataclass(frozen=True)
class Flaw:
    """Something in the diary that is not as it was written."""

    where: str
    what: str


def flaws() -> Iterator[Flaw]:
    """Walk the whole diary, first line to last, and yield everything that is not as it was written."""
    yield from _flaws_of_chains()
    yield from _flaws_of_seals()


def _flaws_of_chains() -> Iterator[Flaw]:
    lines = Event.objects.order_by("dossier_id", "seq").iterator(chunk_size=5000)
    dossier_id, seq, head = None, 0, bytes(32)
    heads: dict[object, tuple[int, bytes]] = {}
    for line in lines:
        if line.dossier_id != dossier_id:
            dossier_id, seq, head = line.dossier_id, 0, bytes(32)
        where = f"{line.dossier_id} dòng {line.seq}"
        if line.seq != seq + 1:
            yield Flaw(where, "thiếu dòng trước đó")
        if bytes(line.previous) != head:
            yield Flaw(where, "không nối với dòng trước")
        if hash_of(line) != bytes(line.hash):
            yield Flaw(where, "nội dung không khớp dấu băm")
        seq, head = line.seq, bytes(line.hash)
        heads[dossier_id] = (seq, head)
    for pk, length, kept in Dossier.objects.values_list("pk", "diary_length", "diary_head").iterator(chunk_size=5000):
        if heads.get(pk, (0, bytes(32))) != (length, bytes(kept)):
            yield Flaw(str(pk), "dòng cuối không khớp với hồ sơ")


def _flaws_of_seals() -> Iterator[Flaw]:
    previous, number = bytes(32), 0
    for seal in Seal.objects.order_by("number").iterator():
        where = f"dấu niêm {seal.number}"
        if seal.number != number + 1:
            yield Flaw(where, "thiếu dấu niêm trước đó")
        if bytes(seal.previous) != previous or seal_hash(previous, bytes(seal.root)) != bytes(seal.hash):
            yield Flaw(where, "không nối với dấu niêm trước")
        leaves = list(seal.lines.order_by("position").values_list("event__hash", flat=True))
        if len(leaves) != seal.leaves or merkle_root([bytes(leaf) for leaf in leaves]) != bytes(seal.root):
            yield Flaw(where, "các dòng bên dưới đã khác")
        previous, number = bytes(seal.hash), seal.number

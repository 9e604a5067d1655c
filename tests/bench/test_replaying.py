"""A recorded request, sent again: the same statements, and nothing that may be there only once twice."""

from uuid import UUID

from motcua.bench.measuring.recording import Recorded, Statement
from motcua.bench.measuring.replaying import Replay
from motcua.lib.uuid7 import uuid7

DOSSIER, EVENT, OTHER = uuid7(), uuid7(), uuid7()
RECORDED = Recorded(
    (
        Statement('SELECT "id" FROM "organisations_agency" WHERE "id" = %s', [7], in_transaction=False),
        Statement(
            'INSERT INTO "dossiers_dossier" ("id", "code", "quick_code", "agencies") VALUES (%s, %s, %s, %s)',
            [DOSSIER, "000.00.41.H12-231023-0001", "2300000017", [2, 23]],
            in_transaction=True,
        ),
        Statement(
            'INSERT INTO "dossiers_event" ("id", "dossier_id", "seq") VALUES (%s, %s, %s)',
            [EVENT, DOSSIER, 1],
            in_transaction=True,
        ),
        Statement(
            'INSERT INTO "dossiers_pendingfollowup" ("event_id", "seq") SELECT * FROM UNNEST((%s)::uuid[], %s)',
            [[EVENT, EVENT], [1, 1]],
            in_transaction=True,
        ),
        Statement('SELECT 1 FROM "dossiers_dossier" WHERE "id" = %s', [OTHER], in_transaction=False),
    ),
    length=12,
)


def test_new_rows_have_new_keys_everywhere_and_old_rows_keep_theirs():
    replay = Replay(RECORDED)

    one, other = replay.fresh(), replay.fresh()

    (asked,), (dossier, code, quick_code, agencies), (event, of_dossier, seq), (events, seqs), (kept,) = one
    assert asked == 7 and kept == OTHER and agencies == [2, 23]
    assert isinstance(dossier, UUID) and dossier not in (DOSSIER, other[1][0])
    assert of_dossier == dossier and events == [event, event]
    assert code != other[1][1] and quick_code != other[1][2]
    assert len(quick_code) == 10 and quick_code.isdigit()
    assert seqs == [seq, seq] and seq > 1_000


def test_statements_of_one_transaction_stay_together():
    assert list(Replay(RECORDED).groups) == [(False, [0]), (True, [1, 2, 3]), (False, [4])]

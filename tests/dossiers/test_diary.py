from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock, Thread

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from motcua.accounts.actions import count_try
from motcua.dossiers import events, sealing
from motcua.dossiers.models import Dossier, Event, PendingFollowUp, Seal
from tests.factories import Office

pytestmark = pytest.mark.django_db

REAL_NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_tries_are_counted_and_limited():
    assert [count_try(key="a", limit=2, seconds=3600) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("table", ["dossiers_event", "dossiers_seal", "dossiers_sealedline"])
def test_the_diary_refuses_to_be_emptied(table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


class Trouble(Exception):
    """What a follower runs into."""


def hand_over(follower, handle, *, real_at=REAL_NOW):
    return events.hand_over_some(follower, handle, real_at=real_at)


def heard_by(handle_list):
    return lambda batch: handle_list.extend((line.dossier_id, line.seq) for line in batch)


@pytest.fixture
def office():
    return Office()


def test_followers_hear_every_event_once_and_in_order(office):
    dossier, other = office.decided(), office.receive()
    heard = []

    while hand_over("notifications", heard_by(heard)):
        pass

    assert [seq for pk, seq in heard if pk == dossier.pk] == [1, 2, 3, 4]
    assert [seq for pk, seq in heard if pk == other.pk] == [1]
    assert not PendingFollowUp.objects.filter(follower="notifications").exists()
    assert PendingFollowUp.objects.filter(follower="seal").count() == 5  # the other follower has its own


def test_a_follower_that_fails_sees_the_event_again_and_nothing_it_wrote_remains(office):
    dossier = office.receive()

    def writes_then_fails(batch):
        Dossier.objects.filter(pk=dossier.pk).update(note="written")
        raise Trouble

    assert hand_over("notifications", writes_then_fails) == 0
    dossier.refresh_from_db()
    assert dossier.note == ""
    assert hand_over("notifications", heard_by([])) == 0  # it waits a little before the next try
    heard = []
    assert hand_over("notifications", heard_by(heard), real_at=REAL_NOW + timedelta(seconds=3)) == 1
    assert heard == [(dossier.pk, 1)]


def test_one_dossiers_trouble_does_not_hold_up_the_others(office):
    troubled, sound = office.decided(), office.decided()
    heard = []

    def fails_for_one(batch):
        if any(line.dossier_id == troubled.pk for line in batch):
            raise Trouble
        heard.extend(line.seq for line in batch)

    while hand_over("notifications", fails_for_one):
        pass

    assert heard == [1, 2, 3, 4]
    waiting = PendingFollowUp.objects.filter(follower="notifications")
    assert {row.dossier_id for row in waiting} == {troubled.pk}
    assert waiting.get(seq=1).trouble == "Trouble"  # its kind, never its text
    assert sound.pk != troubled.pk


def test_what_keeps_failing_is_seen(office):
    office.receive()
    PendingFollowUp.objects.filter(follower="notifications").update(attempts=5)

    assert events.followers_behind() == [("notifications", 1)]


def sealed(office):
    for _ in range(3):
        office.decided()
    while hand_over("seal", sealing.follow):
        pass


def test_a_whole_diary_has_no_flaw(office):
    sealed(office)

    assert list(sealing.flaws()) == []
    assert Seal.objects.count() >= 4


TAMPERINGS = {
    "a line is changed": "UPDATE dossiers_event SET by_name = 'Người khác' WHERE seq = 2",
    "its detail is changed": 'UPDATE dossiers_event SET detail = \'{"outcome": "refused"}\' WHERE seq = 4',
    "the last line is taken away": "DELETE FROM dossiers_event WHERE seq = 4",
    "a line in the middle is taken away": "DELETE FROM dossiers_event WHERE seq = 3",
    "a seal is taken away": "DELETE FROM dossiers_seal WHERE number = 2",
    "a seal is changed": "UPDATE dossiers_seal SET root = previous WHERE number = 1",
    "the dossier is shortened": "UPDATE dossiers_dossier SET diary_length = 3",
}


@pytest.mark.parametrize("sql", TAMPERINGS.values(), ids=TAMPERINGS)
def test_whoever_gets_past_the_triggers_is_found_out(office, sql):
    sealed(office)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        for orphan in ("sealedline", "pendingfollowup"):  # whoever tampers sweeps up what points at nothing
            cursor.execute(f"DELETE FROM dossiers_{orphan} WHERE event_id NOT IN (SELECT id FROM dossiers_event)")
        cursor.execute("DELETE FROM dossiers_sealedline WHERE seal_id NOT IN (SELECT number FROM dossiers_seal)")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    assert list(sealing.flaws())


def test_a_line_written_anew_with_a_fitting_hash_is_found_out_by_its_seal(office):
    """Somebody who can write the whole chain of a dossier anew still cannot fit it under the seal."""
    sealed(office)
    line = Event.objects.filter(seq=4).first()
    line.by_name = "Người khác"
    line.hash = events.hash_of(line)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Event.objects.filter(pk=line.pk).update(by_name=line.by_name, hash=line.hash)
        Dossier.objects.filter(pk=line.dossier_id).update(diary_head=line.hash)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    assert [flaw.what for flaw in sealing.flaws()] == ["các dòng bên dưới đã khác"]


@pytest.mark.parametrize("change", ["UPDATE dossiers_event SET seq = 9", "DELETE FROM dossiers_event"])
def test_the_database_refuses_to_change_the_diary(office, change):
    office.receive()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("count", range(1, 10))
def test_the_merkle_root_is_that_of_rfc_6962(count):
    leaves = [bytes([n]) * 32 for n in range(count)]

    def plain(hashes):  # level by level, the odd one goes up as it is
        while len(hashes) > 1:
            pairs = [hashes[n : n + 2] for n in range(0, len(hashes), 2)]
            hashes = [sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
        return hashes[0]

    assert sealing.merkle_root(leaves) == plain([sha256(b"\x00" + leaf).digest() for leaf in leaves])


@pytest.mark.django_db(transaction=True)
def test_two_workers_of_one_follower_share_the_work_and_keep_the_order():
    office = Office()
    dossiers = [office.decided() for _ in range(6)]
    heard, lock = [], Lock()

    def handle(batch):
        with lock:
            heard.extend((line.dossier_id, line.seq) for line in batch)

    def work():
        try:
            while events.hand_over_some("notifications", handle, real_at=REAL_NOW, limit=2):
                pass
        finally:
            connection.close()

    while PendingFollowUp.objects.filter(follower="notifications").exists():
        threads = [Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(heard) == len(set(heard)) == 24
    for dossier in dossiers:
        assert [seq for pk, seq in heard if pk == dossier.pk] == [1, 2, 3, 4]

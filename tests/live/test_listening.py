"""Pages listen to a real process, which reads a real diary."""

import time
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction

from motcua.dossiers import actions
from motcua.lib.uuid7 import uuid7
from motcua.live import passes
from motcua.live.passes import PROVINCE, desk_of, door_of
from motcua.operations.postgres import Cluster
from tests.dossiers.test_ways import put_in_force, redraw
from tests.factories import MONDAY_9AM, Office, acting, create_agency
from tests.live.listening import (
    PAGES,
    QUIET,
    SECRET,
    Page,
    Process,
    all_hear,
    database,
    listening_process,
    take_connections,
    wait_until,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
TEN = MONDAY_9AM + timedelta(hours=1)


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office()


@pytest.fixture
def process(transactional_db: None):
    with listening_process(database()) as running:
        yield running


def test_a_verb_is_heard_once_where_the_dossier_is_and_nowhere_else(office: Office, process: Process):
    here, elsewhere = Page(process, desk_of(office.department.pk)), Page(process, desk_of(999_999))
    room = Page(process, PROVINCE)

    dossier = office.receive()

    assert here.heard() == [desk_of(office.department.pk)]
    assert room.heard() == [PROVINCE]
    assert (here.heard(within=QUIET), elsewhere.heard(within=0.1)) == ([], [])
    office.take_over(dossier, at=TEN)
    assert here.heard() == [desk_of(office.department.pk)]


def test_the_unit_that_loses_a_dossier_hears_of_it_too(office: Office, process: Process):
    health = create_agency("so-y-te")
    redraw(office, {"name": "Thẩm định"}, {"name": "Giám định", "place": "named", "agency": health})
    put_in_force(office)
    dossier = office.take_over(office.receive(), at=MONDAY_9AM)
    dossier = actions.forward(dossier=dossier, by=acting(office.hai), at=TEN)
    assert dossier.holder == health
    lost = Page(process, desk_of(health.pk))

    actions.take_back(dossier=dossier, by=acting(office.hai), at=TEN + timedelta(minutes=1))

    assert lost.heard() == [desk_of(health.pk)]


def test_the_door_hears_what_comes_from_afar_and_not_what_is_done_at_the_counter(office: Office, process: Process):
    door = Page(process, door_of(office.centre.pk))

    office.take_over(office.receive(), at=TEN)
    assert door.heard(within=QUIET) == []
    dossier = office.submit()
    assert door.heard() == [door_of(office.centre.pk)]
    actions.receive(dossier=dossier.pk, by=acting(office.lan), at=TEN)
    assert door.heard() == [door_of(office.centre.pk)]


def test_a_page_hears_what_happened_since_it_was_drawn_and_nothing_before(office: Office, process: Process):
    before = time.time()
    office.receive()
    after = time.time()

    assert Page(process, desk_of(office.department.pk), since=before).heard()
    assert Page(process, desk_of(office.department.pk), since=after).heard(within=QUIET) == []


def test_a_verb_that_takes_seconds_is_heard_when_it_is_done(office: Office, process: Process):
    page = Page(process, desk_of(office.department.pk))
    with transaction.atomic():
        office.receive()
        assert page.heard(within=QUIET) == []

    assert page.heard() == [desk_of(office.department.pk)]


def test_three_hundred_pages_all_hear(office: Office, process: Process):
    pages = [Page(process, desk_of(office.department.pk)) for _ in range(300)]
    assert process.listening() == 300

    office.receive()

    assert all_hear(pages) == [[desk_of(office.department.pk)]] * 300
    for page in pages:
        page.leave()
    wait_until(lambda: process.listening() == 0)


def test_forged_passes_are_refused_and_old_ones_sent_to_rest(process: Process):
    old = passes.make(["b1"], since=time.time() - 3601, secret=SECRET)
    forged = passes.make(["b1"], since=time.time(), secret="another")

    assert process.get(f"/nghe/?ve={old}")[:2] == (204, b"")
    assert process.get(f"/nghe/?ve={forged}")[:2] == (403, b"")
    assert process.get("/nghe/")[:2] == (403, b"")
    assert process.get("/nghe")[0] == process.get("/")[0] == 404


def test_a_page_of_another_origin_may_not_listen(process: Process):
    shown = passes.make(["b1"], since=time.time() - 3601, secret=SECRET)

    ours = process.get(f"/nghe/?ve={shown}", Origin=PAGES)
    theirs = process.get(f"/nghe/?ve={shown}", Origin="http://elsewhere.example")

    assert (ours[0], ours[2]["access-control-allow-origin"]) == (204, PAGES)
    assert theirs[0] == 403
    assert "access-control-allow-origin" not in theirs[2]


def test_no_more_listen_than_the_setting_lets(transactional_db: None):
    with listening_process(database(), MOTCUA_LIVE_LISTENERS="2") as process:
        first, _second = Page(process, "b1"), Page(process, "b1")
        shown = passes.make(["b1"], since=time.time(), secret=SECRET)

        status, body, headers = process.get(f"/nghe/?ve={shown}")
        assert (status, body, headers["retry-after"]) == (503, b"", "60")
        first.leave()
        wait_until(lambda: process.listening() == 1)
        Page(process, "b1")


def test_a_stream_ends_with_its_pass(process: Process):
    page = Page(process, "b1", since=time.time() - 3598)

    with pytest.raises(AssertionError, match="the stream has ended"):
        while True:
            page.heard(within=5)


def test_a_lost_connection_is_made_again_and_nothing_is_missed(office: Office, process: Process):
    page = Page(process, desk_of(office.department.pk))
    wait_until(lambda: take_connections() == 1)

    office.receive()

    assert page.heard(within=8) == [desk_of(office.department.pk)]


def test_a_database_that_starts_again_is_waited_for(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o711)  # the database's own user must be able to pass
    with Cluster(folder / "database", durable=False) as cluster, listening_process(cluster.url("postgres")) as process:
        with psycopg.connect(cluster.url("postgres")) as there:
            there.execute(BARE_TABLES)
        page = Page(process, desk_of(7))
        tell_of_unit(7, cluster)
        assert page.heard() == [desk_of(7)]

        cluster.stop()
        wait_until(lambda: process.get("/nghe/health")[0] == 503)
        cluster.start()
        tell_of_unit(7, cluster)

        assert page.heard(within=10) == [desk_of(7)]
        assert process.get("/nghe/health")[0] == 200
        cluster.stop()


#: Of the tables, what is read of them
BARE_TABLES = """
CREATE TABLE dossiers_dossier (
    id uuid PRIMARY KEY, holder_id bigint, asked bigint[], channel text, received_at timestamptz);
CREATE TABLE dossiers_event (
    id uuid PRIMARY KEY, dossier_id uuid, unit_id bigint, agency_id bigint, verb text, at timestamptz);
CREATE TABLE dossiers_assignment (dossier_id uuid, agency_id bigint, started_at timestamptz, ended_at timestamptz);
"""


def tell_of_unit(unit: int, cluster: Cluster) -> None:
    """Let something happen to a dossier in the hands of this unit."""
    dossier = uuid7()
    with psycopg.connect(cluster.url("postgres")) as there:
        there.execute("INSERT INTO dossiers_dossier VALUES (%s, %s, '{}', 'counter', now())", [dossier, unit])
        there.execute("INSERT INTO dossiers_event VALUES (%s, %s, 1, 1, 'take-over', now())", [uuid7(), dossier])


def test_nobody_asks_the_diary_while_nobody_listens(process: Process):
    assert take_connections() == 0
    page = Page(process, "b1")
    wait_until(lambda: take_connections() == 1)
    page.leave()

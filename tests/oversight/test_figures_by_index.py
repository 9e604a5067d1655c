"""However many dossiers there are, a report and its lists are read by index: the plans are PostgreSQL's own."""

from datetime import date
from functools import partial

import pytest
from django.db import connection

from motcua.oversight.lists import LISTINGS, Asked
from motcua.oversight.queries import count_of, page_of
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.queries import By, Span, of_agency, on_time_by_week, progress, report
from tests.factories import Office, vn
from tests.hearing import hear
from tests.plans import read_whole

pytestmark = pytest.mark.django_db

NOW = vn("2018-10-24 10:00")
LARGE = {"dossiers_dossier", "dossiers_event", "reporting_stretch", "reporting_dailyfigure"}
DOSSIERS = 12_000  # over five years
#: One dossier is there; these are its like, received every four hours or so and settled within ten days, a few open
CROWD = """
SET session_replication_role = replica;  -- their people need not be there, too
INSERT INTO dossiers_dossier SELECT (jsonb_populate_record(d, jsonb_build_object(
    'id', gen_random_uuid(), 'code', 'X' || n, 'quick_code', (7000000000 + n)::text,
    'applicant_id', gen_random_uuid(), 'status', CASE WHEN n % 99 = 0 THEN 'received' ELSE 'result_ready' END,
    'received_at', d.received_at - ago, 'judged_due_at', d.judged_due_at - ago,
    'finished_at', CASE WHEN n % 99 > 0 THEN d.received_at - ago + n % 240 * interval '1 hour' END
))).* FROM dossiers_dossier d, generate_series(1, {number}) n, LATERAL (SELECT n * interval '220 minutes') x(ago);
INSERT INTO reporting_stretch
    (dossier_id, number, unit_id, agency_id, version_id, channel, since, until, came, "left", waits, due_at)
SELECT id, 1, unit_id, agency_id, version_id, channel, received_at::date, finished_at::date, 'received',
    CASE WHEN finished_at IS NULL THEN '' WHEN finished_at > judged_due_at THEN 'late' ELSE 'early' END,
    false, judged_due_at
FROM dossiers_dossier WHERE code LIKE 'X%';
INSERT INTO reporting_dailyfigure (day, unit_id, agency_id, version_id, channel, received, {zeros})
SELECT since, unit_id, agency_id, version_id, channel, count(*), {noughts} FROM reporting_stretch
WHERE since < '2018-10-01' GROUP BY 1, 2, 3, 4, 5;
SET session_replication_role = DEFAULT;
ANALYZE dossiers_dossier; ANALYZE reporting_stretch; ANALYZE reporting_dailyfigure;
"""


@pytest.fixture
def office(db: None) -> Office:
    office = Office()
    office.receive(at=vn("2018-10-24 09:00"))
    hear()
    others = [name for name in DailyFigure.COUNTERS if name != "received"]
    with connection.cursor() as cursor:
        cursor.execute(CROWD.format(number=DOSSIERS, zeros=", ".join(others), noughts=", ".join("0" for _ in others)))
    assert Stretch.objects.count() > DOSSIERS
    return office


SPANS = {
    "this month": Span(date(2018, 10, 1), date(2018, 10, 24), NOW),
    "a quarter long ago": Span(date(2015, 4, 1), date(2015, 6, 30), NOW),
}


def test_no_report_and_no_list_reads_a_large_table_from_end_to_end(office: Office):
    for name, span in SPANS.items():
        for by in By:
            assert read_whole(partial(report, span=span, by=by), LARGE) == [], (name, by)
        assert read_whole(partial(progress, first=span.first, last=span.last), LARGE) == [], name
        for listing in ("ton-dau", "da-nhan", "da-xong", "rut-dung", "con-lai", "chuyen-den", "chuyen-di"):
            asked = Asked(listing, at=NOW, whose=of_agency(office.department), first=span.first, last=span.last)
            dossiers = LISTINGS[listing].dossiers(asked)
            for ask in (partial(page_of, dossiers), partial(count_of, dossiers)):
                assert read_whole(ask, LARGE) == [], (name, listing, ask)
    assert read_whole(partial(on_time_by_week, at=NOW), LARGE) == []

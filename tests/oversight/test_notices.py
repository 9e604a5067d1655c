"""Every officer's notifications: read by themselves only, each leading to its task."""

from datetime import UTC, datetime

from django.test import Client

from motcua.dossiers import events
from motcua.notifications.follow import follow
from motcua.notifications.models import Kind, Notification
from motcua.notifications.queries import unread_count
from tests.oversight.conftest import LETTER, Province

NOTICES = "/lam-viec/thong-bao/"


REAL = datetime(2026, 1, 1, tzinfo=UTC)  # the machine's time


def hear_all() -> None:
    while events.hand_over_some("notifications", follow, real_at=REAL):
        pass


def open_first(client: Client, user, kind: Kind) -> str:
    notice = Notification.objects.filter(user=user, kind=kind).first()
    assert notice is not None, kind
    return client.get(f"{NOTICES}{notice.pk}/")["Location"]


def test_an_officer_without_any_is_told_what_will_come(empty: Province, as_):
    assert "Chưa có thông báo" in as_(empty.lan).get(NOTICES).content.decode()


def test_opening_one_leads_to_the_task_and_marks_it_read(province: Province, as_):
    hear_all()
    before = unread_count(province.hai)

    where = open_first(as_(province.hai), province.hai, Kind.NEW_DOSSIER)

    assert where.startswith("/lam-viec/ho-so/")
    assert unread_count(province.hai) == before - 1


def test_each_kind_leads_to_where_the_work_is(province: Province, as_):
    ready = province.decided(at=province.fresh.received_at)
    online = province.submit(at=province.fresh.received_at)
    hear_all()
    province.send()

    assert open_first(as_(province.sau), province.sau, Kind.TO_SIGN) == f"/lam-viec/ky/?ho-so={province.sent}"
    assert open_first(as_(province.sau), province.sau, Kind.REVIEW) == LETTER
    decided = f"/lam-viec/quay/tra-ket-qua/?ma={ready.quick_code}"
    assert open_first(as_(province.lan), province.lan, Kind.DECIDED) == decided
    submitted = f"/lam-viec/quay/truc-tuyen/{online.quick_code}/"
    assert open_first(as_(province.lan), province.lan, Kind.SUBMITTED) == submitted


def test_what_is_done_leads_to_the_dossier_and_not_to_a_task_that_is_gone(province: Province, as_):
    ready = province.decided(at=province.fresh.received_at)
    hear_all()
    province.return_result(ready, at=province.fresh.received_at)

    assert open_first(as_(province.lan), province.lan, Kind.DECIDED) == f"/lam-viec/quay/ho-so/{ready}/"


def test_nobody_opens_a_colleagues_notification(province: Province, as_):
    hear_all()
    notice = Notification.objects.filter(user=province.hai).first()

    assert as_(province.sau).get(f"{NOTICES}{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read_with_one_press(province: Province, as_):
    hear_all()
    province.send()

    page = as_(province.sau).post(f"{NOTICES}da-xem/", follow=True).content.decode()

    assert unread_count(province.sau) == 0
    assert "chưa xem" not in page
    assert "Rà soát tuần 43 của Sở Tư pháp" in page

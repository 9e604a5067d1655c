"""Lan at her counter of the Centre, on a Monday morning at nine."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from motcua.catalogue.models import Fee, ProcedureCase, RequiredDocument
from motcua.lib import clock
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Post
from tests.factories import MONDAY_9AM, Office, create_application, create_version

HOUSE_CLOCK = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    HOUSE_CLOCK["at"] = MONDAY_9AM
    monkeypatch.setattr(clock, "now", lambda: HOUSE_CLOCK["at"])


def put_the_clock_to(at: datetime) -> None:
    HOUSE_CLOCK["at"] = at


class Counter(Office):
    """The office of the factories, with a procedure as counters know it: everyday name, hints, optional paper."""

    def __init__(self) -> None:
        super().__init__(
            name="Cấp điện mới từ lưới điện hạ áp – mua điện sinh hoạt",
            papers=("Giấy đề nghị mua điện", "Giấy tờ tùy thân", "Giấy tờ về chỗ ở", "Bản vẽ vị trí"),
        )
        procedure = self.version.procedure
        procedure.everyday_name, procedure.popularity = "Lắp điện kế mới – sinh hoạt", 40
        procedure.search_text = "lap dien ke moi sinh hoat cap dien moi keo dien"
        procedure.save()
        papers = RequiredDocument.objects.filter(version=self.version)
        papers.filter(code="P1").update(hint="Hệ thống in sẵn, người nộp chỉ ký")
        papers.filter(code="P3").update(originals=0, copies=1, hint="Sổ hộ khẩu, sổ đỏ hoặc hợp đồng thuê nhà")
        papers.filter(code="P4").update(is_required=False)
        Fee.objects.create(version=self.version, amount=0)
        self.code = procedure.code
        Post.objects.filter(user=self.lan).update(counter_label="Quầy 7 · Điện – Nước")

    @property
    def required(self) -> dict[str, str]:
        """Return the form's fields with all required papers on the table."""
        return {
            name: value
            for code, originals, copies in (("P1", "1", "0"), ("P2", "1", "0"), ("P3", "0", "1"))
            for name, value in (
                (f"paper-{code}", "on"),
                (f"originals-{code}", originals),
                (f"copies-{code}", copies),
            )
        }

    def with_neighbours(self) -> None:
        """Give the counter the five other procedures of its quick choices."""
        names = (
            "Lắp đồng hồ nước",
            "Đổi tên chủ hợp đồng điện",
            "Di dời điện kế",
            "Lắp điện 3 pha sản xuất",
            "Tăng công suất",
        )
        for place, name in enumerate(names):
            procedure = create_version(self.department, name=f"{name} theo hợp đồng").procedure
            procedure.everyday_name, procedure.popularity, procedure.search_text = name, 30 - place, fold(name)
            procedure.save()

    def with_cases(self) -> None:
        """Give the procedure two cases, one of which wants a paper more."""
        home = ProcedureCase.objects.create(version=self.version, key="nha-rieng", name="Nhà riêng")
        rented = ProcedureCase.objects.create(version=self.version, key="nha-thue", name="Nhà thuê", position=1)
        RequiredDocument.objects.create(
            version=self.version, case=rented, code="P9", name="Hợp đồng thuê nhà", position=9
        )
        assert home.pk

    def submit_with(self, *codes: str, **more: object):
        """Return a dossier submitted online with these papers only."""
        from motcua.dossiers import actions
        from motcua.dossiers.application import HandedIn

        application = create_application(
            self.version, self.centre, channel="online", documents=[HandedIn(code) for code in codes], **more
        )
        return actions.submit(application=application, by=None, at=MONDAY_9AM)


@pytest.fixture
def counter(db: None) -> Counter:
    return Counter()


@pytest.fixture
def lan(counter: Counter) -> Iterator[Client]:
    """Return a browser in which Lan has signed in."""
    client = Client()
    client.force_login(counter.lan)
    yield client


DESK = "/lam-viec/quay/tiep-nhan/"
MAI = {
    "number": "381000123",
    "looked_up": "=381000123",
    "kind": "person",
    "name": "Trần Thị Bé Ba",
    "id_number": "381000123",
    "phone": "0900000427",
    "address": "Ấp Tân Ánh",
    "result_channel": "counter",
}


def desk_values(counter: Counter, **more: str) -> dict[str, str]:
    """Return the desk's form as it is with everything in order, ready to be received."""
    from motcua.lib.uuid7 import uuid7

    return {"dossier_id": str(uuid7()), "do": "receive", "procedure": counter.code} | MAI | counter.required | more

"""A town with a Centre, a district and a commune, on a Monday morning at nine; citizens come without an account."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from motcua.catalogue.models import RequiredDocument
from motcua.dossiers import quick_codes
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Kind
from tests.factories import MONDAY_9AM, Office, create_agency, create_version

HOUSE_CLOCK = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    HOUSE_CLOCK["at"] = MONDAY_9AM
    monkeypatch.setattr(clock, "now", lambda: HOUSE_CLOCK["at"])


@pytest.fixture(autouse=True)
def _files_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep uploads out of the checkout."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("files")
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    with override_settings(STORAGES=settings.STORAGES | {"default": default}):
        yield


def put_the_clock_to(at: datetime) -> None:
    HOUSE_CLOCK["at"] = at


class Town(Office):
    """The office of the factories with one procedure as citizens know it, which may be handed in on the net."""

    def __init__(self) -> None:
        super().__init__(
            name="Cấp điện mới từ lưới điện hạ áp cho mục đích sinh hoạt",
            papers=("Giấy đề nghị mua điện", "Giấy tờ tùy thân", "Giấy ủy quyền của chủ nhà"),
            online_level=4,
            how_to=["Nộp hồ sơ trên mạng hoặc tại Trung tâm.", "Bước 2: Điện lực khảo sát. Người nhà cần có mặt."],
            results=["Hợp đồng mua bán điện"],
            legal_basis=[{"number": "28/2004/QH11", "title": "Luật Điện lực"}],
            questions=[{"question": "Nhà thuê có lắp được không?", "answer": "Được, có giấy của chủ nhà."}],
        )
        procedure = self.version.procedure
        procedure.everyday_name, procedure.popularity, procedure.topic = "Lắp điện kế mới", 40, "dien-va-nuoc"
        procedure.synonyms = ["công tơ điện"]
        procedure.search_text = fold("Lắp điện kế mới | cấp điện mới | công tơ điện")
        procedure.save()
        papers = RequiredDocument.objects.filter(version=self.version)
        papers.filter(code="P2").update(hint="Chứng minh nhân dân hoặc căn cước.", is_reusable=True)
        papers.filter(code="P3").update(is_required=False)
        self.code = procedure.code
        self.district = create_agency("dam-doi", kind=Kind.DISTRICT, name="UBND huyện Đầm Dơi", short_name="Đầm Dơi")
        self.commune = create_agency(
            "ta-an-khuong",
            kind=Kind.COMMUNE,
            name="UBND xã Tạ An Khương",
            short_name="Xã Tạ An Khương",
            parent=self.district,
        )

    def add_procedures(self, count: int, **more: object) -> None:
        """Put more procedures into the catalogue, each a little less asked for than the one before."""
        for place in range(count):
            procedure = create_version(self.department, name=f"Thủ tục số {place:02d}", **more).procedure
            procedure.popularity, procedure.search_text = 30 - place % 30, fold(f"thủ tục số {place:02d}")
            procedure.save()


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def token_of(dossier: Dossier) -> str:
    return quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)


def scan(client: Client, dossier: Dossier) -> str:
    """Scan the QR code of a receipt and return the page it leads to."""
    answer = client.get(f"/t/{dossier.quick_code}/{token_of(dossier)}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(answer) -> str:
    """Return what a reader reads: no tags, single spaces."""
    import html
    import re

    content = answer if isinstance(answer, str) else answer.content.decode()
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", content, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())

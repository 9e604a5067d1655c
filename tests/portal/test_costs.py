"""What a page costs: statements in the database, and bytes on a rural line (ux.md D15)."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portal.conftest import scan, token_of
from tests.portal.test_filing import Visitor

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 8
KB = 1024
FONTS = [f"design/fonts/BeVietnamPro-{weight}.woff2" for weight in (400, 600, 700)]
OPEN_PAGES = [
    "/", "/tim/?q=lap+dien+ke", "/thu-tuc/", "/viec/dien-va-nuoc/", "/co-quan/", "/co-quan/trung-tam/",
    "/tra-cuu/", "/cong-khai/", "/cong-khai/hai-long/", "/huong-dan/", "/tro-giup/", "/kha-nang-tiep-can/",
    "/du-lieu-ca-nhan/", "/cach-nhan-biet/",
]  # fmt: skip


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, path
    said = "\n".join(query["sql"][:160] for query in captured)
    assert len(captured) <= MOST_STATEMENTS, f"{path}: {len(captured)} statements\n{said}"
    return len(captured)


def test_no_open_page_asks_the_database_more_than_eight_times(town):
    town.add_procedures(25)
    town.return_result(town.decided(), at=town.receive().received_at)
    client = Client()
    client.get("/co-quan/")  # the calendar is built once per process

    for path in [*OPEN_PAGES, f"/thu-tuc/{town.code}/lap-dien-ke-moi/", f"/nop/{town.code}/"]:
        statements(client, path)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 4),  # calendar, procedures, satisfaction, districts
        ("/tim/?q=thu+tuk+so", 1),
        ("/thu-tuc/{code}/lap-dien-ke-moi/", 6),
        ("/cong-khai/", 3),
        ("/cong-khai/hai-long/", 1),
        ("/ho-so/{quick_code}/", 2),  # tries, and the dossier with what the page shows of it
        ("/ho-so/{returned}/", 2),
        ("/favicon.ico", 0),
    ],
)
def test_what_most_people_open_costs_few_statements_for_the_whole_request(
    town, path, most, django_assert_max_num_queries
):
    town.add_procedures(25)
    dossier = town.take_over(town.receive(), at=town.receive().received_at)
    returned = town.return_result(town.decided(), at=dossier.received_at)
    path = path.format(code=town.code, quick_code=dossier.quick_code, returned=returned.quick_code)
    client = Client()
    client.get(path)  # the calendar is built once per process

    with django_assert_max_num_queries(most):
        answer = client.get(path)

    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("state", ["in hand", "returned"])
def test_the_page_of_a_dossier_costs_as_few_in_full(town, state, django_assert_max_num_queries):
    dossier = town.take_over(town.receive(), at=town.receive().received_at)
    if state == "returned":
        dossier = town.return_result(town.decided(), at=dossier.received_at)
    citizen = Client()
    scan(citizen, dossier)

    with django_assert_max_num_queries(1):
        citizen.get(f"/ho-so/{dossier.quick_code}/")


def test_no_page_of_a_dossier_does_either(town):
    dossier = town.take_over(town.receive(), at=town.receive().received_at)
    returned = town.return_result(town.decided(), at=dossier.received_at)
    stranger, citizen = Client(), Client()
    stranger.get("/co-quan/")

    assert statements(stranger, f"/ho-so/{dossier.quick_code}/") <= MOST_STATEMENTS
    for one in (returned, dossier):
        scan(citizen, one)
        statements(citizen, f"/ho-so/{one.quick_code}/")
    statements(citizen, f"/ho-so/{dossier.quick_code}/rut/")
    statements(citizen, f"/danh-gia/{returned.quick_code}/{token_of(returned)}/")


def test_no_step_of_the_filing_does_either(town):
    visitor = Visitor(town)
    visitor.client.get("/co-quan/")
    for step in ("nguoi-nop", "dia-chi", "giay-to", "nhan-ket-qua"):
        statements(visitor.client, visitor.address(step))
    visitor.until_check()
    statements(visitor.client, visitor.address("kiem-tra"))
    visitor.hand_in()
    statements(visitor.client, visitor.address("da-nop"))


def test_handing_in_takes_few_statements(town):
    visitor = Visitor(town)
    visitor.until_check()

    with CaptureQueriesContext(connection) as captured:
        visitor.hand_in()

    written = [query["sql"] for query in captured if re.match(r"INSERT|UPDATE", query["sql"])]
    assert len(written) <= 9, written
    assert len(captured) <= 32, "\n".join(query["sql"][:120] for query in captured)


def travels(name: str) -> int:
    """Return the bytes of a static file as they travel: WOFF2 is compressed already."""
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))


def weight_of(html: str) -> dict[str, int]:
    """Return everything a browser fetches for the first view of this page, with its bytes on the wire."""
    fetched = set(re.findall(r'/static/([^"#)\s]+\.(?:css|svg|js))', html)) | set(FONTS)
    for css in [name for name in fetched if name.endswith(".css")]:
        folder = Path(css).parent
        rules = Path(finders.find(css)).read_text()
        for picture in re.findall(r"url\(([^)\"]+\.svg)\)", rules):
            if _is_used(picture, rules, html):
                fetched.add(str(folder / picture))
    return {"page": len(gzip.compress(html.encode(), 9))} | {name: travels(name) for name in sorted(fetched)}


def _is_used(picture: str, rules: str, html: str) -> bool:
    """Tell whether a rule that asks for this picture can meet anything on the page."""
    before = rules[: rules.index(picture)]
    selector = before[max(before.rfind("}"), before.rfind("\n")) + 1 : before.rfind("{")]
    return any(name in html for name in re.findall(r"\.([\w-]+)", selector)) or (
        "select" in selector and "<select" in html
    )


def test_the_first_view_of_every_page_weighs_at_most_ninety_kilobytes(town):
    dossier = town.take_over(town.receive(), at=town.receive().received_at)
    returned = town.return_result(town.decided(), at=dossier.received_at)
    town.add_procedures(25)
    visitor, citizen = Visitor(town), Client()
    visitor.until_check()
    pages = {path: citizen.get(path, follow=True).content.decode() for path in OPEN_PAGES}
    pages["procedure"] = citizen.get(f"/thu-tuc/{town.code}/", follow=True).content.decode()
    pages["track"] = scan(citizen, dossier)
    pages["rate"] = citizen.get(f"/danh-gia/{returned.quick_code}/{token_of(returned)}/").content.decode()
    for step in ("nguoi-nop", "giay-to", "kiem-tra"):
        pages[step] = visitor.get(step).content.decode()

    for name, html in pages.items():
        weights = weight_of(html)
        total = sum(weights.values())
        assert total <= 90 * KB, f"{name}: {total / KB:.1f} KB {weights}"


def test_no_citizen_page_fetches_anything_from_elsewhere_or_more_than_twelve_kilobytes_of_script(town):
    citizen = Client()
    pages = [citizen.get(path).content.decode() for path in OPEN_PAGES] + [scan(citizen, town.receive())]

    for html in pages:
        for address in re.findall(r'(?:src|href|action)="([^"]+)"', html):
            assert address.startswith(("/", "#", "?", "tel:", "giay-hen.pdf")), address
        scripts = re.findall(r'<script[^>]+src="/static/([^"]+)"', html)
        assert sum(travels(name) for name in scripts) <= 12 * KB


def test_pages_travel_compressed(client, town):
    plain = client.get("/").content
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain) / 2

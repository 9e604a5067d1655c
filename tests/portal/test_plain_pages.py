"""Pages of plain words, and what holds for all pages of this surface."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from motcua import portal
from tests.portal.conftest import scan, text_of
from tests.portal.test_costs import OPEN_PAGES

pytestmark = pytest.mark.django_db
TEMPLATES = Path(portal.__file__).parent / "templates" / "portal"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/huong-dan/", "Làm giấy tờ, từng bước"),
        ("/tro-giup/", "Mất giấy hẹn, quên mã thì sao?"),
        ("/kha-nang-tiep-can/", "WCAG 2.2"),
        ("/du-lieu-ca-nhan/", "Bản khai dở giữ 10 giờ, ảnh chưa nộp giữ một ngày"),
        ("/cach-nhan-biet/", "Cán bộ không bao giờ hỏi mã OTP"),
    ],
)
def test_the_pages_of_words_answer(client, town, path, words):
    assert words in text_of(client.get(path))


def test_every_link_of_every_open_page_leads_somewhere(client, town):
    town.add_procedures(22)
    pages = [client.get(path, follow=True).content.decode() for path in OPEN_PAGES]
    pages.append(client.get(f"/thu-tuc/{town.code}/", follow=True).content.decode())
    pages.append(scan(client, town.receive()))
    links = {link.split("#")[0] for html in pages for link in re.findall(r'href="(/[^"]*)"', html)}
    links = {link.replace("&amp;", "&") for link in links if not link.startswith(("/static/", "/tai-khoan/"))}

    lost = [link for link in sorted(links) if client.get(link).status_code not in (200, 301, 302)]

    assert not lost
    assert len(links) > 60


def test_every_anchor_on_a_page_is_on_that_page(client, town):
    for path in [*OPEN_PAGES, f"/thu-tuc/{town.code}/lap-dien-ke-moi/"]:
        html = client.get(path).content.decode()
        ids = set(re.findall(r'\bid="([^"]+)"', html))
        assert {anchor for anchor in re.findall(r'href="#([^"]+)"', html)} <= ids, path
        every = re.findall(r'\bid="([^"]+)"', html)
        assert len(every) == len(set(every)), f"{path} gives one id twice"


def test_every_page_is_in_vietnamese_says_where_it_is_and_offers_help(client, town):
    for path in OPEN_PAGES:
        html = client.get(path).content.decode()
        assert '<html lang="vi"' in html
        assert len(re.findall(r"<h1\b", html)) == 1, path
        assert 'href="tel:' in html and "Đến nội dung chính" in html


def test_the_words_are_warm_and_never_say_just_invalid():
    for template in TEMPLATES.rglob("*.html"):
        said = re.findall(
            r"""translate "([^"]*)"|translate '([^']*)'|blocktranslate.*?%}(.*?){%""", template.read_text()
        )
        text = " ".join("".join(words) for words in said)
        for unwanted in ("không hợp lệ", "Ông/Bà", "TTHC", "click", "Submit", "vui lòng", "quý khách", "hệ thống lỗi"):
            assert unwanted.lower() not in text.lower(), f"{template.name}: {unwanted}"


def test_all_text_of_the_templates_goes_through_translation():
    letters = re.compile(r"[à-ỹÀ-ỸđĐ]")
    for template in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template.read_text(), flags=re.S)
        text = re.sub(r"{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
        assert not letters.search(text), f"{template.name}: {letters.search(text)} is outside translation"


def test_pages_answer_in_english_too(client, town):
    client.cookies["ngon_ngu"] = "en"

    for path in [*OPEN_PAGES, f"/thu-tuc/{town.code}/lap-dien-ke-moi/", f"/nop/{town.code}/"]:
        answer = client.get(path)
        assert answer.status_code == 200 and b'<html lang="en"' in answer.content


def test_only_forms_of_the_portal_take_posts(client, town):
    """A stranger posts to every address: nothing but the pages with forms takes it."""
    takes = []
    values = {"code": "1810420768", "token": "7K3M9Q", "slug": "x", "key": "trung-tam", "step": "nguoi-nop"}
    values |= dict.fromkeys(("draft_id", "pk"), "01a20e3c-333e-7b4e-a394-0fe8c085ebb1")
    for pattern in _patterns():
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], pattern)
        if client.post(path).status_code not in (404, 405):
            takes.append(pattern)
    assert takes == []


def _patterns() -> list[str]:
    ours = [each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "portal"]
    return [str(route.pattern) for resolver in ours for route in resolver.url_patterns]

"""What the reader chooses once stays chosen; what somebody else's link says does not lead away."""

import pytest
from django.test import Client

AWAY = ["https://example.org/", "//example.org/", "https:example.org", "javascript:alert(1)", "", "\\\\example.org"]


def test_vietnamese_is_spoken_even_to_an_english_browser() -> None:
    answer = Client(headers={"accept-language": "en-US,en;q=0.9"}).get("/khong-co-trang-nay/")

    assert answer.headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in answer.text


def test_the_chosen_language_is_remembered() -> None:
    client = Client()

    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/thu-tuc/?q=a"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/thu-tuc/?q=a")
    assert '<html lang="en"' in client.get("/khong-co-trang-nay/").text


def test_a_language_we_do_not_speak_is_not_remembered() -> None:
    answer = Client().post("/ngon-ngu/", {"language": "tlh", "next": "/"})

    assert not answer.cookies


def test_the_language_is_not_changed_by_a_link() -> None:
    assert Client().get("/ngon-ngu/?language=en").status_code == 405


@pytest.mark.parametrize("address", AWAY)
def test_no_choice_leads_away_from_this_site(address: str) -> None:
    client = Client()

    assert client.post("/ngon-ngu/", {"language": "vi", "next": address}).headers["Location"] == "/"
    assert client.get("/co-chu/", {"co": "lon", "ve": address}).headers["Location"] == "/"


def test_letters_grow_on_every_page_without_a_script() -> None:
    client = Client()

    client.get("/co-chu/", {"co": "rat-lon", "ve": "/"})

    assert 'class="co-rat-lon"' in client.get("/khong-co-trang-nay/").text


def test_a_size_we_do_not_have_changes_nothing() -> None:
    client = Client()
    client.cookies["co_chu"] = '"><script>'

    assert 'class="co-' not in client.get("/khong-co-trang-nay/").text
    assert not client.get("/co-chu/", {"co": "khong-lo", "ve": "/"}).cookies

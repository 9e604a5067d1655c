"""Every part of the design room on one page, in each chrome and at both sizes: axe finds nothing, nothing runs over."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from playwright.sync_api import Page

from motcua.design.statuses import STATUSES, TERMS
from motcua.lib.clock import VIETNAM
from tests.design.conftest import Show

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
SIZES = [(1366, 768), (390, 844)]
HERE = Path(__file__).parent
PARTS = (HERE / "every_part.html").read_text("utf-8")
STAFF = (HERE / "every_staff_part.html").read_text("utf-8")
MAIN = f'<main id="noi-dung" class="wide">{PARTS}{STAFF}</main>'
CHROMES = {
    "public": ("design/public.html", f'<div class="wrap plain">{PARTS}</div>'),
    "staff": ("design/staff.html", MAIN),
    "side": ("design/staff_sidebar.html", MAIN),
}
PAGES = {
    name: f'{{% extends "{base}" %}}{{% block title %}}Mẫu{{% endblock %}}'
    f"{{% block content %}}{content}{{% endblock %}}"
    for name, (base, content) in CHROMES.items()
}


class Filing(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    year = forms.IntegerField(label="Năm sinh")
    kind = forms.ChoiceField(label="Là", choices=[("1", "Cá nhân"), ("2", "Tổ chức")], widget=forms.RadioSelect)
    how = forms.ChoiceField(label="Nhận", choices=[("1", "Tại quầy"), ("2", "Bưu điện")], widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(
        label="Mang theo", choices=[("1", "Sổ hộ khẩu")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="Tôi cam đoan")
    place = forms.ChoiceField(label="Xã", choices=[("1", "Tạ An Khương")])


def everything() -> dict[str, Any]:
    at = datetime(2018, 10, 22, 7, 55, tzinfo=VIETNAM)
    steps = [
        {"state": "dn", "name": "Tiếp nhận", "note": "18/10", "who": "Quầy 7", "time": "18/10"},
        {"state": "wait", "name": "Khảo sát", "note": "Chờ bổ sung", "who": "Anh Toản", "time": "11:45"},
        {"state": "late", "icon": "lightning-fill", "name": "Treo điện kế", "note": "trễ", "who": "Đội", "time": "–"},
        {"state": "cu", "icon": "lightning-fill", "name": "Ký duyệt", "note": "Đang làm", "who": "Sở", "time": "4 giờ"},
        {"state": "fu", "name": "Trả kết quả", "note": "hẹn 23/10", "who": "Trung tâm", "time": "23/10"},
    ]
    return {
        "form": Filing({"year": "56x"}),
        "trail": [{"label": "Trang chủ", "url": "/"}, {"label": "Tra cứu"}],
        "statuses": sorted(STATUSES),
        "terms": sorted(TERMS),
        "steps": steps,
        "events": [{"at": at, "title": "Xuất kho điện kế", "detail": "Đội quản lý", "url": "/x", "link": "Xem",
                    "tone": tone} for tone in ("now1", "late", "wait", "")],
        "rows": [{"name": "Trung tâm", "count": 17383, "value": 99.09, "label": "Họ và tên", "url": "/sua"},
                 {"name": "6 huyện", "count": None, "value": None, "label": "Ghi chú"}],
        "tasks": [{"name": "Người nộp", "url": "/x", "done": True}, {"name": "Giấy tờ", "url": "/y", "hint": "3 giấy"}],
        "head": [{"label": "Đơn vị"}, {"label": "Quá hạn", "right": True}],
        "days": [{"name": "T3", "date": "23/10", "risk": 9, "todo": 18, "done": 19, "marked": True, "url": "/x"}],
        "spark": [92, 91, 90],
        "doors": [{"name": "U Minh", "alert": 2,
                   "doors": [{"level": level, "label": f"Xã {level}"} for level in range(4)]}],
        "kpis": [{"tone": "late", "icon": "warning-octagon-fill", "value": "12", "label": "đang quá hạn",
                  "note": "4 đơn vị"}],
        "paper": {"issuer": "TRUNG TÂM", "track_url": "http://x/t/1810422057", "quick_code": "1810422057"},
        "desk": {"name": "Quầy 7", "place": "Trung tâm", "role": "Cán bộ một cửa"},
        "nav": [{"label": "Tiếp nhận", "url": "/lam-viec/thu/", "icon": "tray", "count": 4, "hot": True},
                {"label": "Hộ tịch", "url": "/x", "icon": "folder-simple", "count": 0, "group": "Lĩnh vực"}],
        "search_url": "/lam-viec/tim/",
        "shortcuts": [{"keys": ["F2"], "label": "Gọi số"}],
    }  # fmt: skip


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("chrome", PAGES)
def test_every_part_is_accessible_and_nothing_runs_over(
    show: Show, chrome: str, width: int, height: int, tmp_path: Path
) -> None:
    page = show(PAGES[chrome], width=width, height=height, **everything())
    page.screenshot(path=tmp_path / f"{chrome}-{width}.png", full_page=True)

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dialog", ["F1", "Control+k"])
def test_the_dialogs_are_accessible(show: Show, dialog: str) -> None:
    page = show(PAGES["staff"], **everything())
    page.keyboard.press(dialog)

    assert_accessible(page)


def test_the_menu_of_a_telephone_opens_without_a_script(show: Show) -> None:
    page = show(PAGES["public"], width=390, height=844, **everything())
    page.locator("summary", has_text="Mục lục").click()

    assert page.get_by_role("navigation", name="Mục lục").is_visible()
    assert_accessible(page)


def test_text_twice_as_large_and_a_narrow_screen_still_show_everything(show: Show) -> None:
    page = show(PAGES["public"], width=320, height=640, **everything())
    page.evaluate("document.documentElement.classList.add('co-rat-lon')")

    over = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, .offi *')]
          .filter((box) => box.getBoundingClientRect().right > 321)
          .filter((box) => !box.closest('.an, .scroll-x, details:not([open])'))
          .map((box) => box.outerHTML.slice(0, 100))"""
    )
    assert over == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_headings_do_not_clip_stacked_diacritics(show: Show) -> None:
    """The ink of Ắ and Ộ together is 1.43 em high: a line box under 1.45 must not hide what stands out of it."""
    page = show(PAGES["staff"], **everything())

    clipped = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, h4, b, .tag, .btn, .b, .cta, td, th, dd, label')]
          .filter((box) => {
          const look = getComputedStyle(box);
          const lines = parseFloat(look.lineHeight) / parseFloat(look.fontSize);
          return look.overflowY !== 'visible' && lines < 1.45 && !box.classList.contains('an');
        }).map((box) => box.outerHTML.slice(0, 120))"""
    )

    assert clipped == []

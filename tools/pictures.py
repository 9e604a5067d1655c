#!/usr/bin/env python3
"""Take the pictures of the README from a running demonstration: docs/pictures/*.png.

    ./motcua demo --fresh           # in one terminal
    .venv/bin/python tools/pictures.py [NAME…]

Needs Debian's chromium. It works as the people do: it receives a dossier at a counter and takes it over at the agency,
so take pictures of a demonstration that may be thrown away. Look at every picture before you commit it.
"""

import argparse
import io
import json
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
DESK, PHONE = (1366, 768), (390, 844)
LARGEST = 150_000  # bytes
KNOWN_CITIZEN = "381000123"  # invented, like everybody in the demonstration
PROCEDURE = "DL.000001"  # a new electricity meter: what people come for most


class Province:
    """The running demonstration: its pages through a browser, its API through anybody's token."""

    def __init__(self, browser: Browser, address: str, accounts: list[dict[str, str]]) -> None:
        self.browser, self.address, self.accounts = browser, address, accounts
        self._received = ""

    def page(self, size: tuple[int, int], *, username: str = "") -> Page:
        """Open a tab of this size, signed in as this officer."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=1,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if username:
            page.goto("/tai-khoan/login/")
            page.fill("[name=login]", username)
            page.fill("[name=password]", self.account(username)["password"])
            page.keyboard.press("Enter")
            page.wait_for_url("**/lam-viec/**")
        return page

    def account(self, username: str) -> dict[str, str]:
        return next(account for account in self.accounts if account["username"] == username)

    def of_role(self, role: str, agency: str) -> dict[str, str]:
        return next(a for a in self.accounts if (a["role"], a["agency"]) == (role, agency))

    def call(self, path: str, token: str, body: Any = None) -> Any:
        """Call the API; with a body, POST."""
        request = urllib.request.Request(  # noqa: S310 - the address is our own demonstration's
            f"{self.address}/api/v1/{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)

    def running(self) -> list[dict[str, Any]]:
        """Return the dossiers of the province that are being worked on, newest first."""
        token = next(account["token"] for account in self.accounts if account["role"] == "centre")
        rows: list[dict[str, Any]] = []
        after = ""
        while True:
            answer = self.call(f"dossiers?status=in_progress&limit=100{after}", token)
            rows += answer["items"]
            if not answer["next"]:
                return rows
            after = f"&cursor={answer['next']}"

    def busiest(self, *, role: str, step: str) -> str:
        """Return the user name of whoever in this role has the most running dossiers at this step."""
        here = [row for row in self.running() if row["step"] == step]
        desks = Counter(row["officer"] if role == "specialist" else row["holder_name"] for row in here)
        for who, _many in desks.most_common():
            for account in self.accounts:
                if account["role"] == role and who in (account["full_name"], account["agency"]):
                    return account["username"]
        raise LookupError(f"no {role} has anything to do at “{step}”")

    def receive(self, page: Page) -> None:
        """Lay a known citizen's request on the desk of counter 7, up to the button."""
        page.goto("/lam-viec/quay/tiep-nhan/")
        page.wait_for_load_state("networkidle")
        page.keyboard.type(KNOWN_CITIZEN)
        page.keyboard.press("Enter")
        page.wait_for_selector("#nguoi .person")
        quick = page.locator(f"[data-key^=Alt][value='{PROCEDURE}']")
        page.keyboard.press((quick.get_attribute("data-key") or "").replace("Digit", ""))
        page.wait_for_selector("[data-paper]:focus")
        for _paper in range(page.locator("[data-paper]").count()):
            if page.locator("[data-primary][value=receive]").count():
                break
            page.keyboard.press("Space")
            page.wait_for_timeout(1000)  # what changed is asked a quarter of a second later, and answered
        page.wait_for_selector("[data-primary][value=receive]")

    def received(self) -> str:
        """Return the code of a dossier that was received at counter 7 and is under way at the power company."""
        if not self._received:
            page = self.page(DESK, username="hanh.quay7")
            self.receive(page)
            page.keyboard.press("Control+Enter")
            page.wait_for_selector("[data-received]")
            self._received = page.url.rstrip("/").rsplit("/", 1)[-1]
            row = self.call(f"dossiers/{self._received}", self.account("hanh.quay7")["token"])
            holder = self.of_role("specialist", row["holder_name"])
            self.call(f"dossiers/{self._received}/actions/take-over", holder["token"], {})
            page.context.close()
        return self._received


def home(province: Province) -> Image.Image:
    page = province.page(DESK)
    page.goto("/")
    return shot(page)


def counter(province: Province) -> Image.Image:
    page = province.page(DESK, username="hanh.quay7")
    province.receive(page)
    return shot(page)


def receipt(province: Province) -> Image.Image:
    token = province.account("hanh.quay7")["token"]
    request = urllib.request.Request(  # noqa: S310
        f"{province.address}/api/v1/dossiers/{province.received()}/receipt.pdf",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        pdf = pypdfium2.PdfDocument(answer.read())
    return pdf[0].render(scale=1.6).to_pil()


def tracking(province: Province) -> Image.Image:
    row = province.call(f"dossiers/{province.received()}", province.account("hanh.quay7")["token"])
    page = province.page(PHONE)
    page.goto(row["tracking_url"])
    return shot(page)


def workbench(province: Province) -> Image.Image:
    """The bench with a dossier open that can be put before the leader."""
    page = province.page(DESK, username=province.busiest(role="specialist", step="Giải quyết"))
    page.goto("/lam-viec/ho-so/")
    for row in page.locator("[data-row]").all():
        row.click()
        page.wait_for_load_state("networkidle")
        if page.locator("#trinh-ky").count():
            break
    page.mouse.move(0, 0)
    return shot(page)


def signing(province: Province) -> Image.Image:
    page = province.page(DESK, username=province.busiest(role="leader", step="Phê duyệt"))
    page.goto("/lam-viec/ky/")
    return shot(page)


def oversight(province: Province) -> Image.Image:
    page = province.page(DESK, username="diem.giamsat")
    page.goto("/lam-viec/giam-sat/")
    return shot(page)


def api(province: Province) -> Image.Image:
    page = province.page(DESK)
    page.goto("/api/v1/docs")
    return shot(page)


SUBJECTS: dict[str, Callable[[Province], Image.Image]] = {
    take.__name__: take for take in (home, counter, receipt, tracking, workbench, signing, oversight, api)
}


def shot(page: Page) -> Image.Image:
    """Take what the screen shows once nothing moves any more."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot(animations="disabled", caret="hide")
    page.context.close()
    return Image.open(io.BytesIO(taken))


def save(name: str, picture: Image.Image) -> str:
    """Write the picture with as many colours as its size allows; return what was written."""
    for colours in (256, 128, 64):
        small = reduced(picture.convert("RGB"), colours)
        buffer = io.BytesIO()
        small.save(buffer, "PNG", optimize=True)
        if buffer.tell() <= LARGEST:
            break
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(buffer.getvalue())
    return f"{name}.png  {small.width}×{small.height}, {colours} colours, {buffer.tell() // 1000} kB"


def reduced(picture: Image.Image, colours: int) -> Image.Image:
    """Keep so many colours: most for the frequent ones, so that skies stay smooth; some for rare ones: the flag."""
    rare = colours // 8
    smooth = picture.quantize(colours - rare, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    off = ImageChops.difference(picture, smooth.convert("RGB")).convert("L").point(lambda by: 255 if by > 8 else 0)
    missed = Image.composite(picture, Image.new("RGB", picture.size), off)
    seldom = missed.quantize(rare, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(smooth.getpalette() or [])[: 3 * (colours - rare)], *(seldom.getpalette() or [])[: 3 * rare]])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures of the README from a running demonstration.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUBJECTS))
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--accounts", type=Path, default=ROOT / "var" / "demo" / "accounts.json")
    options = parser.parse_args()
    if unknown := set(options.names) - set(SUBJECTS):
        parser.error(f"there is no picture called {', '.join(sorted(unknown))}")
    accounts = json.loads(options.accounts.read_text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        province = Province(browser, options.address.rstrip("/"), accounts)
        for name in options.names or SUBJECTS:
            print(save(name, SUBJECTS[name](province)), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

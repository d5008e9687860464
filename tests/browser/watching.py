"""What a page must never do, watched while a test uses it, and how a page is looked over."""

from dataclasses import dataclass, field
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Response

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_SIDEWAYS = """() => [document.documentElement, document.body,
  ...document.querySelectorAll('[data-testid=stMain]')]
  .map(one => one.scrollWidth - one.clientWidth)"""
_HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"""

_SMALL = """() => [...document.querySelectorAll(
    'a[href], button, summary, select, textarea, input:not([type=hidden])')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > 0)
  .map(one => [one, Math.min(...[...one.getClientRects()].map(r => r.height)),
    one.getBoundingClientRect().width])
  .filter(([one, high, wide]) => high < 24 || wide < 24)
  .map(([one, high, wide]) => `${one.outerHTML.slice(0, 160)} ${wide} x ${high}`)"""
_TALL = 44
_BANNER = """() => { const one = document.querySelector('.banner');
  scrollTo(0, document.documentElement.scrollHeight);
  return one.getBoundingClientRect().top; }"""


@dataclass
class Watch:
    """Everything wrong that the browser said: errors, refused content, answers from 500 on."""

    said: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _expected(message.text):
            self.said.append(f"console: {message.text}")

    def _error(self, error: Error) -> None:
        self.said.append(f"script: {error.message}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.said.append(f"{response.status}: {response.url}")


def _expected(text: str) -> bool:
    """A refusal that a test asked for is logged by Chromium as a failed resource, and by htmx."""
    return "the server responded with a status of 4" in text or "Status Error Code 4" in text


def assert_accessible(page: Page) -> None:
    """Fail with every WCAG 2.2 AA violation that axe finds, and on a heading out of order."""
    # Without preloading: axe would write what a style sheet imports into the page, against its CSP.
    found = Axe().run(page, options={"runOnly": WCAG, "preload": False}).response
    assert found["passes"], "axe looked at nothing"
    wrong = [
        f"{one['id']}: {node['html'][:300]}" for one in found["violations"] for node in one["nodes"]
    ]
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)
    levels = page.evaluate(_HEADINGS)
    steps = [after - before for before, after in pairwise(levels)]
    assert levels and levels.count(1) == 1, f"{page.url}: headings {levels}"
    assert max(steps, default=0) <= 1, f"{page.url}: headings {levels}"


def assert_fits(page: Page) -> None:
    """Fail when the page has to be scrolled sideways."""
    assert max(page.evaluate(_SIDEWAYS)) <= 0, f"{page.url} is wider than the window"


def assert_big_enough(page: Page) -> None:
    """Fail when something to press is smaller than 24 px either way (WCAG 2.2, 2.5.8)."""
    small = page.evaluate(_SMALL)
    assert not small, f"{page.url}\n" + "\n".join(small)


def assert_easy_to_press(page: Page) -> None:
    """Fail when something to press is too small: 24 px, and 44 for the emergency number."""
    assert_big_enough(page)
    number = page.locator(".foot a[href^='tel:']").bounding_box()
    assert number and min(number["width"], number["height"]) >= _TALL, f"{page.url}: {number}"


def assert_banner_stays(page: Page) -> None:
    """Fail when the patient's banner is not at the top of a page that is scrolled to its end."""
    top = page.evaluate(_BANNER)
    assert top == 0, f"{page.url}: the banner is at {top}"
    page.evaluate("scrollTo(0, 0)")

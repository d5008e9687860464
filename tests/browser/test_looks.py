"""Every page and screen, on a phone and on a desk: WCAG 2.2 AA by axe, headings in order, no
scrolling sideways, and a picture of each for people to look at (in pytest's temporary directory).
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account, Product
from tests.browser.watching import assert_accessible, assert_fits

SIZES = [pytest.param(PHONE, id="390"), pytest.param(DESK, id="1280")]
Size = dict[str, int]


class Look:
    """Looks over the page as it is now."""

    def __init__(self, page: Page, directory: Path) -> None:
        self._page = page
        self._directory = directory

    def at(self, name: str) -> None:
        """Check the page and keep its picture."""
        self._page.wait_for_load_state("networkidle")
        if "/portal/" in self._page.url:
            answering.settled(self._page)
        self._page.wait_for_timeout(500)
        self._page.screenshot(path=self._directory / f"{name}.png", full_page=True)
        assert_accessible(self._page)
        assert_fits(self._page)


@pytest.mark.parametrize("size", SIZES)
def test_pages_outside(open_browser: Open, tmp_path: Path, size: Size) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    for path in ("/", "/sign-in", "/register", "/register/doctor", "/assess/", "/nowhere"):
        page.goto(path)
        look.at(path.strip("/").replace("/", "-") or "start")
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    look.at("sign-in-problems")
    visits.open_portal(page)
    look.at("portal-outside")


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_a_patient(open_browser: Open, tmp_path: Path, asha: Account, size: Size) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, asha)
    for path in ("/home", "/account"):
        page.goto(path)
        look.at(path.strip("/"))
    assessment = visits.begin(page)
    look.at("question")
    answering.interview_on_pages(page, answering.Person())
    for part in ("check", "result"):
        page.goto(f"/assess/{assessment}/{part}")
        look.at(part)
    page.goto(f"/print/assessments/{assessment}")
    look.at("print")


@pytest.mark.parametrize("size", SIZES)
def test_portal_of_a_patient(open_browser: Open, tmp_path: Path, asha: Account, size: Size) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, asha)
    visits.open_portal(page)
    look.at("home")
    page.get_by_role("link", name="Start a new assessment").click()
    expect(page.get_by_label("In your own words")).to_be_visible()
    look.at("new")
    page.get_by_label("In your own words").fill(visits.COMPLAINT)
    page.get_by_role("button", name="Start").click()
    kinds: set[str] = set()

    def once_a_kind(question: str) -> None:
        kind = str(
            page.locator(".st-key-answers input").first.get_attribute("type", timeout=1000)
            if page.locator(".st-key-answers input").count()
            else "buttons"
        )
        if kind not in kinds:
            kinds.add(kind)
            look.at(f"chat-{kind}")

    answering.interview_in_chat(page, answering.Person(), after=once_a_kind)
    assert {"buttons", "checkbox"} <= kinds
    look.at("chat-finished")
    page.get_by_role("link", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look.at("check")
    page.get_by_role("link", name="What to do now").click()
    expect(page.get_by_role("heading", name="What to do", exact=True)).to_be_visible()
    look.at("result")


@pytest.mark.parametrize("size", SIZES)
def test_a_doctors_pages_and_portal(
    open_browser: Open, tmp_path: Path, bello: Account, size: Size
) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, bello)
    page.goto("/worklist")
    look.at("worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    look.at("chart")
    visits.open_portal(page)
    expect(
        page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
    ).to_have_count(4)
    look.at("portal-dashboard")
    visits.open_portal(page, "?screen=worklist")
    look.at("portal-moved")


def test_the_portal_of_an_emergency(open_browser: Open, tmp_path: Path, asha: Account) -> None:
    page = open_browser(size=PHONE)
    visits.sign_in(page, asha)
    assessment = visits.begin(page, "crushing chest pain for an hour, sweating")
    visits.open_portal(page, f"?screen=chat&assessment={assessment}")
    happening = {
        "happening right now": "Struggling to breathe, or too breathless to speak normally"
    }
    answering.interview_in_chat(page, answering.Person(special=happening))
    Look(page, tmp_path).at("emergency")


@pytest.mark.parametrize("size", SIZES)
def test_the_administration(open_browser: Open, tmp_path: Path, dana: Account, size: Size) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, dana)
    visits.open_portal(page)
    look.at("portal-administration")


@pytest.mark.parametrize("size", SIZES)
def test_an_assessment_that_does_not_open(
    open_browser: Open, tmp_path: Path, bello: Account, product: Product, size: Size
) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    assessment = page.url.rstrip("/").rpartition("/")[2].partition("?")[0]
    with product.damaged(assessment):
        page.goto(f"/worklist/{assessment}")
        expect(page.get_by_text("could not be opened").first).to_be_visible()
        look.at("unread")
        page.goto("/worklist")
        look.at("unread-in-the-list")


@pytest.mark.parametrize("size", SIZES)
def test_the_diary(open_browser: Open, tmp_path: Path, bello: Account, size: Size) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, bello)
    page.goto("/appointments/?days=7&whose=all")
    look.at("diary")
    page.get_by_role("table").get_by_role("link").first.click()
    look.at("appointment")
    one = page.url
    for form in ("move", "cancel"):
        page.goto(f"{one}/{form}")
        look.at(f"appointment-{form}")
    page.goto("/appointments/waiting")
    look.at("waiting")
    page.goto("/schedule")
    look.at("schedule")
    page.get_by_role("button", name="Add these hours").click()
    look.at("schedule-problems")
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="Book a follow-up").click()
    look.at("proposed")


@pytest.mark.parametrize("size", SIZES)
def test_a_patients_appointments(
    open_browser: Open, tmp_path: Path, asha: Account, size: Size
) -> None:
    page = open_browser(size=size)
    look = Look(page, tmp_path)
    visits.sign_in(page, asha)
    for path in ("/home/appointments", "/home/appointments/book", "/home/appointments/wait"):
        page.goto(path)
        look.at(path.strip("/").replace("/", "-"))

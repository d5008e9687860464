"""Leaving a private question quickly: nothing of it is left on the screen or one step back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.watching import assert_accessible, assert_fits

SAD = "I feel sad and cry every day"
PRIVATE = "When things are hard"
LINK = "Leave this page quickly"
GONE = "Kitchen measures"
PERSON = answering.Person()
Size = dict[str, int]


def to_the_private_page(page: Page) -> str:
    """Answer on the plain pages up to the private question; return its address."""
    visits.begin(page, SAD)
    for _ in range(10):
        if page.get_by_text(PRIVATE).count():
            return page.url
        answering._fill(page.locator("form.question"), answering._question_on(page), PERSON)
        page.locator("form.question").get_by_role("button", name="Continue").click()
        expect(page.locator("main")).to_be_visible()
    raise AssertionError("nothing private was asked")


def shows_nothing_until_one_goes_on(page: Page) -> None:
    expect(page.get_by_role("heading", name="Go on?")).to_be_visible()
    expect(page.get_by_text(PRIVATE)).to_have_count(0)


def test_on_the_pages_without_javascript(open_browser: Open) -> None:
    page = open_browser(javascript=False, size=PHONE)
    to_the_private_page(page)
    way_out = page.get_by_role("link", name=LINK)
    expect(way_out).to_be_in_viewport(ratio=1)
    way_out.click()
    expect(page).to_have_title(GONE)
    page.go_back()
    shows_nothing_until_one_goes_on(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(PRIVATE)).to_be_visible()


def test_with_javascript_its_place_in_the_history_is_taken(open_browser: Open) -> None:
    page = open_browser()
    private = to_the_private_page(page)
    steps = page.evaluate("history.length")
    page.get_by_role("link", name=LINK).click()
    expect(page).to_have_title(GONE)
    assert page.evaluate("history.length") == steps
    page.goto(private)
    shows_nothing_until_one_goes_on(page)


def test_in_the_chat(open_browser: Open) -> None:
    page = open_browser()
    address = to_the_private_page(page)
    identity = visits.id_in(address)
    visits.open_portal(page, f"?screen=chat&assessment={identity}")
    expect(page.get_by_role("heading", name=PRIVATE)).to_be_visible()
    answering.settled(page)
    page.get_by_role("link", name=LINK).click()
    expect(page).to_have_title(GONE)
    page.goto(f"/portal/?screen=chat&assessment={identity}")
    shows_nothing_until_one_goes_on(page)
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name=PRIVATE)).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_page_of_it_can_be_used_by_everybody(open_browser: Open, size: Size) -> None:
    page = open_browser(size=size)
    identity = visits.id_in(to_the_private_page(page))
    looks_well(page)
    visits.open_portal(page, f"?screen=chat&assessment={identity}")
    expect(page.get_by_role("link", name=LINK)).to_be_visible()
    answering.settled(page)
    looks_well(page)
    for path in ("/leave", f"/assess/{identity}", f"/portal/?screen=chat&assessment={identity}"):
        page.goto(path)
        if path.startswith("/portal"):
            shows_nothing_until_one_goes_on(page)
            answering.settled(page)
        looks_well(page)


def looks_well(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)

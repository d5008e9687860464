"""An emergency: it interrupts, stays in sight with a number to call, and can still be sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import PHONE, Open

CRUSHING = "crushing chest pain for an hour, going into my left arm, sweating"
THREAT = answering.Person(
    special={"happening right now": "Struggling to breathe, or too breathless to speak normally"}
)


def assert_in_sight(page: Page) -> None:
    """The banner can be called from, at the top and still after scrolling to the end."""
    call = page.get_by_role("link", name="Call 112").first
    expect(call).to_have_attribute("href", "tel:112")
    expect(call).to_be_in_viewport(ratio=1)
    page.mouse.move(180, 500)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(400)
    expect(call).to_be_in_viewport(ratio=1)


@pytest.mark.short
def test_on_the_pages_without_javascript(open_browser: Open) -> None:
    page = open_browser(javascript=False, size=PHONE)
    assessment = visits.begin(page, CRUSHING)
    answering.interview_on_pages(page, THREAT)
    expect(page.get_by_role("alert")).to_contain_text("emergency")
    call = page.get_by_role("alert").get_by_role("link", name="Call 112")
    expect(call).to_have_attribute("href", "tel:112")
    expect(call).to_be_in_viewport(ratio=1)
    page.goto(f"/assess/{assessment}/check")
    expect(page.get_by_role("link", name="Register to send it")).to_be_visible()


def test_in_the_chat_and_it_can_still_be_sent(open_browser: Open) -> None:
    page = open_browser(size=PHONE)
    page.goto("/register")
    visits.register(page, "Otto Brandt")
    visits.open_portal(page, "?screen=new")
    page.get_by_label("In your own words").fill(CRUSHING)
    page.get_by_role("button", name="Start").click()
    answering.interview_in_chat(page, THREAT)
    expect(page.get_by_role("alert")).to_contain_text("This may be an emergency")
    expect(page.get_by_role("heading", name="Get help first")).to_be_focused()
    assert_in_sight(page)
    page.get_by_role("link", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert_in_sight(page)
    answering.settled(page)
    page.get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_text("Not reviewed yet")).to_be_visible()
    assert_in_sight(page)

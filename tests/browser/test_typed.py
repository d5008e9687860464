"""A session that ends while somebody types, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.visits import sign_in
from tests.browser.watching import assert_accessible, assert_fits


def lose_session(page: Page) -> None:
    page.context.clear_cookies(name="sid")


def sign_in_here(page: Page, account: Account) -> None:
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password", exact=True).fill(account.password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_text_is_there_after_signing_in_again(
    open_browser: Open, asha: Account, javascript: bool, size: dict[str, int]
) -> None:
    page = open_browser(javascript=javascript, size=size)
    sign_in(page, asha)
    page.goto("/assess/")
    page.get_by_label("What is wrong?").fill("My knee hurts\nsince yesterday")
    lose_session(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("kept in this page")
    if javascript:
        assert_accessible(page)
    sign_in_here(page, asha)
    expect(page.locator("#notices")).to_contain_text("You are signed in again")
    expect(page.get_by_label("What is wrong?")).to_have_value("My knee hurts\nsince yesterday")
    assert page.url.endswith("/sign-in"), "what was typed stands in an address"
    if javascript:
        assert_accessible(page)
        assert_fits(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".progress")).to_contain_text("Question 1")


def test_a_form_that_is_fetched_asks_to_sign_in_too(open_browser: Open, bello: Account) -> None:
    """As htmx would send a form of work: here that of beginning an encounter."""
    page = open_browser()
    sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Begin an encounter")).to_be_visible()
    chart = page.url
    page.evaluate("""() => {
      const form = document.querySelector("main form[action$='/encounter']");
      form.setAttribute("hx-post", form.getAttribute("action"));
      form.insertAdjacentHTML("beforeend", "<textarea name='note'></textarea>");
      htmx.process(form);
    }""")
    page.locator("textarea[name=note]").fill("seen by me")
    lose_session(page)
    page.get_by_role("button", name="Begin an encounter").click()
    expect(page.locator("h1")).to_have_text("Sign in to go on")
    sign_in_here(page, bello)
    expect(page.locator(".written")).to_have_text("seen by me")
    page.goto(chart)
    expect(page.get_by_role("button", name="Begin an encounter")).to_be_visible()

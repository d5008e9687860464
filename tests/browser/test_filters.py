"""The worklist's filters in a real browser: only the list changes, and back leads back."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Account
from tests.browser.visits import sign_in
from tests.browser.watching import assert_accessible


def test_a_filter_swaps_the_list_and_back_brings_it_back(
    open_browser: Open, bello: Account
) -> None:
    page = open_browser()
    sign_in(page, bello)
    page.goto("/worklist?state=open")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Show").select_option("reviewed")
    expect(page.locator("#said")).to_contain_text("here")
    expect(page).to_have_url(re.compile("state=reviewed"))
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    stored = page.evaluate("Object.keys({...localStorage, ...sessionStorage})")
    assert set(stored) <= {"htmx-current-path-for-history"}, "a page of patients was kept"
    assert_accessible(page)
    page.go_back()
    expect(page.locator("#said")).to_contain_text("waiting to be reviewed")
    expect(page.get_by_label("Show")).to_have_value("open")


def test_the_filters_work_without_javascript(open_browser: Open, bello: Account) -> None:
    page = open_browser(javascript=False)
    sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_label("Show").select_option("reviewed")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#said")).to_contain_text("here")


def test_a_list_that_renews_itself_keeps_focus_and_scroll(
    open_browser: Open, bello: Account
) -> None:
    page = open_browser()
    sign_in(page, bello)
    page.goto("/worklist?state=open")
    last = page.locator("td a").last
    last.focus()
    where = page.evaluate("[document.activeElement.id, scrollY]")
    assert where[1] > 0
    with page.expect_response(lambda answer: "known=" in answer.url) as quiet:
        page.evaluate("htmx.trigger('#renewing', 'renew')")
    assert quiet.value.status == 204
    other = page.context.new_page()
    other.goto("/worklist?state=submitted")
    other.locator("td a").first.click()
    other.get_by_role("button", name="Take it").click()
    expect(other.get_by_text("You have taken this assessment.")).to_be_visible()
    page.evaluate("htmx.trigger('#renewing', 'renew')")
    expect(page.locator("#list")).to_contain_text("With you")
    assert page.evaluate("[document.activeElement.id, scrollY]") == where
    expect(page.locator("#heard")).to_be_empty()

"""Writing a note in a real browser: it saves itself, and no lost connection, ended session or
second tab takes a word of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.visits import sign_in
from tests.browser.watching import Watch, assert_accessible, assert_fits

UNREACHABLE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def offline(watch: Watch) -> Iterator[None]:
    """A test that takes the connection away: the browser says so, and that is as it should be."""
    yield
    watch.said[:] = [said for said in watch.said if UNREACHABLE not in said]


def begin(page: Page, template: str = "free") -> str:
    """Begin an encounter with the first patient and a note in it; return the note's page."""
    page.goto("/patients/")
    page.locator("main table a, main .list a").first.click()
    page.goto(f"{page.url}/encounters/new")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Template").select_option(template)
    page.get_by_role("button", name="Write a note", exact=True).click()
    expect(page.locator("h1")).to_have_text("Write a note")
    return page.url


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_contain_text("Saved at")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_word_to_the_lock(
    open_browser: Open, bello: Account, javascript: bool, size: dict[str, int]
) -> None:
    page = open_browser(javascript=javascript, size=size)
    sign_in(page, bello)
    begin(page, "soap")
    page.get_by_label("Subjective").fill("Worse at night.")
    page.get_by_label("Plan").fill("Rest.")
    if javascript:
        saved(page)
        assert_accessible(page)
        assert_fits(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Worse at night.")).to_be_visible()
    expect(page.get_by_text("The note is signed.")).to_be_visible()
    if javascript:
        assert_accessible(page)
        assert_fits(page)
    page.get_by_role("link", name="Lock it").click()
    page.get_by_role("button", name="Lock it").click()
    expect(page.get_by_text("Locked by")).to_be_visible()
    page.get_by_role("button", name="Amend").click()
    page.get_by_label("Text", exact=True).fill("It was the left ear.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It was the left ear.")).to_be_visible()
    expect(page.get_by_text("Worse at night.")).to_be_visible()


def test_it_saves_itself_and_is_there_on_another_device(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    path = begin(page)
    page.get_by_label("Text", exact=True).fill("First words.")
    saved(page)
    elsewhere = open_browser()
    sign_in(elsewhere, bello)
    elsewhere.goto(path)
    expect(elsewhere.get_by_label("Text", exact=True)).to_have_value("First words.")


def test_a_lost_connection_loses_nothing(open_browser: Open, bello: Account, offline: None) -> None:
    page = open_browser()
    sign_in(page, bello)
    path = begin(page)
    page.context.set_offline(True)
    page.get_by_label("Text", exact=True).fill("Written on a train.")
    expect(page.locator("#saving")).to_contain_text("Your text is still here")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Written on a train.")
    page.get_by_label("Text", exact=True).press_sequentially(" And after the tunnel.")
    page.context.set_offline(False)
    saved(page)
    page.wait_for_function("() => !sending && words() === saved")
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        "Written on a train. And after the tunnel."
    )
    assert page.url == path


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(
    open_browser: Open, bello: Account, offline: None
) -> None:
    page = open_browser()
    sign_in(page, bello)
    begin(page)
    page.route("**/api/patients/**", _answer_is_lost)
    page.get_by_label("Text", exact=True).fill("Saved, and nobody was told.")
    expect(page.locator("#saving")).to_contain_text("there is no answer")
    page.unroute("**/api/patients/**")
    page.get_by_label("Text", exact=True).press_sequentially(" More.")
    saved(page)
    page.wait_for_function("() => !sending && words() === saved")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Saved, and nobody was told. More.")).to_be_visible()


def test_an_ended_session_says_so_and_saves_once_somebody_is_back(
    open_browser: Open, bello: Account
) -> None:
    page = open_browser()
    sign_in(page, bello)
    path = begin(page)
    page.context.clear_cookies(name="sid")
    page.get_by_label("Text", exact=True).fill("Typed while signed out.")
    expect(page.locator("#saving")).to_contain_text("You are signed out")
    assert_accessible(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, bello)
    saved(page)
    opened.value.goto(path)
    expect(opened.value.get_by_label("Text", exact=True)).to_have_value("Typed while signed out.")
    page.get_by_role("button", name="Sign", exact=True).click()
    again = page.get_by_role("button", name="Send it now")
    expect(again.or_(page.get_by_text("The note is signed."))).to_be_visible()


def test_of_two_tabs_the_one_behind_shows_both_texts(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    path = begin(page)
    other = page.context.new_page()
    other.goto(path)
    page.get_by_label("Text", exact=True).fill("From the first tab.")
    saved(page)
    other.get_by_label("Text", exact=True).fill("From the second tab.")
    expect(other.locator("#saving")).to_contain_text("changed in another tab")
    other.get_by_role("button", name="Save the draft").click()
    expect(other.get_by_text("From the first tab.")).to_be_visible()
    expect(other.get_by_label("Text", exact=True)).to_have_value("From the second tab.")
    assert_accessible(other)
    assert_fits(other)
    other.get_by_label("Text", exact=True).fill("From both tabs.")
    other.get_by_role("button", name="Save what I wrote here").click()
    expect(other.get_by_label("Text", exact=True)).to_have_value("From both tabs.")


def _answer_is_lost(route: object) -> None:
    """Let the server do its work and drop what it answers."""
    route.fetch()  # type: ignore[attr-defined]
    route.abort("internetdisconnected")  # type: ignore[attr-defined]

"""One assessment in two ways of being interviewed, and what happens to it in between."""

from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import Open


def to_the_chat(page: Page) -> None:
    page.get_by_role("link", name="Go on in the chat").click()
    expect(page.locator("h1")).to_have_text("Your assessment")


def to_the_pages(page: Page) -> None:
    page.get_by_role("link", name="Go on with one question a page").click()
    expect(page.locator("form.question")).to_be_visible()


def answer_one_on_page(page: Page, answer: str) -> None:
    page.locator("form.question input[name=answer]").fill(answer)
    page.get_by_role("button", name="Continue").click()


def test_between_chat_and_pages_and_back(open_browser: Open) -> None:
    page = open_browser()
    visits.begin(page)
    answer_one_on_page(page, "34")
    to_the_chat(page)
    expect(page.get_by_text("34 years")).to_be_visible()
    first = answering.current(page).inner_text()
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Female", exact=True).click()
    expect(page.get_by_role("button", name="Change the answer to: Which sex")).to_be_visible()
    expect(page.get_by_role("heading", name=first)).to_have_count(0)
    second = answering.current(page).inner_text()
    to_the_pages(page)
    expect(page.get_by_role("group", name=second)).to_be_visible()


def test_an_answer_is_changed_and_taken_back_in_the_chat(open_browser: Open) -> None:
    page = open_browser()
    visits.begin(page)
    answer_one_on_page(page, "34")
    to_the_chat(page)
    page.get_by_text("Why we ask this").click()
    expect(page.locator(".st-key-card .stExpander .paper p")).to_be_visible()
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Female", exact=True).click()
    expect(page.get_by_role("button", name="Change the answer to: Which sex")).to_be_visible()
    page.get_by_role("button", name="Change the answer to: How old").click()
    field = page.get_by_label("Your answer")
    expect(field).to_be_visible()
    expect(answering.current(page)).to_be_focused()
    expect(field).to_have_value("34")
    field.fill("51")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("51 years")).to_be_visible()
    before = answering.current(page).inner_text()
    page.get_by_role("button", name="Back to the question before").click()
    expect(page.get_by_role("heading", name=before)).to_have_count(0)
    expect(page.get_by_role("button", name="Female", exact=True)).to_be_visible()


def test_a_wrong_number_is_said_and_nothing_is_lost(open_browser: Open) -> None:
    page = open_browser()
    assessment = visits.begin(page)
    visits.open_portal(page, f"?screen=chat&assessment={assessment}")
    question = answering.current(page).inner_text()
    page.get_by_label("Your answer").fill("very old")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("number")
    assert "very old" not in page.get_by_role("alert").inner_text()
    expect(answering.current(page)).to_have_text(question)


def test_the_chat_says_when_the_answer_was_given_elsewhere(open_browser: Open) -> None:
    page = open_browser()
    assessment = visits.begin(page)
    visits.open_portal(page, f"?screen=chat&assessment={assessment}")
    answering.current(page)
    elsewhere = page.context.new_page()
    elsewhere.goto(f"/assess/{assessment}")
    answer_one_on_page(elsewhere, "34")
    expect(elsewhere.locator("form.question")).to_be_visible()
    page.get_by_label("Your answer").fill("52")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("changed")
    expect(page.get_by_text("34 years")).to_be_visible()


def test_it_goes_on_after_the_browser_was_closed(open_browser: Open) -> None:
    page = open_browser()
    visits.begin(page)
    answer_one_on_page(page, "34")
    to_the_chat(page)
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Female", exact=True).click()
    expect(page.get_by_role("button", name="Change the answer to: Which sex")).to_be_visible()
    kept = page.context.cookies()
    page.context.close()

    again = open_browser()
    again.context.add_cookies(kept)
    visits.open_portal(again)
    again.get_by_role("link", name="Go on: I've had a pounding headache").click()
    expect(again.get_by_text("Female", exact=True)).to_be_visible()

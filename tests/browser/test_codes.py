"""Finding a code in a real browser: the list follows the typing, and needs no script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.visits import sign_in
from tests.browser.watching import assert_accessible

QUESTION = "Code, words, or what people call it"


def test_the_list_follows_the_typing(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    page.get_by_role("link", name="Codes").click()
    page.evaluate("window.sameDocument = true")
    page.get_by_label(QUESTION).press_sequentially("hart atack")
    first = page.get_by_role("radio").first
    expect(first).to_have_value("I21.9")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert page.url.endswith("/codes"), "what was typed is in the address"
    assert_accessible(page)
    first.check()
    page.get_by_role("button", name="Show the chosen code").click()
    expect(page.get_by_role("heading", name="I21.9: Acute myocardial")).to_be_visible()
    expect(page.get_by_label(QUESTION)).to_have_value("hart atack")
    assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_without_javascript(open_browser: Open, bello: Account, size: dict[str, int]) -> None:
    page = open_browser(javascript=False, size=size)
    sign_in(page, bello)
    page.goto("/codes")
    page.get_by_label(QUESTION).fill("broken wrist")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio").first).to_have_value("S52.509A")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Show the chosen code").click()
    expect(page.get_by_role("heading", name="S52.509A")).to_be_visible()

"""An impatient person in a real browser: two quick presses of one button."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Account, Product
from tests.browser.visits import COMPLAINT, PASSWORD


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_click_signs_in_once(
    open_browser: Open, product: Product, asha: Account, javascript: bool
) -> None:
    page = open_browser(javascript=javascript)
    before = len(product.events("account.sign_in"))
    page.goto("/sign-in")
    page.get_by_label("Email").fill(asha.email)
    page.get_by_label("Password", exact=True).fill(asha.password)
    page.get_by_role("button", name="Sign in").dblclick()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    done = [one for one in product.events("account.sign_in")[before:] if one["outcome"] == "done"]
    assert len(done) == 1


def test_a_double_click_registers_once(open_browser: Open, product: Product) -> None:
    page = open_browser()
    page.goto("/register")
    page.get_by_label("Name", exact=False).first.fill("Mira Holm")
    page.get_by_label("Birth date").fill("1992-03-14")
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Email").fill("twice@example.org")
    page.get_by_label("Phone").first.fill("+44 7700 900123")
    page.get_by_label("Clinic").select_option(index=1)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Register").dblclick()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert page.locator(".summary").count() == 0


def test_a_double_click_starts_one_assessment(open_browser: Open, product: Product) -> None:
    page = open_browser()
    before = len(product.events("assessment.start"))
    page.goto("/assess/")
    page.get_by_label("What is wrong?").fill(COMPLAINT)
    page.get_by_role("button", name="Continue").dblclick()
    expect(page.locator(".progress")).to_contain_text("Question 1")
    started = product.events("assessment.start")[before:]
    assert [one["outcome"] for one in started if one["outcome"] == "done"] == ["done"]

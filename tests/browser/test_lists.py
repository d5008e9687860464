"""A patient's lists in a real browser: added to in place, the code found while typing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.visits import sign_in
from tests.browser.watching import assert_accessible, assert_fits

QUESTION = "Code, words, or what people call it"
LISTS = ("allergies", "medicines", "problems", "diagnoses", "vitals")


def chart_of(page: Page, number: int) -> str:
    """Go to one of the doctor's patients; return the address of the chart."""
    page.goto("/patients/")
    page.locator("td a, li a").nth(number).click()
    expect(page.get_by_role("region", name="Patient")).to_be_visible()
    return page.url


def test_what_is_added_appears_without_leaving_the_page(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    chart = chart_of(page, 1)
    page.goto(f"{chart}/allergies")
    page.evaluate("window.sameDocument = true")
    for substance in ("Latex", "Wasp venom"):
        page.get_by_label("To what").fill(substance)
        page.get_by_role("button", name="Add to the list").click()
        expect(page.locator("#notices")).to_contain_text("It is on the list.")
        expect(page.locator("#entries").get_by_text(substance).first).to_be_visible()
        expect(page.get_by_role("region", name="Patient")).to_contain_text(substance)
        expect(page.get_by_label("To what")).to_have_value("")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert_accessible(page)
    page.get_by_label("Since").fill("2/3/2019")
    page.get_by_label("To what").fill("Nuts")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.locator(".summary")).to_contain_text("two ways")
    expect(page.get_by_label("To what")).to_have_value("Nuts")
    expect(page.locator(".summary")).to_be_focused()
    assert_accessible(page)


def test_what_is_recorded_at_an_encounter_leads_back_to_it(
    open_browser: Open, bello: Account
) -> None:
    page = open_browser()
    sign_in(page, bello)
    chart_of(page, 1)
    page.get_by_role("button", name="Start an encounter").click()
    encounter = page.url
    for link, label, said, button in (
        ("a medicine", "Medicine, as written", "Iron", "Add to the list"),
        ("measurements", "Temperature", "38.5", "Add the measurements"),
    ):
        page.get_by_role("link", name=link, exact=True).click()
        page.get_by_label(label).fill(said)
        page.get_by_role("button", name=button).click()
        expect(page).to_have_url(encounter)
        noticed = page.get_by_text("on the list").or_(page.get_by_text("on record"))
        expect(noticed.first).to_be_visible()


def test_a_diagnosis_is_found_while_typing(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    chart = chart_of(page, 2)
    page.goto(f"{chart}/diagnoses")
    page.evaluate("window.sameDocument = true")
    page.get_by_label(QUESTION).press_sequentially("hart atack")
    codes = page.locator("#code-options").get_by_role("radio")
    expect(codes.first).to_have_value("I21.9")
    codes.first.check()
    page.get_by_label("Confirmed").check()
    page.get_by_label("Since", exact=True).fill("March 2025")
    page.get_by_role("button", name="Add the diagnosis").click()
    expect(page.locator("#notices")).to_contain_text("on record")
    expect(page.locator("#entries")).to_contain_text("since March 2025")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert page.url == f"{chart}/diagnoses", "what was typed is in the address"
    expect(page.locator("#code-options").get_by_role("radio").first).to_have_value("I21.9")
    assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_every_list_looks_right(open_browser: Open, bello: Account, size: dict[str, int]) -> None:
    page = open_browser(size=size)
    sign_in(page, bello)
    chart = chart_of(page, 3)
    for name in LISTS:
        page.goto(f"{chart}/{name}")
        assert_accessible(page)
        assert_fits(page)
        page.locator("#entries form").last.get_by_role("button").last.click()
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        assert_fits(page)


def test_what_stands_against_a_medicine_is_read_first(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    sign_in(page, bello)
    page.goto("/patients/")
    page.get_by_role("link", name="Asha Verma").last.click()
    expect(page.get_by_role("region", name="Patient")).to_contain_text("Amoxicillin")
    page.goto(f"{page.url}/medicines")
    page.get_by_label("Medicine, as written").fill("Amoxicillin 500 mg")
    page.get_by_role("button", name="Add to the list").click()
    stop = page.get_by_role("alert").filter(has_text="Stop: this stands against")
    expect(stop).to_contain_text("Amoxicillin")
    expect(stop).to_be_focused()

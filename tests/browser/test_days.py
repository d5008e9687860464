"""A doctor's day from the first sign-in to the last signature, and a patient's beside it.

Once with JavaScript and once without, on a phone and on a desk; axe looks at every page of work.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import visits
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.watching import assert_accessible, assert_fits

Size = dict[str, int]
WAYS = [
    pytest.param(DESK, True, id="1280"),
    pytest.param(DESK, False, id="1280-plain"),
    pytest.param(PHONE, True, id="390", marks=pytest.mark.short),
    pytest.param(PHONE, False, id="390-plain"),
]


def look(page: Page, *, javascript: bool) -> None:
    """Whatever a page of work must be for everybody. Without scripts axe cannot run."""
    if javascript:
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_doctors_day(open_browser: Open, bello: Account, size: Size, javascript: bool) -> None:
    page = open_browser(size=size, javascript=javascript)
    visits.sign_in(page, bello)
    page.goto("/worklist?state=submitted")
    look(page, javascript=javascript)
    page.locator("td a").last.click()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("You have taken this assessment.")).to_be_visible()
    look(page, javascript=javascript)
    assessment = page.url
    page.get_by_role("link", name="The whole record").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    look(page, javascript=javascript)
    chart = page.url

    page.goto(f"{chart}/diagnoses")
    page.get_by_label("Code, words, or what people call it").fill("R51.9")
    page.get_by_role("button", name="Add the diagnosis").click()
    expect(page.get_by_text("The diagnosis is on record.")).to_be_visible()
    look(page, javascript=javascript)
    page.goto(f"{chart}/vitals")
    page.get_by_label("Temperature").fill("101.3 F")
    page.get_by_role("button", name="Add the measurements").click()
    expect(page.get_by_text("38.5 °C").first).to_be_visible()
    look(page, javascript=javascript)

    page.goto(assessment)
    page.get_by_role("button", name=re.compile("encounter", re.I)).first.click()
    look(page, javascript=javascript)
    page.get_by_role("button", name="Write a note from the assessment").click()
    look(page, javascript=javascript)
    page.locator("textarea").last.fill("Rest, fluids, back in a week if no better.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text(re.compile("signed", re.I)).first).to_be_visible()
    look(page, javascript=javascript)

    page.goto(assessment)
    page.get_by_role("link", name="Book a follow-up").click()
    look(page, javascript=javascript)
    page.locator(".times a").first.click()
    look(page, javascript=javascript)
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text("The follow-up is booked")).to_be_visible()
    look(page, javascript=javascript)

    page.goto(assessment)
    page.get_by_role("button", name="Mark as reviewed").click()
    expect(page.get_by_text("Marked as reviewed.")).to_be_visible()
    page.goto(f"{chart}/timeline")
    expect(page.get_by_role("link", name="Note", exact=True).first).to_be_visible()
    look(page, javascript=javascript)


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_patients_day(open_browser: Open, asha: Account, size: Size, javascript: bool) -> None:
    page = open_browser(size=size, javascript=javascript)
    visits.sign_in(page, asha)
    look(page, javascript=javascript)
    page.goto("/home/appointments")
    look(page, javascript=javascript)
    page.get_by_role("link", name="Book an appointment").click()
    look(page, javascript=javascript)
    page.locator(".times a").first.click()
    look(page, javascript=javascript)
    page.get_by_label("Why you come").fill("my knee again")
    page.get_by_label("Why you come").press("Enter")
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text("Your appointment is booked.")).to_be_visible()
    look(page, javascript=javascript)
    page.get_by_role("link", name="Another time").click()
    page.locator(".times a").last.click()
    page.get_by_role("button", name="Move it here").click()
    expect(page.get_by_text("Your appointment is at another time now.")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    look(page, javascript=javascript)
    page.get_by_label("The problem is better").check()
    page.get_by_role("button", name="Cancel it").click()
    expect(page.get_by_text("Your appointment is cancelled.")).to_be_visible()
    page.goto("/home")
    shared = page.locator('a[href^="/home/notes/"]').first
    shared.click()
    expect(page.get_by_text("You were seen on")).to_be_visible()
    look(page, javascript=javascript)

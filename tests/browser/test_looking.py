"""What holds on every page of a record: who it is stays in sight, everything can be pressed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account
from tests.browser.test_lists import LISTS, chart_of
from tests.browser.visits import sign_in
from tests.browser.watching import assert_banner_stays, assert_easy_to_press, assert_fits

OF_A_PATIENT = (*LISTS, "flags", "timeline")
BESIDE = ("/worklist", "/appointments/", "/patients/", "/codes", "/account")
LOW = 420
"""A window so low that every page of a record has to be scrolled."""


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_who_it_is_stays_in_sight_and_everything_can_be_pressed(
    open_browser: Open, bello: Account, size: dict[str, int]
) -> None:
    page = open_browser(size={**size, "height": LOW})
    sign_in(page, bello)
    chart = chart_of(page, 1)
    _look_over(page)
    for noun in OF_A_PATIENT:
        page.goto(f"{chart}/{noun}")
        _look_over(page, banner=noun != "timeline")
    page.goto(chart)
    page.get_by_role("button", name="Start an encounter").click()
    _look_over(page)
    page.get_by_role("button", name=re.compile("note", re.IGNORECASE)).first.click()
    _look_over(page)
    for path in BESIDE:
        page.goto(path)
        _look_over(page, banner=False)


def test_what_was_done_is_in_sight_and_has_the_focus(open_browser: Open, bello: Account) -> None:
    for size in (PHONE, DESK):
        page = open_browser(size=size)
        sign_in(page, bello)
        chart = chart_of(page, 3)
        page.goto(f"{chart}/vitals")
        page.get_by_label("Pulse").fill("72")
        page.get_by_role("button", name="Add the measurements").click()
        notices = page.locator("#notices")
        expect(notices).to_contain_text("on record")
        expect(notices).to_be_focused()
        expect(notices).to_be_in_viewport()
        said, banner = notices.bounding_box(), page.locator(".banner").bounding_box()
        assert said and banner and said["y"] + said["height"] <= banner["y"], (said, banner)


def test_what_a_page_says_first_has_the_focus(open_browser: Open, noa: Account) -> None:
    page = open_browser()
    sign_in(page, noa)
    page.goto("/patients/")
    page.get_by_role("link", name="Asha Verma").last.click()
    page.get_by_role("link", name="Book an appointment").click()
    page.locator("a[href*='slot=']").last.click()
    page.get_by_role("button", name="Book it").click()
    expect(page.locator("#notices")).to_have_text("The appointment is booked.")
    expect(page.locator("#notices")).to_be_focused()
    page.goto("/patients/new")
    page.get_by_label("Full name").fill("Asha Verma")
    page.get_by_label("Birth date").fill("1991-04-17")
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Phone number").fill("07700 900017")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("registered already")
    expect(page.get_by_role("alert")).to_be_focused()


def _look_over(page: Page, *, banner: bool = True) -> None:
    expect(page.locator("h1")).to_be_visible()
    assert_fits(page)
    assert_easy_to_press(page)
    if banner:
        assert_banner_stays(page)

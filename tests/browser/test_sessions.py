"""Who sees what, in one browser and in two: signing out counts everywhere, at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import visits
from tests.browser.conftest import Open
from tests.browser.product import Account


def assert_signed_out(page: Page, *gone: str) -> None:
    """The portal says that nobody is signed in, and shows nothing of before."""
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    for words in gone:
        expect(page.get_by_text(words)).to_have_count(0)


@pytest.mark.short
def test_signing_out_in_one_tab_ends_the_other_at_its_next_press(
    open_browser: Open, asha: Account
) -> None:
    page = open_browser()
    visits.sign_in(page, asha)
    visits.open_portal(page)
    other = page.context.new_page()
    visits.open_portal(other)
    other.get_by_role("button", name="Sign out").click()
    assert_signed_out(other)
    page.get_by_role("link", name="New assessment").first.click()
    assert_signed_out(page, asha.name)
    page.goto("/home")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_out_on_a_page_ends_the_portal(open_browser: Open, asha: Account) -> None:
    page = open_browser()
    visits.sign_in(page, asha)
    visits.open_portal(page)
    other = page.context.new_page()
    other.goto("/home")
    other.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="New assessment").first.click()
    assert_signed_out(page, asha.name)


def test_a_reload_keeps_the_screen_and_the_session(open_browser: Open, asha: Account) -> None:
    page = open_browser()
    visits.sign_in(page, asha)
    visits.open_portal(page)
    page.get_by_role("link", name="New assessment").first.click()
    expect(page.get_by_label("In your own words")).to_be_visible()
    page.reload()
    expect(page.get_by_label("In your own words")).to_be_visible()


def test_the_next_person_in_the_same_browser_sees_nothing_of_the_last(
    open_browser: Open, bello: Account, asha: Account
) -> None:
    page = open_browser()
    visits.sign_in(page, asha)
    visits.open_portal(page)
    expect(page.get_by_role("heading", name=f"Hello, {asha.name}")).to_be_visible()
    other = page.context.new_page()
    other.goto("/home")
    other.get_by_role("button", name="Sign out").click()
    visits.sign_in(other, bello)
    page.get_by_role("link", name="New assessment").first.click()
    assert_signed_out(page, asha.name)
    visits.open_portal(page)
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
    expect(page.get_by_text(asha.name)).to_have_count(0)


def test_an_old_address_of_the_chart_leads_to_the_page(
    open_browser: Open, bello: Account, chen: Account
) -> None:
    """And there somebody of another clinic finds nothing."""
    page = open_browser()
    visits.sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    chart = page.url
    elsewhere = open_browser()
    visits.sign_in(elsewhere, chen)
    for doctor, there in ((page, 200), (elsewhere, 404)):
        visits.open_portal(doctor, f"?screen=chart&assessment={visits.id_in(chart)}")
        with doctor.expect_navigation(url=chart) as arrived:
            doctor.get_by_role("link", name="Open the assessment").click()
        answer = arrived.value
        assert answer is not None and answer.status == there
    visits.open_portal(page, "?screen=worklist")
    page.get_by_role("link", name="Open the worklist").click()
    expect(page).to_have_url("/worklist")


def test_an_administrator_finds_the_way_to_the_administration(
    open_browser: Open, dana: Account
) -> None:
    page = open_browser()
    visits.sign_in(page, dana)
    visits.open_portal(page)
    page.get_by_role("link", name="Open the administration").click()
    expect(page).to_have_url("/admin/")

"""The administration in a browser: no page of it asks for what the policy of contents forbids."""

import pytest
from playwright.sync_api import expect

from tests.browser import visits
from tests.browser.conftest import PHONE, Open
from tests.browser.product import Account, Product
from tests.browser.watching import assert_fits

PAGES = (
    "/admin/",
    "/admin/accounts/",
    "/admin/clinic/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/clinic/facility/",
    "/admin/clinic/facility/add/",
    "/admin/clinic/patient/",
    "/admin/jobs/",
    "/admin/audit/",
    "/admin/reference-data/",
)
ONE_OF_A_LIST = {
    "/admin/accounts/user/": "#result_list tbody th a",
    "/admin/clinic/facility/": "#result_list tbody th a",
}


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_has_nothing_to_block(open_browser: Open, dana: Account, path: str) -> None:
    page = open_browser()
    visits.sign_in(page, dana)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    if chosen := ONE_OF_A_LIST.get(path):
        page.locator(chosen).first.click()
        page.wait_for_load_state("networkidle")
        page.goto(page.url.replace("/change/", "/history/"))


def test_a_job_that_was_given_up_is_tried_again_from_a_phone(
    open_browser: Open, product: Product, dana: Account
) -> None:
    page = open_browser(size=PHONE)
    visits.sign_in(page, dana)
    page.goto("/admin/jobs/?state=done")
    expect(page.locator("#jobs").get_by_text("Removing what has expired").first).to_be_visible()
    product.give_up("house.sweep")
    page.goto("/admin/jobs/?state=dead")
    again = page.get_by_role("button", name="Try again").first
    expect(again).to_be_visible()
    assert_fits(page)
    again.click()
    expect(page.get_by_text("A worker tries it again now.")).to_be_visible()

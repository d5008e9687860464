"""The administration in a browser: no page of it asks for what the policy of contents forbids."""

import pytest

from tests.browser import visits
from tests.browser.conftest import Open
from tests.browser.product import Account

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

"""What people do on the screens, in the words of the screens."""

import re
import secrets
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.answering import settled
from tests.browser.product import Account

COMPLAINT = "I've had a pounding headache for three days, 8 out of 10, light hurts"
PASSWORD = "nine grey herons at low tide"


def sign_in(page: Page, account: Account) -> None:
    """Sign in on the plain page."""
    page.goto("/sign-in")
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password", exact=True).fill(account.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_have_count(0)


def begin(page: Page, words: str = COMPLAINT) -> UUID:
    """Start an assessment on the plain pages; return its id."""
    page.goto("/assess/")
    page.get_by_label("What is wrong?").fill(words)
    page.get_by_role("button", name="Continue").click()
    return id_in(page.url)


def register(page: Page, name: str) -> Account:
    """Fill in and send the registration form that the page shows."""
    email = f"person-{secrets.token_hex(6)}@example.org"
    page.get_by_label("Name").fill(name)
    page.get_by_label("Birth date").fill("1992-03-14")
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Phone").fill("+44 7700 900123")
    clinic = page.get_by_label("Clinic")
    clinic.select_option(index=1)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    assert page.locator(".summary").count() == 0, page.locator(".summary").inner_text()
    return Account("patient", name, email, PASSWORD)


def open_portal(page: Page, query: str = "") -> None:
    """Open the portal and wait until a screen is drawn."""
    page.goto(f"/portal/{query}")
    expect(page.locator("h1")).to_have_count(1)
    settled(page)


def id_in(url: str) -> UUID:
    """The assessment's id in an address."""
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", url)
    assert found, url
    return UUID(found[0])

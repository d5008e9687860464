"""The desk, on a phone and on a desk: who comes, finding, registering, booking, giving access."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.browser import visits
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account, Product
from tests.browser.watching import (
    assert_accessible,
    assert_banner_stays,
    assert_easy_to_press,
    assert_fits,
)

SIZES = [pytest.param(PHONE, id="390"), pytest.param(DESK, id="1280")]
Size = dict[str, int]
WHO = {
    390: ("1948-05-21", "1948-05-12", "07700 900641"),
    1280: ("1963-11-30", "1963-11-03", "07700 900257"),
}
"""Who comes, by the width of the screen: born, a slip of that, and the phone number."""


def looked_over(page: Page, heading: str) -> None:
    """The page is the one that is meant, and everybody can use it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state("networkidle")
    assert_accessible(page)
    assert_fits(page)
    assert_easy_to_press(page)


@pytest.mark.parametrize("size", SIZES)
def test_somebody_stands_at_the_desk(
    product: Product, open_browser: Open, noa: Account, size: Size
) -> None:
    desk = open_browser(size=size)
    visits.sign_in(desk, noa)
    looked_over(desk, "Who comes today")

    # Two alike would be asked about as one who is registered twice.
    born, slip, phone = WHO[size["width"]]
    name = f"Ottoline Marsh {secrets.token_hex(3)}"
    desk.get_by_role("link", name="Find a patient").click()
    looked_over(desk, "Find a patient")
    desk.get_by_label("Find a patient").fill(name)
    desk.get_by_role("button", name="Find").click()
    expect(desk.get_by_text("No patient found")).to_be_visible()

    desk.goto("/patients/new")
    looked_over(desk, "Register a patient")
    desk.get_by_label("Full name").fill(name)
    desk.get_by_label("Birth date").fill(born)
    desk.get_by_label("Female", exact=True).check()
    desk.get_by_label("Phone number").fill(phone)
    desk.get_by_role("button", name="Register").click()
    looked_over(desk, name)
    if size == PHONE:  # On a desk the page is hardly longer than the screen.
        assert_banner_stays(desk)
    expect(desk.get_by_text("They have no account.")).to_be_visible()
    contact = desk.url

    desk.get_by_role("link", name="Book an appointment").click()
    looked_over(desk, "Book an appointment")
    desk.locator("a[href*='slot=']").first.click()
    looked_over(desk, "Book this appointment?")
    expect(desk.get_by_label(re.compile("Reason"))).to_have_count(0)
    desk.get_by_role("button", name="Book it").click()
    expect(desk.get_by_text("The appointment is booked.")).to_be_visible()
    assert_accessible(desk)
    assert_fits(desk)
    desk.goto(contact)
    expect(desk.get_by_text("None is booked.")).to_have_count(0)

    code, email = given_access(desk)
    patient = open_browser(size=size)
    open_account(patient, code, born, slip)
    visits.sign_in(patient, Account("patient", name, email, visits.PASSWORD))
    patient.goto("/home/appointments")
    expect(patient.get_by_text("Harbour Street Clinic").first).to_be_visible()
    events = product.events("patient.invite")
    assert events and {event["actor_role"] for event in events} == {"receptionist"}


def given_access(desk: Page) -> tuple[str, str]:
    """Give whoever stands there access to their own page; return the code and the email."""
    email = f"person-{secrets.token_hex(6)}@example.org"
    desk.get_by_role("link", name="Give access").click()
    looked_over(desk, "Give access to their own page")
    desk.get_by_label("Email address").fill(email)
    desk.get_by_label("Saw a document with a picture of them").check()
    desk.get_by_role("button", name="Make the code").click()
    looked_over(desk, "A code to open your account")
    return desk.locator("code").inner_text(), email


def open_account(patient: Page, code: str, born: str, slip: str) -> None:
    """Use the code up, after a slip in the birth date."""
    patient.goto("/open-account")
    looked_over(patient, "Open your account")
    for said in (slip, born):
        patient.get_by_label("Code from your clinic").fill(code.lower())
        patient.get_by_label("Your birth date").fill(said)
        patient.get_by_label("New password", exact=True).fill(visits.PASSWORD)
        patient.get_by_label("New password again").fill(visits.PASSWORD)
        patient.get_by_role("button", name="Open my account").click()
        if said == slip:
            expect(
                patient.get_by_text("This is not the birth date on record").first
            ).to_be_visible()
            assert_accessible(patient)
    looked_over(patient, "Your account is open")


@pytest.mark.parametrize("size", SIZES)
def test_the_desks_other_pages(open_browser: Open, noa: Account, size: Size) -> None:
    desk = open_browser(size=size)
    desk.goto("/register/receptionist")
    looked_over(desk, "Ask for a receptionist's account")
    visits.sign_in(desk, noa)
    for path, heading in (
        ("/appointments/", "Appointments"),
        ("/appointments/waiting", "Waiting list"),
        ("/patients/", "Patients"),
    ):
        desk.goto(path)
        looked_over(desk, heading)
    desk.goto("/patients/")
    desk.locator("table a").first.click()
    expect(desk.get_by_role("heading", name="How to reach them")).to_be_visible()
    for link, heading in (
        ("Change the details", "Correct the details"),
        ("Registered twice?", "Registered twice?"),
        ("Put on the waiting list", "Put on the waiting list"),
    ):
        back = desk.url
        desk.get_by_role("link", name=link).click()
        looked_over(desk, heading)
        desk.goto(back)

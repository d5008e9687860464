"""Pages for finding, merging, taking out, bringing in and watching what is done later, on a phone
and on a desk: WCAG 2.2 AA by axe, nothing small to press, no scrolling sideways, and a picture of
each for people to look at (in pytest's temporary directory).
"""

import secrets

from playwright.sync_api import Page, expect

from tests.browser import visits
from tests.browser.conftest import DESK, PHONE
from tests.browser.looks import Look
from tests.browser.product import Account
from tests.browser.test_lists import chart_of

BORN = {
    PHONE["width"]: ("1951-02-19", "07700 900388"),
    DESK["width"]: ("1969-08-07", "07700 900119"),
}
"""Who is registered twice, by the width of the screen: born, and the phone number."""


def press(page: Page, name: str) -> None:
    """Press a button of the page's own part."""
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def test_whoever_has_no_password(look: Look) -> None:
    page = look.page
    look.to("/forgot", "forgot")
    press(page, "Send me a link")
    look.at("forgot-problems")
    page.get_by_label("Email").fill("nobody@example.org")
    press(page, "Send me a link")
    look.at("forgot-sent")
    look.to("/open-account", "open-account")
    press(page, "Open my account")
    look.at("open-account-problems")
    look.to("/reset/used", "reset-used")


def test_a_link_that_sets_a_password(look: Look, dana: Account) -> None:
    page = look.page
    visits.sign_in(page, dana)
    look.to("/admin/accounts/user/add/", "invite")
    page.get_by_label("Name").fill("Ines Falk")
    page.get_by_label("Email").fill(f"person-{secrets.token_hex(6)}@example.org")
    page.get_by_label("Role").select_option("receptionist")
    press(page, "Add and make a link")
    look.at("link")
    link = page.locator("code").inner_text()
    page.context.clear_cookies()
    look.to(link, "reset")
    page.get_by_label("New password", exact=True).fill(visits.PASSWORD)
    page.get_by_label("New password again").fill(f"{visits.PASSWORD} and a slip")
    press(page, "Set the password")
    expect(page.get_by_role("main")).to_contain_text("The two passwords differ")
    look.at("reset-problems")
    page.get_by_label("New password", exact=True).fill(visits.PASSWORD)
    page.get_by_label("New password again").fill(visits.PASSWORD)
    press(page, "Set the password")
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    look.at("reset-done")


def test_a_patient_takes_the_record_out(look: Look, asha: Account) -> None:
    page = look.page
    visits.sign_in(page, asha)
    look.to("/account/mails", "mails")
    look.to("/jobs", "jobs")
    look.to("/home/record", "record")
    press(page, "Make the file")
    look.at("record-problems")
    page.get_by_label("Your password").fill(asha.password)
    page.get_by_label("For the system of another clinic").check()
    press(page, "Make the file")
    look.at("job")
    expect(page.get_by_role("link", name="Save the file")).to_be_visible()
    look.at("job-ready")
    press(page, "Delete it now")
    look.at("job-deleted")
    look.to("/jobs", "jobs-after")


def test_a_doctor_finds_and_takes_out(look: Look, bello: Account) -> None:
    page = look.page
    visits.sign_in(page, bello)
    look.to("/patients/find", "find")
    for words, said, name in (
        ("asha", "1 patient found", "found"),
        ("zzyzx quorl", "No patient found", "found-none"),
    ):
        page.get_by_label("Find a patient").fill(words)
        expect(page.locator("#found-said")).to_contain_text(said)
        look.at(name)
    chart = chart_of(page, 4)
    for path, name in (
        ("/patients/file", "clinic-file"),
        (f"{chart}/file", "patient-file"),
        ("/appointments/file", "appointments-file"),
    ):
        look.to(path, name)
        press(page, "Make the file")
        look.at(f"{name}-problems")
    look.to("/imports", "imports-doctor")
    look.to(f"{chart}/flags", "flags")
    page.reload()  # Taking a picture left a style, which htmx would carry over, against the CSP.
    press(page, "Add")
    expect(page.locator(".summary")).to_be_focused()
    look.at("flags-problems")
    look.to(f"{chart}/duplicates", "duplicates-none")
    look.to("/jobs", "jobs-doctor")


def test_a_flag_is_looked_at_closer(look: Look, bello: Account) -> None:
    page = look.page
    visits.sign_in(page, bello)
    alert = f"Hears nothing on the left side {secrets.token_hex(3)}"
    page.goto(f"{chart_of(page, 5)}/flags")
    page.get_by_label("Alert").fill(alert)
    page.get_by_label("What else to know").fill("Sit on the right, and let her see your face.")
    press(page, "Add to the list")
    page.get_by_role("link", name=f"Change or look closer at {alert}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(alert)
    look.at("flag")
    flag = page.url
    page.get_by_label("Alert").fill("")
    press(page, "Save the change")
    look.at("flag-problems")
    for part in ("end", "error"):
        look.to(f"{flag}/{part}", f"flag-{part}")
    page.goto(f"{flag}/end")
    press(page, "It holds no longer")
    look.to(flag, "flag-ended")


def test_two_records_of_one_person(look: Look, bello: Account) -> None:
    page = look.page
    visits.sign_in(page, bello)
    name = f"Philippa Okonkwo-Lindenbaum {secrets.token_hex(3)}"
    register(page, name)
    register(page, f"{name} Esq")
    look.at("registered-likely")
    press(page, "Register anyway")
    chart = page.url.partition("?")[0]
    page.goto(f"{chart}/allergies")
    page.get_by_label("To what").fill("Latex")
    press(page, "Add to the list")
    expect(page.locator("#notices")).to_contain_text("It is on the list.")
    look.to(f"{chart}/duplicates", "duplicates")
    page.get_by_role("link", name="Compare the two records").first.click()
    look.at("compare")
    press(page, "Make them one record")
    look.at("compare-problems")
    page.get_by_label("How do you know").fill("Both cards carry one insurance number.")
    page.get_by_label("Full name").select_option(index=1)
    press(page, "Make them one record")
    look.at("merged")
    page.goto(f"{page.url.partition('?')[0]}/duplicates" if "/patients/" in page.url else page.url)
    if "/patients/" in page.url:
        look.at("duplicates-merged")
        page.get_by_role("link", name="is a part of record").first.click()
    look.at("merge")
    press(page, "Separate the records")
    look.at("merge-problems")
    page.get_by_label("Why are they separated").fill("They are two sisters.")
    press(page, "Separate the records")
    look.at("merge-undone")


def register(page: Page, name: str) -> None:
    """Send the form that registers a patient."""
    assert page.viewport_size
    born, phone = BORN[page.viewport_size["width"]]
    page.goto("/patients/new")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Birth date").fill(born)
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Phone number").fill(phone)
    press(page, "Register")


def test_the_desk_takes_out_and_brings_in(look: Look, noa: Account) -> None:
    page = look.page
    visits.sign_in(page, noa)
    look.to("/patients/find", "find")
    look.to("/imports", "imports")
    press(page, "Look at the file")
    look.at("imports-problems")
    look.to("/appointments/file", "appointments-file")
    page.get_by_label("From").fill("2026-11-01")
    page.get_by_label("Until").fill("2026-11-30")
    page.get_by_role("radio").first.check()
    press(page, "Make the file")
    look.at("job")
    expect(page.get_by_role("link", name="Save the file")).to_be_visible()
    look.at("job-ready")
    look.to("/jobs", "jobs")
    page.goto("/patients/")
    page.get_by_role("table").get_by_role("link").first.click()
    look.at("contact")
    page.get_by_role("link", name="Registered twice?").click()
    look.at("duplicates")


def test_what_the_administration_answers_for(look: Look, dana: Account) -> None:
    page = look.page
    visits.sign_in(page, dana)
    look.to("/admin/", "admin")
    look.to("/admin/jobs/", "admin-jobs")
    look.to("/admin/jobs/?state=done", "admin-jobs-done")
    look.to("/admin/audit/", "audit")
    look.to("/admin/audit/?first=1066-10-14", "audit-from-1066")
    look.to("/admin/audit/?first=soon", "audit-problems")
    look.to("/admin/audit/?last=1066-10-14", "audit-none")
    look.to("/jobs", "jobs")

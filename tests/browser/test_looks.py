"""Every page and screen, on a phone and on a desk: WCAG 2.2 AA by axe, headings in order, no
scrolling sideways, and a picture of each for people to look at (in pytest's temporary directory).
"""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser import answering, visits
from tests.browser.conftest import PHONE, Open
from tests.browser.looks import Look
from tests.browser.product import Account, Product


def test_pages_outside(look: Look) -> None:
    page = look.page
    for path in ("/", "/sign-in", "/register", "/register/doctor", "/assess/", "/nowhere"):
        look.to(path, path.strip("/").replace("/", "-") or "start")
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    look.at("sign-in-problems")
    visits.open_portal(page)
    look.at("portal-outside")


def test_pages_of_a_patient(look: Look, asha: Account) -> None:
    page = look.page
    visits.sign_in(page, asha)
    for path in ("/home", "/account"):
        look.to(path, path.strip("/"))
    assessment = visits.begin(page)
    look.at("question")
    answering.interview_on_pages(page, answering.Person())
    for part in ("check", "result"):
        look.to(f"/assess/{assessment}/{part}", part)
    look.to(f"/print/assessments/{assessment}", "print")


def test_portal_of_a_patient(look: Look, asha: Account) -> None:
    page = look.page
    visits.sign_in(page, asha)
    visits.open_portal(page)
    look.at("home")
    page.get_by_role("link", name="Start a new assessment").click()
    expect(page.get_by_label("In your own words")).to_be_visible()
    look.at("new")
    page.get_by_label("In your own words").fill(visits.COMPLAINT)
    page.get_by_role("button", name="Start").click()
    kinds: set[str] = set()

    def once_a_kind(question: str) -> None:
        kind = str(
            page.locator(".st-key-answers input").first.get_attribute("type", timeout=1000)
            if page.locator(".st-key-answers input").count()
            else "buttons"
        )
        if kind not in kinds:
            kinds.add(kind)
            look.at(f"chat-{kind}")

    answering.interview_in_chat(page, answering.Person(), after=once_a_kind)
    assert {"buttons", "checkbox"} <= kinds
    look.at("chat-finished")
    page.get_by_role("link", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look.at("check")
    page.get_by_role("link", name="What to do now").click()
    expect(page.get_by_role("heading", name="What to do", exact=True)).to_be_visible()
    look.at("result")


def test_a_doctors_pages_and_portal(look: Look, bello: Account) -> None:
    page = look.page
    visits.sign_in(page, bello)
    look.to("/worklist", "worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    look.at("chart")
    visits.open_portal(page)
    expect(
        page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
    ).to_have_count(4)
    look.at("portal-dashboard")
    visits.open_portal(page, "?screen=worklist")
    look.at("portal-moved")


def test_the_portal_of_an_emergency(open_browser: Open, tmp_path: Path, asha: Account) -> None:
    page = open_browser(size=PHONE)
    visits.sign_in(page, asha)
    assessment = visits.begin(page, "crushing chest pain for an hour, sweating")
    visits.open_portal(page, f"?screen=chat&assessment={assessment}")
    happening = {
        "happening right now": "Struggling to breathe, or too breathless to speak normally"
    }
    answering.interview_in_chat(page, answering.Person(special=happening))
    look = Look(page, tmp_path)
    look.at("emergency")
    look.ended()


def test_the_administration(look: Look, dana: Account) -> None:
    page = look.page
    visits.sign_in(page, dana)
    look.to("/admin/", "administration")
    visits.open_portal(page)
    expect(page.get_by_role("heading", name="How urgent they were")).to_be_visible()
    expect(page.get_by_text("Numbers below five are left out")).to_be_visible()
    look.at("portal-administration")


def test_an_assessment_that_does_not_open(look: Look, bello: Account, product: Product) -> None:
    page = look.page
    visits.sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    assessment = page.url.rstrip("/").rpartition("/")[2].partition("?")[0]
    with product.damaged(assessment):
        page.goto(f"/worklist/{assessment}")
        expect(page.get_by_text("could not be opened").first).to_be_visible()
        look.at("unread")
        look.to("/worklist", "unread-in-the-list")


def test_the_diary(look: Look, bello: Account) -> None:
    page = look.page
    visits.sign_in(page, bello)
    look.to("/appointments/?days=7&whose=all", "diary")
    page.get_by_role("table").get_by_role("link").first.click()
    look.at("appointment")
    one = page.url
    for form in ("move", "cancel"):
        look.to(f"{one}/{form}", f"appointment-{form}")
    look.to("/appointments/waiting", "waiting")
    look.to("/schedule", "schedule")
    page.get_by_role("button", name="Add these hours").click()
    look.at("schedule-problems")
    page.goto("/worklist")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="Book a follow-up").click()
    look.at("proposed")


def test_a_patients_appointments(look: Look, asha: Account) -> None:
    page = look.page
    visits.sign_in(page, asha)
    for path in ("/home/appointments", "/home/appointments/book", "/home/appointments/wait"):
        look.to(path, path.strip("/").replace("/", "-"))

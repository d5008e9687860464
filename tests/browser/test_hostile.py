"""What somebody wrote stays what they wrote: a name and a complaint full of markup, seen by all."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import Open
from tests.browser.product import Account

NAME = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **Bo**"
COMPLAINT = (
    "headache <script>alert(1)</script> ![x](http://example.com/x.png) </textarea> "
    ":red[red] $x^2$ {{7*7}} <svg onload=alert(1)>"
)
MARKUP = ".paper script, .paper img, .paper svg, .paper strong, a[href^='javascript'], .katex"


def listen(page: Page) -> list[str]:
    """Collect dialogs; there must be none."""
    opened: list[str] = []

    def note(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return opened


def test_markup_is_shown_as_it_was_written(open_browser: Open, bello: Account) -> None:
    page = open_browser()
    dialogs = listen(page)
    assessment = visits.begin(page, COMPLAINT)
    visits.open_portal(page, f"?screen=chat&assessment={assessment}")
    expect(page.get_by_text(COMPLAINT, exact=True)).to_be_visible()
    expect(page.locator(MARKUP)).to_have_count(0)
    answering.interview_in_chat(page, answering.Person())
    page.get_by_role("link", name="Check your answers").click()
    expect(page.locator("blockquote")).to_have_text(COMPLAINT)
    answering.settled(page)
    page.get_by_role("link", name="Register and send").click()
    visits.register(page, NAME)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    answering.settled(page)
    page.get_by_role("button", name="Send to").click()
    expect(page.get_by_text("Not reviewed yet")).to_be_visible()
    visits.open_portal(page, "?screen=home")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {NAME}")

    doctor = open_browser()
    seen = listen(doctor)
    visits.sign_in(doctor, bello)
    doctor.goto(f"/worklist/{assessment}")
    expect(doctor.get_by_text(NAME).first).to_be_visible()
    expect(doctor.get_by_text(COMPLAINT, exact=True).first).to_be_visible()
    assert not dialogs + seen

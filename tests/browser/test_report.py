"""A doctor looks at the numbers of their clinic, narrows them, and takes a table along."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.looks import Look
from tests.browser.product import Account, Product


def test_a_doctor_reads_the_report_of_the_clinic(
    look: Look, product: Product, bello: Account
) -> None:
    page = look.page
    visits.sign_in(page, bello)
    page.goto("/worklist")
    page.get_by_role("link", name="Report of the clinic").click()
    expect(page.get_by_role("heading", name="Highest risk scores")).to_be_visible(timeout=30_000)
    answering.settled(page)
    look.at("report")
    everybody = _patients(page)
    page.get_by_text("Ages: the numbers").click()
    expect(page.get_by_role("columnheader", name="Female")).to_be_visible()
    page.get_by_label("From this age").fill("60")
    page.get_by_role("button", name="Show", exact=True).click()
    answering.settled(page)
    expect(page.get_by_text("Youngest").first).to_be_visible()
    page.wait_for_timeout(1_500)
    assert _patients(page) < everybody
    assert "60" not in page.url.partition("/portal")[2]
    read = len(product.events("report.read"))
    page.get_by_role("button", name="Make the file").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the file").click()
    text = Path(taken.value.path()).read_text("utf-8")
    assert text.startswith("What,Number")
    assert len(product.events("report.read")) == read + 1, "the table, and not the report again"
    papers = len(product.events("report.export"))
    page.get_by_role("button", name="Make the PDF").click()
    with page.expect_download() as printed:
        page.get_by_role("button", name="Download the PDF").click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF-")
    assert len(product.events("report.read")) == read + 1, "paper is one act of its own"
    assert len(product.events("report.export")) == papers + 1
    look.at("report-narrowed")


def _patients(page: Page) -> int:
    said = page.locator("dt", has_text="Patients").locator("xpath=following-sibling::dd[1]")
    return int(said.first.inner_text())

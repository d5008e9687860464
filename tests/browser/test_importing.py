"""A file of patients, on a phone and on a desk: looked at, put right, brought in, undone."""

import secrets

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import visits
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.product import Account, Product
from tests.browser.test_desk import looked_over
from tests.imports.bundles import MIA, WHOLE, bundle, condition, request

SIZES = [pytest.param(PHONE, id="390"), pytest.param(DESK, id="1280")]
HEAD = "Nummer;Nachname;Vorname;Geburtsdatum;Geschlecht;Telefon\n"


def choose(page: Page, rows: str, *, head: str = HEAD, sheet: str = "patients") -> None:
    """Choose a file as an older Excel writes it."""
    page.goto("/imports")
    page.get_by_label("What is in it").select_option(sheet)
    look_at(
        page,
        {"name": "patients.csv", "mimeType": "text/csv", "buffer": (head + rows).encode("cp1252")},
    )


def look_at(page: Page, file: FilePayload) -> None:
    """Send a file on the page that asks for one."""
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()


@pytest.mark.parametrize("size", SIZES)
def test_a_register_is_brought_in(
    product: Product, open_browser: Open, noa: Account, size: dict[str, int]
) -> None:
    desk = open_browser(size=size)
    visits.sign_in(desk, noa)
    desk.goto("/imports")
    looked_over(desk, "Bring in from a file")

    name = f"Brüggemann {secrets.token_hex(3)}"
    choose(desk, f"1;{name};Zoë;31.2.1980;w;020 7946 {size['width']:04}\n")
    looked_over(desk, "Patients from a file")
    expect(desk.get_by_label("Nachname")).to_have_value("family_name")
    expect(desk.get_by_text(name).first).to_be_visible()
    desk.get_by_label("Nummer").select_option("key")
    desk.get_by_label("Day, month, year").check()
    desk.get_by_role("button", name="Check the rows").click()
    looked_over(desk, "Patients from a file")
    expect(desk.get_by_text("This is no day in the order that was chosen")).to_be_visible()
    desk.get_by_role("button", name="Delete this file").click()

    choose(desk, f"1;{name};Zoë;29.2.1980;w;020 7946 {size['width']:04}\n")
    desk.get_by_label("Nummer").select_option("key")
    desk.get_by_role("button", name="Check the rows").click()
    looked_over(desk, "Patients from a file")
    desk.get_by_role("button", name="Bring in 1 new patient").click()
    expect(desk.get_by_text("Brought in. 1 new patient.")).to_be_visible()
    looked_over(desk, "Patients from a file")
    desk.get_by_role("button", name="Undo, and erase the new patients").click()
    expect(desk.get_by_text("nobody of this file is a patient any more")).to_be_visible()


def choose_record(page: Page, text: bytes) -> None:
    """Choose a bundle, without saying that it is one."""
    page.goto("/imports")
    look_at(page, {"name": "record.json", "mimeType": "application/json", "buffer": text})


@pytest.mark.parametrize("size", SIZES)
def test_a_record_is_brought_in(
    product: Product, open_browser: Open, bello: Account, size: dict[str, int]
) -> None:
    doctor = open_browser(size=size)
    visits.sign_in(doctor, bello)
    heading = "One patient's record (FHIR bundle) from a file"
    name = f"Quintana {secrets.token_hex(3)}"
    mia = {**MIA, "name": [{"text": name}], "identifier": [{"system": "urn:x", "value": name}]}

    choose_record(doctor, bundle(condition(onsetDateTime="soon"), patient=mia))
    looked_over(doctor, heading)
    expect(doctor.get_by_text("Bundle.entry[1].resource.onsetDateTime")).to_be_visible()
    doctor.get_by_role("button", name="Delete this file").click()

    choose_record(doctor, bundle(*WHOLE, request("Amoxicillin 500 mg"), patient=mia))
    doctor.get_by_text("Medicines: 3").click()
    expect(doctor.get_by_text("Colchicine 0.5 mg, one twice a day")).to_be_visible()
    expect(doctor.get_by_text("A medicine against an allergy:")).to_be_visible()
    looked_over(doctor, heading)
    doctor.get_by_role("button", name="Bring in this record").click()
    expect(doctor.get_by_text("Brought in. 1 new patient.")).to_be_visible()
    looked_over(doctor, heading)

    choose_record(doctor, bundle(*WHOLE, patient={**mia, "identifier": []}))
    expect(doctor.get_by_text("May be a patient already")).to_be_visible()
    doctor.get_by_label(name).select_option("create")
    looked_over(doctor, heading)
    doctor.get_by_role("button", name="Delete this file").click()
    doctor.locator("ul.rows a").first.click()
    doctor.get_by_role("button", name="Undo, and erase the new patient").click()
    expect(doctor.get_by_text("nobody of this file is a patient any more")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_list_of_medicines_with_decimal_commas_is_brought_in(
    product: Product, open_browser: Open, bello: Account, size: dict[str, int]
) -> None:
    doctor = open_browser(size=size)
    visits.sign_in(doctor, bello)
    name = f"Ritter {secrets.token_hex(3)}"
    choose(doctor, f"m{name};{name};Ida;29.2.1980;w;020 7946 {size['width']:04}\n")
    doctor.get_by_label("Nummer").select_option("key")
    doctor.get_by_role("button", name="Check the rows").click()
    doctor.get_by_role("button", name="Bring in 1 new patient").click()
    expect(doctor.get_by_text("Brought in. 1 new patient.")).to_be_visible()

    head = "Patient number;Medikament;Dosierung;Seit\n"
    row = f"m{name};Ramipril 2,5 mg;1-0-1;13.02.2019\n"
    choose(doctor, f"{row}9;X;;\n", head=head, sheet="medicines")
    looked_over(doctor, "Medicines from a file")
    expect(doctor.get_by_label("A comma (2,5; 1.000 is a thousand)")).to_be_checked()
    doctor.get_by_role("button", name="Check the rows").click()
    looked_over(doctor, "Medicines from a file")
    expect(doctor.get_by_text("Nobody in your reach was brought in with this")).to_be_visible()
    doctor.get_by_role("button", name="Delete this file").click()

    choose(doctor, row, head=head, sheet="medicines")
    doctor.get_by_role("button", name="Check the rows").click()
    expect(doctor.get_by_text("Ramipril 2.5 mg").first).to_be_visible()
    doctor.get_by_role("button", name="Bring in 1 medicine").click()
    expect(doctor.get_by_text("Brought in. 1 medicine.")).to_be_visible()
    looked_over(doctor, "Medicines from a file")
    doctor.get_by_role("button", name="Undo, and mark them as errors").click()
    expect(doctor.get_by_text("is marked as entered in error")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_an_administrator_brings_in_takes_out_and_watches(
    product: Product, open_browser: Open, dana: Account, size: dict[str, int]
) -> None:
    page = open_browser(size=size)
    visits.sign_in(page, dana)
    page.goto("/admin/")
    page.get_by_role("link", name="Bring patients in from a file").click()
    looked_over(page, "Bring in from a file")
    name = f"Amsel {secrets.token_hex(3)}"
    choose(page, f"1;{name};Zoë;29.2.1980;w;020 7946 {size['width']:04}\n")
    page.get_by_label("Nummer").select_option("key")
    page.get_by_role("button", name="Check the rows").click()
    looked_over(page, "Patients from a file")
    page.get_by_role("button", name="Bring in 1 new patient").click()
    expect(page.get_by_text("Brought in. 1 new patient.")).to_be_visible()
    page.get_by_role("button", name="Undo, and erase the new patients").click()
    expect(page.get_by_text("nobody of this file is a patient any more")).to_be_visible()

    page.goto("/admin/take-out/")
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("link", name="Choose what it is for")).to_be_visible()
    page.get_by_label("What it is for").select_option("review")
    page.get_by_label("How it ended").select_option("refused")
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("link", name="Save the file")).to_be_visible()
    page.goto("/admin/jobs/?state=done")
    expect(page.get_by_text("File: facilities, staff or the audit log").first).to_be_visible()

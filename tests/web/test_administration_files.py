"""An administrator brings a register in, takes out who did what, and watches what is done of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedside import jobs
from bedside.clinic.models import Facility
from tests.imports.making import HEAD, MIA
from tests.people import ASHA, Person
from tests.web.browsing import Page, Visitor

pytestmark = pytest.mark.django_db


def order(admin: Visitor, **said: str) -> Page:
    """Fill in the page and send it."""
    form = admin.get("/admin/take-out/").form("what")
    return admin.send("/admin/take-out/", form, **{"why": "review", **said})


def test_an_administrator_takes_the_log_out_and_fetches_the_file(
    dana: Person, harbour: Facility
) -> None:
    admin = Visitor().signs_in(dana)
    assert "/admin/take-out/" in admin.get("/admin/").links
    refused = order(admin, what="audit", why="").text
    assert "Choose what it is for" in refused and "What it is for: Choose" not in refused
    assert "From (UTC): " in order(admin, what="audit", first="some day").text
    assert "Only the log can be narrowed." in order(admin, what="staff", outcome="refused").text
    order(admin, what="audit", first="2026-02-31")
    assert admin.status == 422
    order(admin, what="audit", outcome="refused")
    place = admin.location
    while jobs.run_next():
        pass
    assert f"{place}/file" in admin.get(place).links
    assert "Facilities, staff or the audit log" in admin.get("/jobs").text
    assert "File: facilities, staff or the audit log" in admin.get("/admin/jobs/").text


def test_an_administrator_brings_patients_in_and_is_not_told_who_is_on_record(
    dana: Person, asha: Person, harbour: Facility
) -> None:
    admin = Visitor().signs_in(dana)
    assert "/imports" in admin.get("/admin/").links
    page = admin.get("/imports")
    assert "allergy" not in page.text and "appointment" not in page.text
    assert "FHIR" not in page.text, "a record that only a doctor can bring in"
    form = page.form("facility")
    form.fields["facility"] = [str(harbour.id)]
    again = f"19,Asha Verma,{ASHA.birth_date},female,020 7946 0999,\n"
    file = SimpleUploadedFile("patients.csv", (HEAD + again + MIA).encode())
    admin.send("/imports", form, file=file)
    place = admin.location
    columns = next(one for one in admin.follow().forms if one.action.endswith("/columns"))
    admin.send(columns.action, columns)
    page = admin.get(place)
    assert "1 row left to decide." in page.text and "You are not told who they are." in page.text
    assert ASHA.phone not in admin.html and str(asha.patient) not in admin.html
    decide = next(one for one in page.forms if one.action.endswith("/decide"))
    admin.send(decide.action, decide, **{"row-2": f"link:{asha.patient}"})
    assert admin.status == 422
    admin.send(decide.action, decide, **{"row-2": "skip"})
    ask = next(one for one in admin.get(place).forms if one.action.endswith("/ask"))
    admin.send(ask.action, ask)
    while jobs.run_next():
        pass
    assert "Brought in. 1 new patient." in admin.get(place).text

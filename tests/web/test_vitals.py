"""Measurements on the pages: figures as people write them, plots with tables, mistakes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside import clinic
from tests.people import Person
from tests.web.browsing import Visitor
from tests.web.test_entries import FETCH

AT = "2026-03-01T08:30"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


@pytest.mark.parametrize(
    ("field", "written", "shown"),
    [
        ("temperature", "101.3 F", "Temperature 38.5 °C"),
        ("temperature", "38,5 °C", "Temperature 38.5 °C"),
        ("pressure", "120/80", "Systolic blood pressure 120 mmHg; Diastolic blood pressure 80"),
        ("pressure", "128 over 84", "Systolic blood pressure 128 mmHg"),
        ("pulse", "72 bpm", "Pulse 72 /min"),
        ("pulse", "72", "Pulse 72 /min"),
        ("breathing_rate", "16 a minute", "Breathing rate 16 /min"),
        ("oxygen_saturation", "96 %", "Oxygen saturation 96 %"),
        ("weight", "70,5 kg", "Weight 70.50 kg"),
        ("weight", "154 lb", "Weight 69.85 kg"),
        ("height", "1.75 m", "Height 175.0 cm"),
        ("height", "5 ft 11", "Height 180.3 cm"),
        ("glucose", "5,4", "Blood glucose 5.4 mmol/L"),
        ("glucose", "5.4 mmol/l", "Blood glucose 5.4 mmol/L"),
        ("glucose", "97 mg/dl", "Blood glucose 5.4 mmol/L"),
    ],
)
def test_figures_are_taken_as_people_write_them(
    doctor: Visitor, asha: Person, field: str, written: str, shown: str
) -> None:
    path = f"/patients/{asha.patient}/vitals"
    doctor.send(path, doctor.get(path).form(field), measured_at=AT, **{field: written})
    assert doctor.location == path, doctor.html
    page = doctor.follow()
    assert shown in page.text and "1 March 2026, 08:30" in page.text


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("temperature", "warm"),
        ("temperature", "385"),
        ("pressure", "120"),
        ("pressure", "80/120"),
        ("pressure", "900/80"),
        ("pulse", "fast"),
        ("weight", "1,234,567"),
        ("measured_at", "2999-01-01T00:00"),
    ],
)
def test_what_nobody_has_is_asked_back_and_kept(
    doctor: Visitor, asha: Person, field: str, written: str
) -> None:
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form(field)
    said = {"measured_at": AT, "note": "at home", "oxygen_saturation": "97", field: written}
    page = doctor.send(path, form, **said)
    assert doctor.status == 422
    assert written in doctor.html and "at home" in doctor.html
    assert f'id="id_{field}_error"' in doctor.html
    assert f"#id_{field}" in page.links, "the summary leads to the field"


def test_times_are_those_of_the_clinics_wall(doctor: Visitor, asha: Person, bello: Person) -> None:
    clinic.models.Facility.objects.update(time_zone="Asia/Kolkata")
    path = f"/patients/{asha.patient}/vitals"
    doctor.send(path, doctor.get(path).form("pulse"), pulse="70", measured_at=AT)
    (view,) = clinic.vitals.read_all(asha.patient, by=bello.actor).items
    assert view.told["measured_at"].isoformat() == "2026-03-01T03:00:00+00:00"
    assert "1 March 2026, 08:30" in doctor.get(path).text


def test_a_time_that_the_clock_never_showed_is_asked_back(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    clinic.models.Facility.objects.update(time_zone="Europe/London")
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form("pulse")
    page = doctor.send(path, form, pulse="70", measured_at="2026-03-29T01:30")
    assert doctor.status == 422 and "this time never was" in page.text
    assert 'id="id_measured_at_error"' in doctor.html
    doctor.send(path, page.form("pulse"), pulse="70", measured_at="2026-10-25T01:30")
    (view,) = clinic.vitals.read_all(asha.patient, by=bello.actor).items
    assert view.told["measured_at"].isoformat() == "2026-10-25T00:30:00+00:00", "the earlier one"


def test_the_form_begins_with_now_on_the_clinics_wall(doctor: Visitor, asha: Person) -> None:
    clinic.models.Facility.objects.update(time_zone="Pacific/Auckland")
    form = doctor.get(f"/patients/{asha.patient}/vitals").form("pulse")
    (shown,) = form.fields["measured_at"]
    now = datetime.now(ZoneInfo("Pacific/Auckland")).replace(tzinfo=None)
    assert abs(datetime.fromisoformat(shown) - now) < timedelta(minutes=2)


def test_a_plot_has_a_table_that_says_the_same(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/vitals"
    for day, value in (("01", "37.1"), ("02", "39.5"), ("03", "38.2")):
        form = doctor.get(path).form("temperature")
        doctor.send(path, form, temperature=value, measured_at=f"2026-03-{day}T08:30")
    page = doctor.get(path)
    assert doctor.html.count("<polyline") == 1 and 'aria-hidden="true"' in doctor.html
    assert "style=" not in doctor.html
    for cell in ("37.1", "39.5", "38.2", "2 March 2026, 08:30"):
        assert cell in page.text


def test_a_mistake_is_marked_and_taken_back(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/vitals"
    doctor.send(path, doctor.get(path).form("pulse"), pulse="70", measured_at=AT)
    page = doctor.follow()
    (wrong,) = [link for link in page.links if link.endswith("/error")]
    form = doctor.get(wrong).form("reason")
    assert "Pulse 70 /min" in doctor.html, "which of them it is about"
    doctor.send(wrong, form, reason="The other twin's")
    page = doctor.follow()
    assert "entered in error (The other twin's)" in page.text and "<figure" not in doctor.html
    doctor.send(wrong, form, reason="The other twin's")
    assert doctor.status == 303, "the same press once more leads to the same page"
    (form,) = [one for one in doctor.follow().forms if one.action.endswith("/reinstate")]
    doctor.send(path, form)
    assert "<figure" in doctor.follow().text or "<figure" in doctor.html


def test_a_fetch_adds_in_place(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form("pulse")
    page = doctor.post(path, {**form.fields, "pulse": "70", "measured_at": AT}, **FETCH)
    assert doctor.status == 200 and not page.title and "Pulse 70 /min" in page.text

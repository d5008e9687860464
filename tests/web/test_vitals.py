"""Measurements on the pages: figures as people write them, plots with tables, mistakes."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.clinic.vitals import RANGES, Point, Series, VitalsBody
from bedside.web.plots import plot
from tests.people import ASHA, Person, register_patient
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
        ("weight", "70,5 kg", "Weight 70.5 kg"),
        ("weight", "80", "Weight 80 kg"),
        ("weight", "154 lb", "Weight 69.85 kg"),
        ("height", "1.75 m", "Height 175 cm"),
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


def measured(patient: UUID, by: Person, **said: tuple[float, ...]) -> None:
    """Enter sets of 1, 2, 3 ... March 2026, half past eight, of these values."""
    for day, values in enumerate(zip(*said.values(), strict=True), start=1):
        at = datetime(2026, 3, day, 8, 30, tzinfo=UTC)
        body = VitalsBody(measured_at=at, **dict(zip(said, values, strict=True)))
        clinic.vitals.add(patient, body, by=by.actor)


def read(doctor: Visitor, path: str) -> str:
    """Open a page and return its words, one space apart."""
    return " ".join(doctor.get(path).text.split())


@pytest.mark.parametrize("page", ["", "/vitals"])
def test_a_plot_can_be_judged(doctor: Visitor, asha: Person, bello: Person, page: str) -> None:
    measured(asha.patient, bello, pulse=(48, 71, 88, 118))
    text = read(doctor, f"/patients/{asha.patient}{page}")
    assert "Pulse: 118 /min ▲ high 4 March 2026, 08:30" in text, "the latest, and its time"
    assert "NEWS2 gives no points for 51 to 90 /min" in text
    drawn = doctor.html[doctor.html.index("<svg") : doctor.html.index("</svg>")]
    words = re.findall(r"<text[^>]*>([^<]+)</text>", drawn)
    assert words == ["118", "/min", "48", "1 Mar 2026", "4 Mar 2026"]
    assert re.findall("<title>([^<]+)</title>", drawn) == [
        "48 /min, low, 1 March 2026, 08:30",
        "118 /min, high, 4 March 2026, 08:30",
    ]
    assert "48 ▼ low" in text, "in the table as well"
    assert "Royal College of Physicians" in text and "style=" not in doctor.html


def test_a_blood_pressure_is_one_plot_of_two_lines(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    measured(asha.patient, bello, systolic=(128, 142, 104), diastolic=(84, 91, 62))
    text = read(doctor, f"/patients/{asha.patient}/vitals")
    assert doctor.html.count("<figure") == 1 and doctor.html.count("<polyline") == 2
    assert "Blood pressure: 104/62 mmHg ▼ low" in text
    assert "a systolic pressure of 111 to 219 mmHg" in text
    assert re.findall(r'text-anchor="end">([^<]+)<', doctor.html)[:3] == ["142", "mmHg", "62"]


def test_the_times_of_one_day_are_told_apart(doctor: Visitor, asha: Person, bello: Person) -> None:
    for hour, value in ((9, 36.5), (15, 37.0)):
        at = datetime(2026, 3, 1, hour, tzinfo=UTC)
        clinic.vitals.add(
            asha.patient, VitalsBody(measured_at=at, temperature=value), by=bello.actor
        )
    text = read(doctor, f"/patients/{asha.patient}/vitals")
    assert "1 Mar, 09:00" in text and "1 Mar, 15:00" in text


def test_the_body_mass_index_is_a_number_and_no_verdict(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    measured(asha.patient, bello, weight=(72.25,), height=(170,))
    text = read(doctor, f"/patients/{asha.patient}")
    assert "Body mass index: 25.0 kg/m²" in text
    assert "NEWS2" not in text and 'class="alert" title' not in doctor.html


def test_a_childs_pulse_is_shown_and_not_judged(bello: Person, harbour: Facility) -> None:
    born = datetime.now(UTC).date() - timedelta(days=3000)
    child = register_patient(replace(ASHA, birth_date=born, email="child@example.org"), harbour)
    measured(child.patient, bello, pulse=(95, 130))
    doctor = Visitor().signs_in(bello)
    text = read(doctor, f"/patients/{child.patient}/vitals")
    assert "Pulse: 130 /min 2 March 2026, 08:30" in text
    assert "known to be 16 years or older" in text
    assert "▲" not in text and 'class="out"' not in doctor.html


def test_values_that_do_not_change_lie_in_the_middle() -> None:
    points = tuple(Point(datetime(2026, 3, day, tzinfo=UTC), 70, uuid4(), "70") for day in (1, 2))
    drawn = plot(Series("pulse", "Pulse", "/min", points, RANGES["pulse"]))
    assert drawn.lines == ["56,50 312,50"] and drawn.band is None
    assert [words for _, words in drawn.scale] == ["70", "/min"]


@pytest.mark.parametrize(
    ("values", "band"),
    [
        ((40, 120), (40.5, 37.0)),
        ((60, 80), (12.0, 76.0)),
        ((95, 120), None),
        ((51, 90), (12.0, 76.0)),
    ],
)
def test_the_range_is_shaded_where_it_lies(
    values: tuple[float, ...], band: tuple[float, float] | None
) -> None:
    points = tuple(
        Point(datetime(2026, 3, day, tzinfo=UTC), value, uuid4(), f"{value}")
        for day, value in enumerate(values, start=1)
    )
    assert plot(Series("pulse", "Pulse", "/min", points, RANGES["pulse"])).band == band


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

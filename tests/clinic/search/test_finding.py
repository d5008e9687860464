"""A receptionist finds somebody by what they have at hand: a part of a name, a number, a date."""

from dataclasses import replace
from datetime import date

import pytest

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.models import CareRelation, Facility, Patient
from bedside.clinic.search.numbers import written
from bedside.documents.models import Blob
from bedside.errors import Forbidden
from tests.clinic.search.conftest import Enrol, Find, names_in
from tests.people import ASHA, PASSWORD, SYSTEM, Person, register_doctor

OKAFOR = "Ada Ngozi Okafor"


@pytest.mark.parametrize(
    "asked",
    [
        "Okafor",
        "okafor ada",
        "ADA  okafor",
        "okaf",
        "ngo oka",
        "o ada",
        "okafr",
        "okaofr",
        "okkafor",
        "ukafor",
        "adda okafor",
        "Okafur",
        "okafor 1984-03-02",
        "2/3/1984",
        "3/2/1984 ada",
        "02.03.84",
        "2 March 1984",
        "mar 2, 1984",
        "19840302",
        "okafor 1984",
        "07700 900301",
        "+44 7700 900301",
        "0044 7700 900301",
        "(07700) 900-301",
        "900301",
        "ada 0301",
        "7009",
        "٠٧٧٠٠ ٩٠٠٣٠١",
        "00001-8",
        "18",
    ],
)
def test_the_usual_ways_of_asking_lead_to_her(enrol: Enrol, found: Find, asked: str) -> None:
    enrol(OKAFOR)
    enrol("Brendan Walsh", birth_date=date(1960, 12, 24), phone="020 7946 0018")
    assert found(asked) == [OKAFOR]


@pytest.mark.parametrize(
    "asked",
    [
        "okafor brendan",
        "okafor 1984-03-03",
        "okafor 1985",
        "kafor ngozi ada x",
        "900302",
        "00001-7",
        "ngozzi okaffor mbeki",
        "afo",
        "-",
        "@",
        "1",
        "ada@example.org",
    ],
)
def test_what_fits_nobody_finds_nobody(enrol: Enrol, found: Find, asked: str) -> None:
    enrol(OKAFOR)
    enrol("Brendan Walsh", birth_date=date(1960, 12, 24), phone="020 7946 0018")
    assert found(asked) == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Seán O'Brien", "obrien"),
        ("Seán O’Brien", "o'brien sean"),
        ("Seán O'Brien", "o brien"),
        ("Seán O'Brien", "brien"),
        ("Anne-Marie Smith-Jones", "annemarie"),
        ("Anne-Marie Smith-Jones", "smith jones marie"),
        ("Åse Ødegård", "ase odegard"),
        ("Åse Ødegård", "ÅSE"),
        ("Zoë Müller", "mueller"),
        ("Łukasz Wójcik", "lukasz wojcik"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Мария Иванова", "Иванова"),
        ("Мария Иванова", "ivanova"),
        ("王小明", "王小明"),
        ("王小明", "小明"),
        ("王小明", "王"),
        ("王小明", "wang xiaoming"),
        ("김민준", "민준"),
        ("محمد علي", "محمد"),
        ("आशा वर्मा", "वर्मा"),
        ("Björk", "bjork"),
        ("Li Na", "li na"),
        ("José María de la Cruz y Fernández", "fernandez jose"),
        ("Catherine Byrne", "kathryn"),
        ("Muhammad Khan", "mohammed khan"),
        ("Stephen Philips", "steven phillips"),
    ],
)
def test_names_of_any_kind_are_found(enrol: Enrol, found: Find, name: str, asked: str) -> None:
    enrol(name)
    enrol("Brendan Walsh")
    assert found(asked) == [name]


def test_what_they_are_called_and_were_called_counts(enrol: Enrol, found: Find) -> None:
    enrol("Margaret Doyle", preferred_name="Peggy", former_names=("Margaret Quill",))
    assert found("peggy") == found("quill") == found("peggy quill doyle") == ["Margaret Doyle"]


def test_an_email_finds_whose_it_is_in_any_case(asha: Person, found: Find) -> None:
    assert found("ASHA@Example.org") == found("asha@example.org verma") == ["Asha Verma"]
    assert found("asha@example.org ostrom") == []
    assert found("asha@example") == []


def test_the_nearest_come_first(enrol: Enrol, found: Find) -> None:
    for name in ("Smyth", "Smithers", "John Smitth", "Ann Smith", "Smith", "Smith Amanda Louise"):
        enrol(name)
    assert found("smith") == [
        "Smith",
        "Ann Smith",
        "Smith Amanda Louise",
        "Smithers",
        "Smyth",
        "John Smitth",
    ]


def test_a_hit_says_why(enrol: Enrol, bello: Person) -> None:
    enrol("Seán O'Brien", preferred_name="Shay", phone="07700 900301")
    page = clinic.find_patients("obr shay 70090 1984-03-02", by=bello.actor)
    why = {match.field: match.text[match.start : match.end] for match in page.hits[0].why}
    assert why == {
        "name": "O'Br",
        "preferred_name": "Shay",
        "phone": "700 90",
        "birth_date": "1984-03-02",
    }
    (hit,) = clinic.find_patients("00001-8", by=bello.actor).hits
    assert (hit.why[0].field, hit.record_number) == ("record_number", written(1))


def test_pages_go_on_without_gap_or_repetition(enrol: Enrol, bello: Person) -> None:
    names = [enrol(f"Ann Smith {chr(97 + n) * 3}") for n in range(11)]
    names += [enrol(f"Annabel Smith {chr(97 + n) * 3}") for n in range(11)]
    seen, after = [], None
    while True:
        page = clinic.find_patients("ann smith", by=bello.actor, after=after, limit=4)
        seen += names_in(page)
        after = page.next
        if after is None:
            break
        enrol("Ann Smith who came meanwhile")
    assert sorted(seen) == sorted(names)
    assert all(name.startswith("Ann ") for name in seen[:11])


def test_an_empty_box_shows_whom_the_doctor_saw_last(
    enrol: Enrol, found: Find, bello: Person
) -> None:
    for name in ("Ada Okafor", "Brendan Walsh", "Chidi Eze"):
        enrol(name)
    rows = list(Patient.objects.order_by("id"))
    for row in (rows[2], rows[0], rows[2]):
        clinic.read_patient(row.id, by=bello.actor)
    clinic.find_patients("brendan", by=bello.actor)
    page = clinic.find_patients("  ", by=bello.actor)
    assert (names_in(page)[:2], page.recent) == (["Chidi Eze", "Ada Okafor"], True)


def test_each_clinic_finds_its_own_patients_only(
    asha: Person, ravi: Person, bello: Person, chen: Person, millfield: Facility
) -> None:
    for asked in ("asha", "verma", "07700 900017", "1991-04-17", "asha@example.org", "00001-8"):
        assert names_in(clinic.find_patients(asked, by=bello.actor)) == ["Asha Verma"]
        assert "Asha Verma" not in names_in(clinic.find_patients(asked, by=chen.actor))
    both = register_doctor("Dr Both", "both@example.org", millfield)
    harbour = Patient.objects.get(id=asha.patient).facility_id
    clinic.add_member(harbour, both.user, since=None, by=SYSTEM)
    assert sorted(names_in(clinic.find_patients("0770 0900", by=both.actor))) == [
        "Asha Verma",
        "Ravi Ostrom",
    ]


def test_only_doctors_search(asha: Person, dana: Person) -> None:
    for person in (asha, dana):
        with pytest.raises(Forbidden):
            clinic.find_patients("asha", by=person.actor)


def test_care_that_ended_ends_being_found(asha: Person, found: Find) -> None:
    relation = CareRelation.objects.get(patient=asha.patient)
    relation.until = relation.since
    relation.save()
    assert found("asha") == found("00001-8") == []


def test_one_who_moves_is_found_where_they_went_and_with_their_old_number_again(
    asha: Person, ravi: Person, bello: Person, chen: Person, millfield: Facility, harbour: Facility
) -> None:
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert names_in(clinic.find_patients("asha", by=bello.actor)) == []
    (hit,) = clinic.find_patients("asha", by=chen.actor).hits
    assert hit.record_number == written(2)
    clinic.correct_profile(asha.patient, {"name": "Asha Rao"}, version=2, by=chen.actor)
    clinic.transfer(asha.patient, to=harbour.id, version=3, by=chen.actor)
    (hit,) = clinic.find_patients("asha rao", by=bello.actor).hits
    assert hit.record_number == written(1)


def test_somebody_cared_for_at_two_clinics_is_found_once(
    asha: Person, ravi: Person, millfield: Facility, harbour: Facility
) -> None:
    both = register_doctor("Dr Both", "both@example.org", millfield)
    clinic.add_member(harbour.id, both.user, since=None, by=SYSTEM)
    from bedside import accounts
    from bedside.clinic.patients.relations import relate

    with accounts.act("patient.transfer", by=both.actor):
        relate(Patient.objects.get(id=asha.patient), millfield.id, reason="test")
    assert names_in(clinic.find_patients("asha", by=both.actor)) == ["Asha Verma"]


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(
    asha: Person, bello: Person, found: Find
) -> None:
    clinic.correct_profile(asha.patient, {"name": "Asha Rao"}, version=1, by=bello.actor)
    assert found("rao") == ["Asha Rao"]
    assert found("verma") == []


def test_one_whose_profile_does_not_open_stays_as_a_row(
    enrol: Enrol, bello: Person, found: Find
) -> None:
    enrol(OKAFOR)
    enrol("Ngozi Okafor")
    damaged = Patient.objects.order_by("id").first()
    Blob.objects.filter(id=damaged.blob_id).update(body=b"\x01" * 60)
    page = clinic.find_patients("okafor", by=bello.actor)
    assert sorted(names_in(page)) == ["?", "Ngozi Okafor"]
    assert [hit.record_number for hit in page.hits if not hit.patient.readable] == [written(1)]
    assert Event.objects.filter(action="vault.damaged").count() == 1


def test_the_log_names_who_was_returned_and_nothing_that_was_asked(
    enrol: Enrol, bello: Person
) -> None:
    enrol(OKAFOR)
    enrol("Brendan Walsh")
    page = clinic.find_patients("okafor 0301", by=bello.actor)
    event = Event.objects.get(action="patient.search")
    assert event.subjects == [str(page.hits[0].patient.id)]
    assert event.details == {"count": 1, "parts": 2}


def test_a_patient_with_an_account_is_found_like_anybody(harbour: Facility, bello: Person) -> None:
    profile = replace(ASHA, name="Ines Duarte", email="ines@example.org")
    clinic.register_patient(profile=profile, facility=harbour.id, password=PASSWORD, by=SYSTEM)
    assert names_in(clinic.find_patients("duarte", by=bello.actor)) == ["Ines Duarte"]

"""Who looked into a record, in words a patient reads, and never as a wall of lines."""

from bedside import clinic
from bedside.accounts import permissions
from bedside.clinic.models import Facility
from bedside.web.wording import ACCESSES
from tests.people import Person
from tests.web.browsing import Visitor

NOT_ABOUT_A_PATIENT = {
    "administration_file",
    "bundle",
    "code",
    "counts",
    "facility",
    "holiday",
    "job",
    "knowledge",
    "membership",
    "note_template",
    "practitioner",
    "reference_data",
    "statistics",
}
"""Nouns whose acts name no patient, so that no patient reads of them."""
NAME_NOBODY = {
    "account.write_to",
    "appointment_list.ask",
    "import.ask",
    "import.begin",
    "import.begin_record",
    "import.change",
    "import.decide",
    "import.drop",
    "import.list",
    "report.make_month",
}
"""Acts that name no patient either, though others of their noun do."""


def test_whatever_others_do_with_a_record_has_words() -> None:
    by_others = {
        verb
        for role, allowed in permissions.ALLOWED.items()
        for verb in allowed
        if role not in ("patient", "anonymous")
    }
    assert {verb.partition(".")[0] for verb in by_others} >= NOT_ABOUT_A_PATIENT
    told = {verb for verb in by_others if verb.partition(".")[0] not in NOT_ABOUT_A_PATIENT}
    assert told >= NAME_NOBODY and not NAME_NOBODY & set(ACCESSES)
    assert told - set(ACCESSES) == NAME_NOBODY
    assert not any("." in words or "_" in words for words in ACCESSES.values())


def test_what_somebody_did_on_a_day_is_one_line_with_how_often(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    Facility.objects.filter(id=harbour.id).update(time_zone="Europe/London")
    for _ in range(3):
        clinic.read_patient(asha.patient, by=bello.actor)
    clinic.read_patients(by=bello.actor)
    page = Visitor().signs_in(asha).get("/home/accesses")
    assert page.text.count("Dr Amara Bello (doctor)") == 1
    assert "Days are those of London time." in page.text
    assert "Saw you in a list of patients; Read your details, 3 times." in page.text

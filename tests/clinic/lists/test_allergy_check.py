"""A medicine against a recorded allergy is stopped, and goes on only with a reason on record."""

from typing import Any

import pytest

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.allergy_check import match
from bedside.clinic.entries.views import EntryView
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Allergy, Medicine
from bedside.documents.models import Blob
from bedside.errors import Contraindicated, Invalid
from tests.damage.ways import damage
from tests.people import Person

WHY = "Desensitised in hospital in May"

SUBSTANCE, CLASS, RELATED, NOTHING = "substance", "class", "related", None


@pytest.mark.parametrize(
    ("medicine", "allergy", "code"),
    [
        ("Amoxicillin 500 mg capsules", "Amoxicillin", SUBSTANCE),
        ("AMOXICILLIN/clavulanic acid", "amoxicillin (as a child)", SUBSTANCE),
        ("Co-amoxiclav 625 mg", "Amoxicillin", SUBSTANCE),
        ("Augmentin", "amoxycillin", SUBSTANCE),
        ("amoxicilin 250", "Amoxicillin", SUBSTANCE),
        ("Nurofen", "Ibuprofen", SUBSTANCE),
        ("Cephalexin", "cefalexin", SUBSTANCE),
        ("Co-trimoxazole 480 mg", "Trimethoprim", SUBSTANCE),
        ("Co-codamol 8/500", "Codeine", SUBSTANCE),
        ("Acetaminophen", "paracetamol", SUBSTANCE),
        ("Latex-free gloves", "Latex", SUBSTANCE),
        ("Lamotrigin 25 mg", "Lamotrigine", SUBSTANCE),
        ("Arachis oil enema (peanut)", "Peanuts", SUBSTANCE),
        ("Ibuprofène 400", "ibuprofen", SUBSTANCE),
        ("Amoxicillin 500 mg", "Penicillin", CLASS),
        ("Penicillin V 250 mg", "Amoxicillin", CLASS),
        ("Flucloxacillin", "penicillins (all)", CLASS),
        ("amoxicilin", "Penicillin", CLASS),
        ("Ibuprofen 400 mg", "Aspirin", CLASS),
        ("Naproxen", "NSAIDs", CLASS),
        ("Aspirin 75 mg", "Non-steroidal anti-inflammatory drugs", CLASS),
        ("Voltarol gel", "Ibuprofen", CLASS),
        ("Bactrim", "sulfa drugs", CLASS),
        ("Sulfasalazine", "Sulphonamides", CLASS),
        ("Ramipril 5 mg", "ACE inhibitors", CLASS),
        ("Lisinopril", "Ramipril", CLASS),
        ("Clarithromycin", "Erythromycin", CLASS),
        ("Cefalexin 500 mg", "Penicillin", RELATED),
        ("Amoxicillin", "Ceftriaxone", RELATED),
        ("Meropenem", "penicillin", RELATED),
        ("Sodium valproate 200 mg tablets", "Sodium metabisulfite tablets", NOTHING),
        ("Folic acid 5 mg", "Acetylsalicylic acid", NOTHING),
        ("Morphine sulfate", "Sulfa drugs", NOTHING),
        ("Ferrous sulphate", "Sulphonamides", NOTHING),
        ("Paracetamol 500 mg", "Ibuprofen 500 mg", NOTHING),
        ("Metformin 500 mg tablets", "Penicillin", NOTHING),
        ("Prednisolone", "Prednisone", NOTHING),
        ("Fish oil", "Tea tree oil", NOTHING),
        ("Insulin aspart", "Dust mites", NOTHING),
        ("青霉素", "青霉素", SUBSTANCE),
        ("", "Penicillin", NOTHING),
        ("500 mg", "Penicillin", NOTHING),
    ],
)
def test_what_answers_to_an_allergy(medicine: str, allergy: str, code: str | None) -> None:
    found = match(medicine, allergy)
    assert (found.code if found else None) == code, found


def allergic(asha: Person, bello: Person, to: str = "Penicillin") -> EntryView[AllergyBody]:
    body = AllergyBody(substance=to, severity="severe")
    return clinic.allergies.add(asha.patient, body, by=bello.actor)


def takes(asha: Person, bello: Person, what: str = "Amoxicillin", **how: Any) -> Any:
    body = MedicineBody(as_written=what)
    return clinic.medicines.add(asha.patient, body, **how, by=bello.actor)


def test_a_medicine_that_an_allergy_names_is_stopped_and_that_is_on_record(
    asha: Person, bello: Person
) -> None:
    allergy = allergic(asha, bello)
    with pytest.raises(Contraindicated) as stopped:
        takes(asha, bello)
    assert stopped.value.found == {allergy.id: "Both belong to one class: penicillins."}
    assert not Medicine.objects.exists()
    event = Event.objects.get(action="medicine.add")
    assert (event.outcome, event.details["error"]) == ("refused", "Contraindicated")


def test_the_reason_for_going_on_is_sealed_and_shown_to_doctors(
    asha: Person, bello: Person
) -> None:
    allergic(asha, bello)
    added = takes(asha, bello, despite=f"  {WHY} ")
    assert added.told["despite"] == WHY and added.history[0].despite == WHY
    event = Event.objects.get(action="medicine.add")
    assert event.details["despite"] is True and WHY not in str(event.details)
    assert all(WHY.encode() not in bytes(blob.body) for blob in Blob.objects.all())
    hers = clinic.medicines.read(asha.patient, added.id, by=asha.actor)
    assert "despite" not in hers.told
    (listed,) = clinic.medicines.read_all(asha.patient, by=bello.actor).items
    assert listed.told["despite"] == WHY


def test_spaces_are_no_reason_and_a_novel_is_too_long(asha: Person, bello: Person) -> None:
    allergic(asha, bello)
    with pytest.raises(Contraindicated):
        takes(asha, bello, despite="   ")
    with pytest.raises(Invalid) as refused:
        takes(asha, bello, despite="x" * 10_000)
    assert set(refused.value.fields) == {"despite"}


def test_an_allergy_is_stopped_while_the_medicine_is_on_the_list(
    asha: Person, bello: Person
) -> None:
    medicine = takes(asha, bello)
    with pytest.raises(Contraindicated) as stopped:
        allergic(asha, bello)
    assert set(stopped.value.found) == {medicine.id}
    assert not Allergy.objects.exists()
    body = AllergyBody(substance="Penicillin")
    how = {"despite": "To be stopped today", "by": bello.actor}
    assert clinic.allergies.add(asha.patient, body, **how).state == "active"


def test_what_is_over_or_was_an_error_stands_against_nothing(asha: Person, bello: Person) -> None:
    by = bello.actor
    over = allergic(asha, bello)
    clinic.allergies.end(asha.patient, over.id, version=1, by=by)
    error = allergic(asha, bello, "Amoxicillin")
    clinic.allergies.mark_as_error(asha.patient, error.id, version=1, by=by)
    assert takes(asha, bello).state == "active"
    for one, version in ((over, 2), (error, 2)):
        with pytest.raises(Contraindicated):
            clinic.allergies.reinstate(asha.patient, one.id, version=version, by=by)
    how: dict[str, Any] = {"version": 2, "despite": WHY, "by": by}
    assert clinic.allergies.reinstate(asha.patient, over.id, **how).told["despite"] == WHY


def test_another_name_is_looked_at_again_and_another_dose_is_not(
    asha: Person, bello: Person
) -> None:
    by = bello.actor
    allergic(asha, bello)
    taken = takes(asha, bello, despite=WHY)
    dose = clinic.medicines.change(asha.patient, taken.id, {"dose": "one"}, version=1, by=by)
    assert dose.told["despite"] == WHY, "what was answered stays answered"
    for written in ("Amoxicillin 500 mg", "Cefalexin"):
        with pytest.raises(Contraindicated):
            change = {"as_written": written}
            clinic.medicines.change(asha.patient, taken.id, change, version=2, by=by)
    harmless = {"as_written": "Doxycycline"}
    now = clinic.medicines.change(asha.patient, taken.id, harmless, version=2, by=by)
    assert "despite" not in now.told, "the reason was another medicine's"
    assert [one.despite for one in now.history] == [WHY, WHY, ""]


def test_an_allergy_that_does_not_open_is_not_passed_over(asha: Person, bello: Person) -> None:
    allergy = allergic(asha, bello, "Latex")
    row = Allergy.objects.get(id=allergy.id)
    damage(row, "bit", other=row)
    with pytest.raises(Contraindicated, match="allergy") as stopped:
        takes(asha, bello, "Metformin")
    assert "could not be opened" in stopped.value.found[allergy.id]
    assert takes(asha, bello, "Metformin", despite="She told me: latex").state == "active"


def test_of_another_patient_nothing_stands_against_it(
    asha: Person, bello: Person, ravi: Person, chen: Person
) -> None:
    body = AllergyBody(substance="Amoxicillin")
    clinic.allergies.add(ravi.patient, body, by=chen.actor)
    assert takes(asha, bello).state == "active"

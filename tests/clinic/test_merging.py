"""Two records of one person are made one by a doctor, read as one, and separated again exactly."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from bedside import accounts, chart, clinic, documents, intake, vault
from bedside.audit import Event
from bedside.clinic.appointments import Wish
from bedside.clinic.merges import KEPT, REPLACED, MergeView
from bedside.clinic.merges.handing_over import LISTS
from bedside.clinic.models import Allergy, Facility, Merge, NoneKnown, Patient
from bedside.errors import Conflict, Contraindicated, Damaged, Forbidden, Invalid, NotFound, Stale
from tests.clinic.diary import at, book, publish, today
from tests.clinic.writing import signed
from tests.damage.ways import document
from tests.intake.talking import COLD, send
from tests.people import ASHA, Person, register_doctor, register_patient

AGAIN = replace(
    ASHA, name="Asha Verma Lund", email="", phone="07700 900018", needs=("interpreter",)
)


@pytest.fixture
def again(harbour: Facility, bello: Person) -> UUID:
    """Asha once more, as somebody at the desk wrote her down: without an account."""
    return clinic.enrol_patient(profile=AGAIN, facility=harbour.id, by=bello.actor).id


def merge(kept: UUID, replaced: UUID, by: Person, **said: Any) -> MergeView:
    """Make two records one as they are, keeping what the kept one says."""
    versions = dict(Patient.objects.values_list("id", "version"))
    compared = clinic.merges.compare(kept, replaced, by=by.actor)
    choices = {one.field: KEPT for one in compared.details if one.outcome == "choose"}
    how: dict[str, Any] = {
        "choices": choices,
        "reason": "Same person, registered at the desk",
        "version": versions.get(kept),
        "replaced_version": versions.get(replaced),
        **said,
    }
    return clinic.merges.merge(kept, replaced, **how, by=by.actor)


def separate(merged: MergeView, by: Person, **goes: dict[UUID, str]) -> MergeView:
    return clinic.merges.separate(
        merged.id, reason="Two people after all", version=merged.version, by=by.actor, **goes
    )


def allergy(patient: UUID, substance: str, by: Person) -> UUID:
    body = clinic.allergies.AllergyBody(substance=substance)
    return clinic.allergies.add(patient, body, by=by.actor).id


def substances(patient: UUID, by: Person) -> set[str]:
    page = clinic.allergies.read_all(patient, by=by.actor)
    return {one.body.substance for one in page.items if one.body}


def test_the_kept_record_shows_what_is_in_both(asha: Person, again: UUID, bello: Person) -> None:
    allergy(asha.patient, "Penicillin", bello)
    allergy(again, "Latex", bello)
    visit = clinic.encounters.start(again, by=bello.actor)
    note = signed(bello, visit.id)
    merge(asha.patient, again, bello)
    seen = chart.read_chart(asha.patient, by=bello.actor)
    assert {one.body.substance for one in seen.allergies if one.body} == {"Penicillin", "Latex"}
    assert [one.id for one in seen.notes] == [note.id]
    assert {one.kind for one in seen.timeline.entries} >= {"encounter", "note"}
    assert clinic.notes.read(note.id, patient=asha.patient, by=bello.actor).id == note.id


def test_the_old_address_leads_to_the_kept_record(asha: Person, again: UUID, bello: Person) -> None:
    merge(asha.patient, again, bello)
    assert clinic.read_patient(again, by=bello.actor).id == asha.patient
    assert chart.read_chart(again, by=bello.actor).patient.id == asha.patient
    written = allergy(again, "Latex", bello)
    assert clinic.allergies.read(asha.patient, written, by=bello.actor).patient_id == asha.patient
    listed = clinic.read_patients(by=bello.actor)
    assert [one.id for one in listed] == [asha.patient]


def test_the_old_number_and_name_find_the_kept_record(
    asha: Person, again: UUID, bello: Person
) -> None:
    number = clinic.read_patient(again, by=bello.actor).record_number
    merge(asha.patient, again, bello)
    for text in (number, "Lund"):
        (hit,) = clinic.find_patients(text, by=bello.actor).hits
        assert (hit.patient.id, hit.former_number) == (asha.patient, number)
    (hit,) = clinic.find_patients("Asha", by=bello.actor).hits
    assert (hit.patient.id, hit.former_number) == (asha.patient, "")


def test_details_that_differ_are_chosen_and_the_others_taken(
    asha: Person, again: UUID, bello: Person
) -> None:
    with pytest.raises(Invalid) as caught:
        merge(asha.patient, again, bello, choices={"name": KEPT})
    assert set(caught.value.fields) == {"phone"}
    with pytest.raises(Invalid) as caught:
        merge(asha.patient, again, bello, choices={"name": KEPT, "phone": KEPT, "sex": KEPT})
    assert set(caught.value.fields) == {"sex"}
    merge(asha.patient, again, bello, choices={"name": KEPT, "phone": REPLACED})
    profile = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert profile == replace(ASHA, phone=AGAIN.phone, needs=("interpreter",))


def test_separated_they_are_what_they_were(asha: Person, again: UUID, bello: Person) -> None:
    allergy(asha.patient, "Penicillin", bello)
    allergy(again, "Latex", bello)
    before = [_whole(one, bello) for one in (asha.patient, again)]
    merged = merge(asha.patient, again, bello, choices={"name": REPLACED, "phone": REPLACED})
    assert _whole(again, bello) == _whole(asha.patient, bello) != before[0]
    undone = separate(merged, bello)
    assert [_whole(one, bello) for one in (asha.patient, again)] == before
    assert undone.undone_by and undone.undone_because == "Two people after all"


def test_not_a_row_is_another_one_after_they_were_separated(
    asha: Person, again: UUID, bello: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    for patient in (asha.patient, again):
        allergy(patient, "Latex", bello)
        signed(bello, clinic.encounters.start(patient, by=bello.actor).id)
    book(asha, bello, harbour, at(10), by=bello)
    clinic.appointments.book(Wish(again, harbour.id, bello.user, at(11)), by=bello.actor)
    before = _rows()
    separate(merge(asha.patient, again, bello), bello)
    assert _rows() == before


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_written_meanwhile_each_has_what_was_written_to_it(
    seed: int, asha: Person, again: UUID, bello: Person
) -> None:
    chance = Random(seed)
    told: dict[UUID, set[str]] = {asha.patient: set(), again: set()}
    ended: set[str] = set()
    visit = clinic.encounters.start(again, by=bello.actor).id
    merged: MergeView | None = None
    for step in range(16):
        if step == 4:
            merged = merge(asha.patient, again, bello)
        named, said = chance.choice(list(told)), f"Nut {step}"
        body = clinic.allergies.AllergyBody(substance=said)
        at_visit = merged is not None and chance.random() < 0.4
        clinic.allergies.add(named, body, encounter=visit if at_visit else None, by=bello.actor)
        told[again if at_visit else asha.patient if merged else named].add(said)
        if chance.random() < 0.3:
            one = chance.choice(clinic.allergies.read_all(named, by=bello.actor).items)
            if one.body and one.state == "active":
                clinic.allergies.end(named, one.id, version=one.version, by=bello.actor)
                ended.add(one.body.substance)
    assert merged is not None
    assert substances(again, bello) == set.union(*told.values())
    separate(merged, bello)
    for patient, wanted in told.items():
        items = clinic.allergies.read_all(patient, by=bello.actor).items
        assert {one.body.substance for one in items if one.body} == wanted
        over = {one.body.substance for one in items if one.body and one.state == "ended"}
        assert over == wanted & ended


def test_what_was_written_since_stays_where_it_was_written(
    asha: Person, again: UUID, bello: Person
) -> None:
    open_visit = clinic.encounters.start(again, by=bello.actor)
    merged = merge(asha.patient, again, bello)
    allergy(asha.patient, "Penicillin", bello)
    body = clinic.allergies.AllergyBody(substance="Latex")
    clinic.allergies.add(asha.patient, body, encounter=open_visit.id, by=bello.actor)
    clinic.correct_profile(asha.patient, {"gender": "woman"}, version=2, by=bello.actor)
    added = clinic.merges.read(merged.id, by=bello.actor).added
    assert [(one.kind, one.goes_to) for one in added] == [
        ("allergy", "replaced"),
        ("allergy", "kept"),
    ]
    separate(merged, bello)
    assert substances(asha.patient, bello) == {"Penicillin"}
    assert substances(again, bello) == {"Latex"}
    profile = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert profile == replace(ASHA, gender="woman")


def test_an_entry_goes_to_the_other_person_whole_when_somebody_says_so(
    asha: Person, again: UUID, bello: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    merged = merge(asha.patient, again, bello)
    hers, stays = (allergy(asha.patient, what, bello) for what in ("Latex", "Penicillin"))
    clinic.allergies.change(asha.patient, hers, {"reaction": "Hives"}, version=1, by=bello.actor)
    before = clinic.allergies.read(asha.patient, hers, by=bello.actor)
    began = timezone.now()
    separate(merged, okafor, goes={hers: REPLACED, stays: KEPT})
    assert substances(asha.patient, bello) == {"Penicillin"}
    assert substances(again, bello) == {"Latex"}
    with pytest.raises(NotFound):
        clinic.allergies.read(asha.patient, hers, by=bello.actor)
    after = clinic.allergies.read(again, hers, by=bello.actor)
    moved = {"changed_at": after.changed_at, "changed_by": after.changed_by}
    assert after == replace(before, patient_id=again, version=before.version + 1, **moved)
    # Who keeps up with a clinic asks for what has changed since.
    assert after.changed_at > began > before.changed_at
    assert after.changed_by.name == "Dr Ines Okafor"
    assert Event.objects.get(action="merge.undo").details["moved"] == 1
    clinic.allergies.end(again, hers, version=after.version, by=bello.actor)


def test_every_kind_of_entry_can_go(asha: Person, again: UUID, bello: Person) -> None:
    merged, by = merge(asha.patient, again, bello), bello.actor
    diagnosis = clinic.diagnoses.add(
        asha.patient, "E11.9", clinic.diagnoses.DiagnosisBody(), state="confirmed", by=by
    )
    problem = clinic.problems.ProblemBody(title="Sugar", diagnosis=diagnosis.id)
    measured = clinic.vitals.VitalsBody(measured_at=timezone.now(), pulse=72)
    made = {
        "allergy": allergy(asha.patient, "Latex", bello),
        "medicine": clinic.medicines.add(
            asha.patient, clinic.medicines.MedicineBody(as_written="Metformin 500"), by=by
        ).id,
        "problem": clinic.problems.add(asha.patient, problem, by=by).id,
        "diagnosis": diagnosis.id,
        "flag": clinic.flags.add(asha.patient, clinic.flags.FlagBody(title="Falls"), by=by).id,
        "vitals": clinic.vitals.add(asha.patient, measured, by=by).id,
    }
    said = {one.kind: one for one in clinic.merges.read(merged.id, by=by).added}
    assert {kind: (one.id, one.movable) for kind, one in said.items()} == {
        kind: (id_, True) for kind, id_ in made.items()
    }
    named = {kind: one.what for kind, one in said.items()}
    assert named["diagnosis"] == "Type 2 diabetes mellitus without complications (E11.9)"
    assert (named["medicine"], named["vitals"]) == ("Metformin 500", "pulse")
    separate(merged, bello, goes=dict.fromkeys(made.values(), REPLACED))
    for noun in LISTS:
        model = LISTS[noun].kind.model
        assert list(model._default_manager.values_list("patient", flat=True)) == [again], noun
    assert clinic.problems.read(again, made["problem"], by=by).body == problem
    assert not chart.read_chart(asha.patient, by=by).allergies.every
    assert not [bad for walked in documents.walk() for bad in walked.unreadable]


def test_an_entry_that_is_given_to_somebody_ends_that_they_have_no_allergy(
    asha: Person, again: UUID, bello: Person
) -> None:
    """The statement did not stand while they were one, so the entry has not ended it before."""
    allergy(asha.patient, "Nuts", bello)
    clinic.allergies.state_none_known(again, by=bello.actor)
    merged = merge(asha.patient, again, bello)
    hers = allergy(asha.patient, "Latex", bello)
    assert NoneKnown.objects.filter(patient=again, state="active").exists()
    separate(merged, bello, goes={hers: REPLACED})
    page = clinic.allergies.read_all(again, by=bello.actor)
    assert page.none_known is None and substances(again, bello) == {"Latex"}
    assert not NoneKnown.objects.filter(patient=again, state="active").exists()


def test_what_is_no_entry_of_that_time_goes_nowhere(
    asha: Person, again: UUID, bello: Person, ravi: Person, chen: Person
) -> None:
    before = allergy(asha.patient, "Nuts", bello)
    elsewhere = allergy(ravi.patient, "Nuts", chen)
    visit = clinic.encounters.start(asha.patient, by=bello.actor)
    merged = merge(asha.patient, again, bello)
    body = clinic.allergies.AllergyBody(substance="Latex")
    at_visit = clinic.allergies.add(asha.patient, body, encounter=visit.id, by=bello.actor).id
    code, nothing = "E11.9", clinic.diagnoses.DiagnosisBody()
    diagnosis = clinic.diagnoses.add(
        asha.patient, code, nothing, state="confirmed", by=bello.actor
    ).id
    problem = clinic.problems.ProblemBody(title="Sugar", diagnosis=diagnosis)
    linked = clinic.problems.add(asha.patient, problem, by=bello.actor).id
    assert not [
        one.id
        for one in clinic.merges.read(merged.id, by=bello.actor).added
        if one.movable and one.id == at_visit
    ]
    for entry, whose in (
        (before, REPLACED),
        (elsewhere, KEPT),
        (uuid4(), KEPT),
        (at_visit, REPLACED),
        (diagnosis, REPLACED),
        (linked, REPLACED),
        (linked, "both"),
    ):
        with pytest.raises(Invalid) as refused:
            separate(merged, bello, goes={entry: whose})
        assert set(refused.value.fields) == {"goes_to"}
    assert clinic.merges.read(merged.id, by=bello.actor).undone_at is None
    separate(merged, bello, goes={at_visit: KEPT, diagnosis: REPLACED, linked: REPLACED})


def test_an_entry_that_does_not_open_stays_and_hides_no_other(
    asha: Person, again: UUID, bello: Person
) -> None:
    merged = merge(asha.patient, again, bello)
    bad, good = (allergy(asha.patient, what, bello) for what in ("Latex", "Penicillin"))
    document(Allergy.objects.get(id=bad)).store(None)
    added = {one.id: one for one in clinic.merges.read(merged.id, by=bello.actor).added}
    assert (added[bad].movable, added[good].what) == (False, "Penicillin")
    with pytest.raises(Damaged):
        separate(merged, bello, goes={bad: REPLACED})
    separate(merged, bello, goes={good: REPLACED})
    assert substances(again, bello) == {"Penicillin"}


def test_a_detail_changed_since_is_not_given_back(asha: Person, again: UUID, bello: Person) -> None:
    merged = merge(asha.patient, again, bello, choices={"name": KEPT, "phone": REPLACED})
    clinic.correct_profile(asha.patient, {"phone": "020 7946 0018"}, version=2, by=bello.actor)
    separate(merged, bello)
    profile = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert profile == replace(ASHA, phone="020 7946 0018")


def test_no_allergy_is_not_said_of_somebody_with_one(
    asha: Person, again: UUID, bello: Person
) -> None:
    stated = clinic.allergies.state_none_known(again, by=bello.actor)
    written = allergy(asha.patient, "Penicillin", bello)
    assert clinic.allergies.read_none_known(stated.id, by=bello.actor) == stated
    compared = clinic.merges.compare(asha.patient, again, by=bello.actor)
    assert compared.contradicted and compared.none_known.replaced
    merged = merge(asha.patient, again, bello)
    assert chart.read_banner(asha.patient, by=bello.actor).none_known is None
    with pytest.raises(NotFound):
        clinic.allergies.read_none_known(stated.id, by=bello.actor)
    clinic.allergies.end(asha.patient, written, version=1, by=bello.actor)
    assert chart.read_banner(asha.patient, by=bello.actor).none_known is None
    separate(merged, bello)
    assert chart.read_banner(again, by=bello.actor).none_known


def test_a_medicine_meets_the_allergies_of_both(asha: Person, again: UUID, bello: Person) -> None:
    allergy(again, "Penicillin", bello)
    merge(asha.patient, again, bello)
    body = clinic.medicines.MedicineBody(as_written="Amoxicillin 500 mg")
    with pytest.raises(Contraindicated):
        clinic.medicines.add(asha.patient, body, by=bello.actor)


def test_what_both_lists_name_stands_once(asha: Person, again: UUID, bello: Person) -> None:
    for patient, substance in (
        (asha.patient, "Penicillin"),
        (again, "penicillin "),
        (again, "Nut"),
    ):
        allergy(patient, substance, bello)
    pairs = clinic.merges.compare(asha.patient, again, by=bello.actor).allergies
    said = [
        tuple(one and one.body and one.body.substance for one in (p.kept, p.replaced))
        for p in pairs
    ]
    assert said == [("Penicillin", "penicillin"), (None, "Nut")]


def test_nobody_signs_in_to_the_record_of_somebody_else(
    asha: Person, again: UUID, bello: Person, dana: Person, harbour: Facility
) -> None:
    with pytest.raises(Conflict, match="Keep that one"):
        merge(again, asha.patient, bello)
    twin = register_patient(replace(AGAIN, email="again@example.org"), harbour)
    with pytest.raises(Conflict, match="administrator"):
        merge(asha.patient, twin.patient, bello)
    accounts.disable(twin.user, by=dana.actor)
    merge(asha.patient, twin.patient, bello)
    with pytest.raises(NotFound):
        clinic.read_self(by=twin.actor)


def test_the_patient_sees_both_as_their_own_and_who_made_them_one(
    asha: Person, again: UUID, bello: Person
) -> None:
    allergy(again, "Latex", bello)
    merge(asha.patient, again, bello)
    own = chart.read_own(by=asha.actor)
    assert [one.body.substance for one in own.allergies if one.body] == ["Latex"]
    looked = clinic.accesses(asha.patient, by=asha.actor)
    assert {"merge.make", "allergy.add"} <= {one.action for one in looked}


def test_what_the_other_record_sent_waits_under_the_patients_name(
    asha: Person, bello: Person, dana: Person, harbour: Facility
) -> None:
    twin = register_patient(replace(AGAIN, email="again@example.org"), harbour)
    sent = send(COLD, twin.actor)
    accounts.disable(twin.user, by=dana.actor)
    merge(asha.patient, twin.patient, bello)
    (row,) = intake.worklist(by=bello.actor).rows
    assert (row.id, row.patient_id, row.name) == (sent.id, asha.patient, "Asha Verma")
    seen = intake.read(sent.id, patient=asha.patient, by=bello.actor)
    assert seen.patient and seen.patient.id == asha.patient
    assert [one.id for one in intake.list_own(by=asha.actor)] == [sent.id]


def test_both_are_on_record(asha: Person, again: UUID, bello: Person) -> None:
    merged = merge(asha.patient, again, bello)
    separate(merged, bello)
    for action in ("merge.make", "merge.undo"):
        event = Event.objects.get(action=action, outcome="done")
        assert set(event.subjects) == {str(asha.patient), str(again)}
        assert event.objects_touched == {"merge": str(merged.id)}
        assert set(event.details) == {"fields"}


def test_two_people_are_not_made_one(asha: Person, again: UUID, bello: Person) -> None:
    clinic.duplicates.rule_out(asha.patient, again, by=bello.actor)
    with pytest.raises(Conflict, match="two people"):
        merge(asha.patient, again, bello)
    clinic.duplicates.reconsider(asha.patient, again, by=bello.actor)
    (likely,) = clinic.duplicates.of_patient(asha.patient, by=bello.actor)
    assert likely.patient.id == again
    merge(asha.patient, again, bello)
    assert clinic.duplicates.of_patient(asha.patient, by=bello.actor) == []


def test_a_record_is_a_part_of_one_other_at_most(
    asha: Person, again: UUID, bello: Person, harbour: Facility
) -> None:
    third = clinic.enrol_patient(profile=AGAIN, facility=harbour.id, by=bello.actor).id
    merged = merge(again, third, bello)
    with pytest.raises(Conflict, match="of its own"):
        merge(asha.patient, again, bello)
    with pytest.raises(Conflict, match="already"):
        merge(asha.patient, third, bello)
    separate(merged, bello)
    for other in (again, third):
        merge(asha.patient, other, bello)
    assert clinic.read_patient(third, by=bello.actor).id == asha.patient


def test_who_may_not_and_what_is_refused(
    asha: Person, ravi: Person, again: UUID, bello: Person, chen: Person, dana: Person
) -> None:
    for person, error in ((asha, Forbidden), (dana, Forbidden), (chen, NotFound)):
        with pytest.raises(error):
            merge(asha.patient, again, person)
    with pytest.raises(NotFound):
        merge(asha.patient, ravi.patient, bello)
    with pytest.raises(Invalid):
        merge(again, again, bello)
    with pytest.raises(Stale):
        merge(asha.patient, again, bello, version=7)
    with pytest.raises(Stale):
        merge(asha.patient, again, bello, replaced_version=7)
    with pytest.raises(Invalid) as caught:
        merge(asha.patient, again, bello, reason=" ")
    assert set(caught.value.fields) == {"reason"}
    merged = merge(asha.patient, again, bello)
    with pytest.raises(NotFound):
        clinic.merges.read(merged.id, by=chen.actor)
    with pytest.raises(NotFound):
        separate(merged, chen)
    with pytest.raises(Stale):
        clinic.merges.separate(merged.id, reason="No", version=7, by=bello.actor)
    separate(merged, bello)
    with pytest.raises(Conflict):
        clinic.merges.separate(merged.id, reason="No", version=2, by=bello.actor)


def test_records_of_two_clinics_are_not_made_one(
    asha: Person, bello: Person, dana: Person, millfield: Facility
) -> None:
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    other = clinic.enrol_patient(profile=AGAIN, facility=millfield.id, by=bello.actor).id
    with pytest.raises(Conflict, match="two clinics"):
        merge(asha.patient, other, bello)


def test_both_move_to_another_clinic_together(
    asha: Person, again: UUID, bello: Person, chen: Person, millfield: Facility
) -> None:
    allergy(again, "Latex", bello)
    merged = merge(asha.patient, again, bello)
    clinic.transfer(asha.patient, to=millfield.id, version=2, by=bello.actor)
    assert substances(asha.patient, chen) == {"Latex"}
    for one in (asha.patient, again):
        with pytest.raises(NotFound):
            clinic.read_patient(one, by=bello.actor)
    separate(merged, chen)
    assert substances(again, chen) == {"Latex"}
    assert substances(asha.patient, chen) == set()


def test_merges_of_a_patient_are_listed(asha: Person, again: UUID, bello: Person) -> None:
    merged = merge(asha.patient, again, bello)
    (listed,) = clinic.merges.of_patient(asha.patient, by=bello.actor)
    assert (listed.id, listed.replaced.id, listed.may) == (merged.id, again, {"undo"})
    assert listed.reason == "Same person, registered at the desk"
    separate(merged, bello)
    for one in (asha.patient, again):
        (listed,) = clinic.merges.of_patient(one, by=bello.actor)
        assert listed.undone_at and listed.may == frozenset()


def test_nobody_is_in_two_places_under_two_records(
    asha: Person, again: UUID, bello: Person, dana: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Okafor", "okafor@example.org", harbour)
    for doctor in (bello, okafor):
        publish(doctor, harbour)
    book(asha, bello, harbour, at(10), by=bello)
    wish = Wish(again, harbour.id, okafor.user, at(10))
    theirs = clinic.appointments.book(wish, by=bello.actor)
    compared = clinic.merges.compare(asha.patient, again, by=bello.actor)
    assert [one.id for one in compared.overlaps] == [theirs.id]
    with pytest.raises(Conflict, match="two places"):
        merge(asha.patient, again, bello)
    moved = clinic.appointments.reschedule(
        theirs.id, start=at(11), practitioner=okafor.user, version=1, by=bello.actor
    )
    merged = merge(asha.patient, again, bello)
    own = clinic.appointments.read_appointments(patient=asha.patient, by=asha.actor).rows
    assert {one.start for one in own} == {at(10), at(11)}
    with pytest.raises(Conflict):
        book(asha, bello, harbour, at(11), by=asha)
    with pytest.raises(Conflict, match="another appointment"):
        book(asha, bello, harbour, at(11), by=bello)
    with pytest.raises(Conflict, match="another appointment"):
        clinic.appointments.reschedule(
            moved.id, start=at(10), practitioner=okafor.user, version=2, by=bello.actor
        )
    separate(merged, bello)
    book(asha, bello, harbour, at(11), by=asha)


def test_the_desk_sees_when_the_person_comes_and_waits_under_either_record(
    asha: Person, again: UUID, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    wish = Wish(again, harbour.id, bello.user, at(9))
    theirs = clinic.appointments.book(wish, by=noa.actor)
    own = book(asha, bello, harbour, at(10), by=noa)
    clinic.appointments.join(
        patient=again, facility=harbour.id, first_day=today(), last_day=today(), by=noa.actor
    )
    merge(asha.patient, again, bello)
    for record in (asha.patient, again):
        seen = chart.read_contact(record, by=noa.actor)
        # Early in the day who waits for today is offered a time at once, which stands there too.
        booked = [one.id for one in seen.coming if one.id in (theirs.id, own.id)]
        assert booked == [theirs.id, own.id]
        assert [one.facility for one in seen.waiting] == [harbour.name]


def test_a_profile_that_does_not_open_keeps_them_two(
    asha: Person, again: UUID, bello: Person
) -> None:
    document(Patient.objects.get(id=again)).store(None)
    compared = clinic.merges.compare(asha.patient, again, by=bello.actor)
    assert compared.details == () and "could not be opened" in compared.obstacles[0]
    with pytest.raises(Damaged):
        merge(asha.patient, again, bello)
    assert Patient.objects.get(id=again).replaced_by is None


@pytest.mark.parametrize("what", ["merge", "profile"])
def test_what_does_not_open_keeps_nobody_from_separating_them(
    what: str, asha: Person, again: UUID, bello: Person
) -> None:
    merged = merge(asha.patient, again, bello)
    row = (
        Merge.objects.get(id=merged.id) if what == "merge" else Patient.objects.get(id=asha.patient)
    )
    document(row).store(None)
    separate(merged, bello)
    assert clinic.read_patient(again, by=bello.actor).id == again
    assert Patient.objects.get(id=again).replaced_by is None


def test_each_document_stays_under_its_own_key(asha: Person, again: UUID, bello: Person) -> None:
    written = allergy(again, "Latex", bello)
    blobs = dict(Allergy.objects.values_list("patient", "blob_id"))
    merged = merge(asha.patient, again, bello)
    assert dict(Allergy.objects.values_list("patient", "blob_id")) == blobs == {again: blobs[again]}
    vault.destroy_patient_key(asha.patient)
    vault.forget_keys()
    page = clinic.allergies.read_all(again, by=bello.actor)
    assert [(one.id, one.readable) for one in page.items] == [(written, True)]
    separate(merged, bello)
    assert substances(again, bello) == {"Latex"}


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Every row about patients, byte for byte; of the patients' own what does not count changes."""
    named = [
        model
        for model in apps.get_app_config("clinic").get_models()
        if model is not Merge and any(one.name == "patient" for one in model._meta.fields)
    ]
    rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in named}
    own = ("id", "state", "facility", "responsible", "created_at", "replaced_by")
    return {**rows, "Patient": list(Patient.objects.order_by("id").values(*own))}


def _whole(patient: UUID, by: Person) -> list[object]:
    """What a doctor sees of a record, but for which version it is, and since when."""
    seen = chart.read_chart(patient, by=by.actor)
    whenever = seen.patient.created_at
    found = clinic.find_patients(seen.patient.record_number, by=by.actor)
    return [
        replace(seen, patient=replace(seen.patient, version=0, changed_at=whenever)),
        [(hit.patient.id, hit.former_number) for hit in found.hits],
        clinic.read_patient(patient, by=by.actor).profile,
        clinic.allergies.read_all(patient, by=by.actor),
    ]

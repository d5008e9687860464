"""Coded diagnoses: the code, what may become of one, and what the patient is shown."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.diagnoses import DiagnosisBody, DiagnosisView
from bedside.clinic.diagnoses.lifecycle import LIFECYCLE
from bedside.clinic.entries import reading
from bedside.clinic.models import Code, Diagnosis, Patient
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.problems import ProblemBody
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, OnRecordAlready
from tests.people import Person

ASTHMA, COLD, HEADER, NOWHERE = "J45.909", "J00", "J45", "J45.000000"
EVENTS = sorted({event for events in LIFECYCLE.values() for event in events} - {"change"})


def record(
    asha: Person, bello: Person, code: str = ASTHMA, state: str = "suspected", **said: object
) -> DiagnosisView:
    body = DiagnosisBody(**said)  # type: ignore[arg-type]
    return clinic.diagnoses.add(
        asha.patient, code, body, state=state, repeated=True, by=bello.actor
    )


def turned(event: str, view: DiagnosisView, bello: Person, **how: object) -> DiagnosisView:
    how = {"version": view.version, "by": bello.actor, **how}
    if event in ("mark_as_error", "reinstate"):
        return getattr(clinic.diagnoses, event)(view.patient_id, view.id, **how)
    return clinic.diagnoses.turn(event, view.patient_id, view.id, **how)  # type: ignore[arg-type]


def test_patients_and_codes_are_many_to_many_through_diagnoses(asha: Person, bello: Person) -> None:
    record(asha, bello)
    record(asha, bello, state="confirmed")
    record(asha, bello, code=COLD, onset=PartialDate(2025, 2))
    assert Code.objects.count() == 2, "the code is made when it is first used"
    patient = Patient.objects.get(id=asha.patient)
    assert {code.code for code in patient.codes.all()} == {ASTHMA, COLD}
    cold = Diagnosis.objects.get(code__code=COLD)
    assert (cold.onset, cold.onset_precision) == (date(2025, 2, 1), "month")


def test_the_code_is_shown_as_it_stood(asha: Person, bello: Person) -> None:
    view = record(asha, bello, code="j45909")
    code = view.told["code"]
    assert code.code == ASTHMA
    assert "asthma" in code.display.lower()
    Code.objects.update(display="A name that a later release took away")
    read = clinic.diagnoses.read(asha.patient, view.id, by=bello.actor)
    assert read.told["code"].display == "A name that a later release took away"


@pytest.mark.parametrize("code", [HEADER, NOWHERE, "", "x" * 400])
def test_only_a_code_that_a_diagnosis_may_carry(asha: Person, bello: Person, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        record(asha, bello, code=code)
    assert set(refusal.value.fields) == {"code"}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", LIFECYCLE)
def test_only_what_the_table_says_is_allowed(
    asha: Person, bello: Person, state: str, event: str
) -> None:
    way = {
        "suspected": [],
        "confirmed": ["confirm"],
        "resolved": ["resolve"],
        "refuted": ["refute"],
        "entered-in-error": ["mark_as_error"],
    }
    view = record(asha, bello)
    for step in way[state]:
        view = turned(step, view, bello)
    assert view.state == state
    assert (event in view.may) == (event in LIFECYCLE[state])
    if event not in LIFECYCLE[state]:
        with pytest.raises(Conflict):
            turned(event, view, bello)
        return
    then = turned(event, view, bello).state
    assert then == ("suspected" if event == "reinstate" else LIFECYCLE[state][event])


def test_who_confirmed_it_and_when_stays(asha: Person, bello: Person) -> None:
    view = turned("confirm", record(asha, bello, comment="to be seen"), bello)
    view = turned("resolve", view, bello, abated=PartialDate(2026))
    assert [(one.event, one.state, one.body.certainty) for one in view.history] == [
        ("add", "suspected", "possible"),
        ("confirm", "confirmed", "certain"),
        ("resolve", "resolved", "certain"),
    ]
    assert view.body and (str(view.body.abated), view.body.comment) == ("2026", "to be seen")
    back = turned("confirm", view, bello)
    assert back.body and back.body.abated is None


@pytest.mark.parametrize(
    ("state", "said", "field"),
    [
        ("suspected", {"certainty": "certain"}, "certainty"),
        ("confirmed", {"certainty": "probable"}, "certainty"),
        ("suspected", {"certainty": "sure"}, "certainty"),
        ("confirmed", {"abated": PartialDate(2020)}, "abated"),
        ("suspected", {"onset": PartialDate(2999)}, "onset"),
        ("suspected", {"comment": "x" * 1001}, "comment"),
        ("resolved", {}, "state"),
        ("entered-in-error", {}, "state"),
    ],
)
def test_what_a_new_diagnosis_cannot_say(
    asha: Person, bello: Person, state: str, said: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        record(asha, bello, state=state, **said)
    assert set(refusal.value.fields) == {field}


def test_who_may_not_record_one_learns_nothing_of_the_code(
    asha: Person, chen: Person, dana: Person
) -> None:
    """Whether they may at all comes before what they wrote, and the refusal is on record."""
    body = DiagnosisBody()
    for code, state in (("Z99.999", "suspected"), ("J45.909", "resolved")):
        with pytest.raises(NotFound):
            clinic.diagnoses.add(asha.patient, code, body, state=state, by=chen.actor)
        for person in (asha, dana):
            with pytest.raises(Forbidden):
                clinic.diagnoses.add(asha.patient, code, body, state=state, by=person.actor)
    refused = Event.objects.filter(action="diagnosis.add").exclude(outcome="allowed")
    assert refused.count() == 6


def test_the_database_too_knows_what_is_certain(asha: Person, bello: Person) -> None:
    record(asha, bello)
    for wrong in ({"certainty": "certain"}, {"state": "confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Diagnosis.objects.update(**wrong)


def test_a_patient_is_shown_what_is_certain(asha: Person, bello: Person) -> None:
    suspected = record(asha, bello)
    refuted = turned("refute", record(asha, bello), bello)
    passed = turned("resolve", record(asha, bello), bello)
    confirmed = record(asha, bello, state="confirmed", comment="for colleagues")
    healed = turned("resolve", record(asha, bello, state="confirmed"), bello)
    hers = clinic.diagnoses.read_all(asha.patient, by=asha.actor).items
    assert {view.id for view in hers} == {confirmed.id, healed.id}
    assert "for colleagues" not in str(hers)
    everything = clinic.diagnoses.read_all(asha.patient, by=bello.actor).items
    assert {suspected.id, refuted.id, passed.id} < {view.id for view in everything}


def test_a_doctors_latest_codes_come_first(asha: Person, bello: Person, chen: Person) -> None:
    record(asha, bello)
    record(asha, bello, code=COLD)
    turned("mark_as_error", record(asha, bello, code="R51.9"), bello)
    record(asha, bello)
    assert clinic.diagnoses.codes_of_doctor(by=bello.actor) == [ASTHMA, COLD]
    assert clinic.diagnoses.codes_of_doctor(by=chen.actor) == []
    assert clinic.diagnoses.codes_of_doctor(by=asha.actor) == []
    page = clinic.diagnoses.read_all(asha.patient, by=bello.actor)
    assert clinic.diagnoses.codes_in(page.items) == [ASTHMA, COLD]


@pytest.mark.parametrize("written", [ASTHMA, "j45909", "J45 909"])
def test_a_code_is_found_among_what_is_suspected_or_confirmed(
    asha: Person, bello: Person, written: str
) -> None:
    over = turned("resolve", record(asha, bello), bello)
    assert clinic.diagnoses.with_code(asha.patient, written, by=bello.actor) is None
    record(asha, bello, code=COLD)
    first, latest = record(asha, bello, state="confirmed"), record(asha, bello)
    found = clinic.diagnoses.with_code(asha.patient, written, by=bello.actor)
    assert found and found.body and found.id == latest.id not in {over.id, first.id}
    event = Event.objects.order_by("at", "seq").last()
    assert event
    assert (event.action, event.subjects) == ("diagnosis.list", [str(asha.patient)])
    assert event.details["count"] == 1


@pytest.mark.parametrize("written", [ASTHMA, "j45909"])
@pytest.mark.parametrize("state", ["suspected", "confirmed"])
def test_a_code_that_is_active_is_not_recorded_twice_by_a_slip(
    asha: Person, bello: Person, state: str, written: str
) -> None:
    first = record(asha, bello, state=state)
    with pytest.raises(OnRecordAlready) as refused:
        clinic.diagnoses.add(asha.patient, written, DiagnosisBody(), by=bello.actor)
    assert refused.value.entry == first.id
    assert Diagnosis.objects.count() == 1
    clinic.diagnoses.add(asha.patient, COLD, DiagnosisBody(), by=bello.actor)
    clinic.diagnoses.add(asha.patient, written, DiagnosisBody(), repeated=True, by=bello.actor)
    assert Diagnosis.objects.filter(code__code=ASTHMA).count() == 2


@pytest.mark.parametrize("event", ["resolve", "refute", "mark_as_error"])
def test_what_is_over_may_come_back_and_not_beside_what_came_back(
    asha: Person, bello: Person, event: str
) -> None:
    over = turned(event, record(asha, bello), bello)
    again = clinic.diagnoses.add(asha.patient, ASTHMA, DiagnosisBody(), by=bello.actor)
    back = {"resolve": "confirm", "refute": "suspect", "mark_as_error": "reinstate"}[event]
    with pytest.raises(Conflict, match="Another diagnosis of this code"):
        turned(back, over, bello)
    turned("resolve", again, bello)
    turned(back, over, bello)


def test_the_same_code_is_for_another_patient_to_have_too(
    asha: Person, bello: Person, ravi: Person, chen: Person
) -> None:
    record(asha, bello)
    clinic.diagnoses.add(ravi.patient, ASTHMA, DiagnosisBody(), by=chen.actor)


def test_a_code_is_found_however_long_the_list(asha: Person, bello: Person) -> None:
    asthma = record(asha, bello)
    for _ in range(reading.PAGE):
        record(asha, bello, code=COLD)
    found = clinic.diagnoses.with_code(asha.patient, ASTHMA, by=bello.actor)
    assert found and found.id == asthma.id


def test_nobody_elsewhere_learns_whether_a_code_is_on_the_list(
    asha: Person, bello: Person, chen: Person, ravi: Person, dana: Person
) -> None:
    record(asha, bello, state="confirmed")
    for other, refusal in ((chen, NotFound), (ravi, NotFound), (dana, Forbidden)):
        with pytest.raises(refusal):
            clinic.diagnoses.with_code(asha.patient, ASTHMA, by=other.actor)


def test_a_problem_may_name_a_diagnosis_of_the_same_patient(
    asha: Person, bello: Person, ravi: Person, chen: Person
) -> None:
    own, other = record(asha, bello), record(ravi, chen)
    body = ProblemBody(title="Asthma", diagnosis=own.id)
    problem = clinic.problems.add(asha.patient, body, by=bello.actor)
    assert problem.body and problem.body.diagnosis == own.id
    hers = clinic.problems.read(asha.patient, problem.id, by=asha.actor)
    assert hers.body and hers.body.diagnosis is None, "it may be only suspected"
    with pytest.raises(Invalid):
        clinic.problems.change(
            asha.patient, problem.id, {"diagnosis": other.id}, version=1, by=bello.actor
        )
    free = clinic.problems.change(
        asha.patient, problem.id, {"diagnosis": None}, version=1, by=bello.actor
    )
    assert free.body and free.body.diagnosis is None

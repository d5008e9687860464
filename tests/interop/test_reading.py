"""Reading somebody else's bundle: what is kept, what is left out by name, and hostile files."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from bedside.clinic.elsewhere import ElsewhereBody
from bedside.clinic.partial_dates import PartialDate
from bedside.errors import Invalid
from bedside.interop.fhir.reading import Record, bundle, encounters, patient, read_record
from bedside.interop.fhir.reading.encounters import NOT_OVER
from bedside.interop.fhir.reading.vitals import OTHER_UNIT, WORKED_OUT
from bedside.interop.fhir.systems import ACT_CODE
from tests.imports import bundles
from tests.imports.bundles import (
    MIA,
    MIA_URN,
    SNOMED,
    SUBJECT,
    WHOLE,
    allergy,
    condition,
    encounter,
    flag,
    observation,
    pressure,
    request,
    statement,
    status,
)

LATEST = date(2026, 12, 1)


def read(*resources: Any, **more: Any) -> Record:
    return read_record(bundles.bundle(*resources, **more), latest=LATEST)


def left_out(record: Record, kind: str) -> dict[str, str]:
    return {one.what: one.why for one in record.left_out if one.kind == kind}


def paths(record: Record) -> set[str]:
    return {one.path.removeprefix("Bundle.entry") for one in record.wrong}


def bodies(record: Record, noun: str) -> list[Any]:
    return [one.body for one in record.kept if one.noun == noun]


def test_exactly_this_is_left_out_of_a_record() -> None:
    """What Bedside does not keep of a record with a bit of everything, and nothing else."""
    assert {(one.kind, one.what, one.count) for one in read(*WHOLE).left_out} == {
        ("AllergyIntolerance", "code.coding http://snomed.info/sct", 1),
        ("AllergyIntolerance", "recordedDate", 1),
        ("Claim", "", 1),
        ("Condition", "code.coding http://snomed.info/sct", 2),
        ("Encounter", "type.coding http://snomed.info/sct", 1),
        ("Observation", "LOINC 39156-5", 1),
        ("Observation", "value", 1),  # 168.04 cm are 168.0
        ("Patient", "identifier", 2),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["collection", "transaction", "batch", "document", "searchset"])
def test_bundles_of_these_types_are_read_alike(kind: str) -> None:
    assert read(*WHOLE, kind=kind).kept == read(*WHOLE).kept


@pytest.mark.parametrize(
    "reference", [MIA_URN, f"Patient/{MIA['id']}", f"Patient/{MIA['id']}/_history/2"]
)
def test_a_patient_is_referred_to_by_address_or_by_type_and_id(reference: str) -> None:
    record = read(allergy(patient={"reference": reference, "display": "Mia"}))
    assert len(record.kept) == 1 and not record.wrong


def test_a_reference_leads_nowhere_else() -> None:
    other = {"resourceType": "Patient", "id": "2"}
    record = read(
        allergy(patient={"reference": "Patient/9"}),
        condition(subject={"reference": "#mia"}, contained=[{**other, "id": "mia"}]),
        request(subject={}),
        statement(subject={"identifier": {"value": "17"}}),
    )
    assert paths(record) == {
        "[1].resource.patient", "[2].resource.subject",
        "[3].resource.subject", "[4].resource.subject",
    }  # fmt: skip


def test_one_bundle_is_about_one_patient() -> None:
    assert paths(read(*WHOLE, patient=None)) == {""}
    assert paths(read(*WHOLE, {**MIA, "id": "2"})) == {""}
    twice = read(
        allergy(patient={"reference": f"Patient/{MIA['id']}"}), {"resourceType": "Patient"}
    )
    assert not twice.kept and twice.profile is None


def test_a_medicine_is_named_where_it_stands() -> None:
    contained = {"resourceType": "Medication", "id": "m", "code": {"text": "Digoxin 62.5 mcg"}}
    lone = {"resourceType": "Medication", "id": "7", "code": {"text": "Ramipril 5 mg"}}
    nameless = {key: value for key, value in request().items() if not key.startswith("medication")}
    record = read(
        lone,
        {**nameless, "medicationReference": {"reference": "#m"}, "contained": [contained]},
        {**nameless, "medicationReference": {"reference": "Medication/7"}},
        {**nameless, "medicationReference": {"display": "Aspirin 75 mg"}},
        nameless,
    )
    assert [one.as_written for one in bodies(record, "medicine")] == [
        "Digoxin 62.5 mcg", "Ramipril 5 mg", "Aspirin 75 mg",
    ]  # fmt: skip
    assert left_out(record, "MedicationRequest")[""] == "It says nothing in words."


def test_a_name_that_two_entries_have_means_neither() -> None:
    twins = [{"resourceType": "Medication", "id": "7", "code": {"text": one}} for one in "AB"]
    bare = {key: value for key, value in request().items() if not key.startswith("medication")}
    record = read(*twins, {**bare, "medicationReference": {"reference": "Medication/7"}})
    assert record.kept == ()


def test_things_that_refer_to_each_other_in_a_circle_are_read_once() -> None:
    one = condition("Gout", id="1", evidence=[{"detail": [{"reference": "Condition/2"}]}])
    two = condition("Kidney stones", id="2", evidence=[{"detail": [{"reference": "Condition/1"}]}])
    itself = request(id="3", basedOn=[{"reference": "MedicationRequest/3"}])
    record = read(one, two, itself)
    assert len(record.kept) == 3 and not record.wrong
    assert left_out(record, "Condition")["evidence"] == "Bedside does not keep this."


def test_a_dose_in_parts_is_put_into_words() -> None:
    parts = {
        "sequence": 1,
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        "asNeededBoolean": True,
        "doseAndRate": [{"doseQuantity": {"value": 1.5, "unit": "tablets"}}],
    }
    (body,) = bodies(read(request(dosageInstruction=[parts])), "medicine")
    assert body.dose == "1.5 tablets at a time, 2 times in 1 day, as needed"
    hours = {"timing": {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}}
    (body,) = bodies(read(request(dosageInstruction=[hours])), "medicine")
    assert body.dose == "1 time in 6 hours"
    unknown = {"timing": {"repeat": {"frequency": 1, "period": 2, "periodUnit": "lightyears"}}}
    assert bodies(read(request(dosageInstruction=[unknown])), "medicine")[0].dose == ""


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (request(status="entered-in-error"), "It was an error where it was written."),
        (request(status="on-hold"), "It was paused: whether it is taken has to be asked."),
        (request(intent="proposal"), "It was only planned or proposed."),
        (request(doNotPerform=True), "It was only planned or proposed."),
        (statement(status="not-taken"), "It was not taken."),
        (
            condition(verificationStatus=status("condition-ver-status", "entered-in-error")),
            "It was an error where it was written.",
        ),
        (
            condition(verificationStatus=status("condition-ver-status", "refuted")),
            "It was ruled out where it was written.",
        ),
        (
            allergy(
                verificationStatus=status("allergyintolerance-verification", "refuted")
            ),
            "It was ruled out where it was written.",
        ),
        (allergy("No known allergies"), "That no allergy is known is asked anew, and stated by "
                                        "whoever asked."),
        (condition("x" * 201), "It is called by more than 200 letters."),
        (
            request(modifierExtension=[{"url": "urn:not-this", "valueBoolean": True}]),
            "A modifier extension changes what it means, in a way that Bedside does not know.",
        ),
        (flag(status="entered-in-error"), "It was an error where it was written."),
    ],
)  # fmt: skip
def test_what_does_not_hold_stays_out_with_the_reason(resource: Any, why: str) -> None:
    record = read(resource)
    assert record.kept == () and not record.wrong
    assert why in left_out(record, resource["resourceType"]).values()


def test_a_condition_is_a_diagnosis_where_its_code_can_be_one() -> None:
    unsure = status("condition-ver-status", "provisional")
    resolved = status("condition-clinical", "resolved")
    record = read(
        condition("Asthma", "J45.909"),
        condition("Asthma", "J45.909", verificationStatus=unsure),
        condition("Asthma", "J45.909", clinicalStatus=resolved, abatementDateTime="2020"),
        condition("Something", "J45"),
        condition("Something else", "ZZZ"),
    )
    assert [(one.noun, one.state, one.code) for one in record.kept] == [
        ("diagnosis", "confirmed", "J45.909"), ("diagnosis", "suspected", "J45.909"),
        ("diagnosis", "resolved", "J45.909"), ("problem", "active", ""), ("problem", "active", ""),
    ]  # fmt: skip
    assert record.kept[1].body.certainty == "probable"
    assert record.kept[2].body.abated == PartialDate(2020)
    assert "its code of icd-10-cm" in str(left_out(record, "Condition")).lower()


def test_a_suspicion_without_a_code_is_shown_to_nobody_as_a_problem() -> None:
    unsure = status("condition-ver-status", "unconfirmed")
    record = read(condition("Epilepsy", verificationStatus=unsure))
    assert record.kept == () and "only suspected" in left_out(record, "Condition")["Epilepsy"]


def test_an_allergy_that_nobody_has_confirmed_is_kept_and_that_it_is_not_is_said() -> None:
    unsure = status("allergyintolerance-verification", "unconfirmed")
    record = read(allergy(verificationStatus=unsure))
    assert [(one.noun, one.state) for one in record.kept] == [("allergy", "active")]
    said = left_out(record, "AllergyIntolerance")
    assert "not confirmed there" in said["verificationStatus"]
    sure = read(allergy(verificationStatus=status("allergyintolerance-verification", "confirmed")))
    assert "verificationStatus" not in left_out(sure, "AllergyIntolerance")


def test_days_that_cannot_be_are_left_out_and_the_entry_stays() -> None:
    record = read(condition(onsetDateTime="1983-05"), request(authoredOn="2199-01-01T00:00:00Z"))
    assert [one.body.since for one in record.kept] == [None, None]
    assert left_out(record, "Condition")["onsetDateTime"] == "The patient was not born yet."
    assert "too far ahead" in left_out(record, "MedicationRequest")["authoredOn"]


def test_what_was_measured_at_one_time_is_one_set_in_our_units() -> None:
    record = read(
        pressure(121, 79),
        observation("8867-4", 72, "/min"),
        observation("8310-5", 98.6, "[degF]"),
        observation("29463-7", 150, "[lb_av]"),
        observation("8302-2", 66, "[in_i]"),
        observation("2339-0", 90, "mg/dL"),
        observation("59408-5", 97, "%"),
        observation("9279-1", 14, "/min"),
        observation("29463-7", 72, "kg"),
        observation("8867-4", 64, "/min", at="2019-05-07T08:30:00+02:00"),
    )
    first, second, later = bodies(record, "vitals")
    assert dict(first.values) == {
        "temperature": 37.0, "pulse": 72, "systolic": 121, "diastolic": 79, "breathing_rate": 14,
        "oxygen_saturation": 97, "weight": 68.04, "height": 167.6, "glucose": 5.0,
    }  # fmt: skip
    assert dict(second.values) == {"weight": 72} and dict(later.values) == {"pulse": 64}
    assert "Weight in [lb_av]" in left_out(record, "Observation")


def test_a_pressure_in_two_observations_is_one() -> None:
    record = read(observation("8462-4", 79, "mm[Hg]"), observation("8480-6", 121, "mm[Hg]"))
    assert [dict(one.values) for one in bodies(record, "vitals")] == [
        {"systolic": 121, "diastolic": 79}
    ]
    alone = read(observation("8462-4", 79, "mm[Hg]"))
    assert alone.kept == () and "Diastolic blood pressure" in left_out(alone, "Observation")


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (observation("39156-5", 25, "kg/m2"), WORKED_OUT),
        (observation("29463-7", 12, "[stone_av]"), OTHER_UNIT),
        (observation("29463-7", 71, "kg", at="2019-05-06"), "Without a time of day"),
        (observation("29463-7", 71, "kg", status="preliminary"), "It was not final"),
        (observation("29463-7", 7100, "kg"), "Write a number from 0.2 to 650 kg."),
        (observation("29463-7", 71, "kg", at="1980-05-06T08:30:00Z"), "was not born yet"),
        (observation("29463-7", 71, "kg", valueQuantity={"value": 71}), OTHER_UNIT),
        (observation("29463-7", 71, "kg", valueQuantity={"value": 71, "comparator": "<"}), "numb"),
        (pressure(70, 121), "lower than the systolic"),
    ],
)
def test_a_measurement_that_cannot_be_kept_is_named(one: Any, why: str) -> None:
    record = read(one)
    assert record.kept == () and not record.wrong
    assert any(why in said for said in left_out(record, "Observation").values())


def test_a_name_is_put_together_and_others_left_out_by_name() -> None:
    names = [
        {"use": "official", "family": "Sørensen", "given": ["Mia", "Ane"], "prefix": ["Dr"]},
        {"use": "temp", "text": "Mia S."},
        {"use": "official", "text": "Mia A. S."},
    ]
    record = read(patient={**MIA, "name": names})
    assert record.profile and record.profile.name == "Mia Ane Sørensen"
    assert {"name", "name.prefix"} <= left_out(record, "Patient").keys()


def test_what_a_patient_needs_is_asked_for_by_its_path() -> None:
    bare = {"resourceType": "Patient", "birthDate": "1984", "gender": "unknown"}
    assert paths(read(patient=bare)) == {
        "[0].resource.birthDate", "[0].resource.gender",
        "[0].resource.name", "[0].resource.telecom",
    }  # fmt: skip


@pytest.mark.parametrize("born", [None, "1984", "1984-02", "1984-02-31"])
def test_nobody_is_given_a_birth_date_that_no_bundle_says(born: str | None) -> None:
    said = {name: value for name, value in MIA.items() if name != "birthDate"}
    record = read(allergy(), patient=said | ({"birthDate": born} if born else {}))
    assert "[0].resource.birthDate" in paths(record)
    assert record.profile is None
    assert "onsetDateTime" not in left_out(record, "AllergyIntolerance"), "born before that or not"


def test_who_has_died_is_said_before_anything_else() -> None:
    record = read(patient={**MIA, "deceasedDateTime": "2020-01-01"})
    assert patient.DIED in record.notices
    assert left_out(record, "Patient")["deceasedDateTime"] == patient.DIED
    assert not read(patient={**MIA, "deceasedBoolean": False}).notices


def test_a_page_of_a_search_says_that_there_is_more() -> None:
    more = [{"relation": "next", "url": "https://old.example/?page=2"}]
    assert "other pages is missing" in read(kind="searchset", link=more).notices[0]


def test_a_patient_is_the_same_by_their_number_elsewhere() -> None:
    def identity(**more: Any) -> str:
        return read(patient={**MIA, **more}).identity

    assert identity() == identity(birthDate="1984-02-28", name=[{"text": "M"}], id="2")
    ours = [{"system": "urn:bedside:record-number", "value": "1"}]
    assert identity(identifier=ours) != identity(identifier=ours, id=MIA["id"].replace("7", "8"))
    assert identity(identifier=[], id="1") != identity(
        identifier=[], id="1", birthDate="1984-02-28"
    )


def _nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"resourceType": "Patient"}',
        b'{"resourceType": "Bundle", "type": "history"}',
        b'{"resourceType": "Bundle", "type": "collection", "entry": {}}',
        b'{"resourceType": "Bundle", "resourceType": "Bundle", "type": "collection"}',
        b'{"resourceType": "Bundle", "type": "collection", "total": NaN}',
        b'{"resourceType": "Bundle", "type": "collection", "total": 1e999}',
        b'{"resourceType": "Bundle", "type": "collection", "total": ' + b"9" * 5000 + b"}",
        b'{"resourceType": "Bundle", "type": "collection", "id": "\\ud800"}',
        b'{"resourceType": "Bundle", "type": "collection", "id": "\xff"}',
        _nested(41),
        _nested(200_000),
        b"[" * 200_000,
        b'{"a": "' + b"x" * bundle.BYTES + b'"}',
        b'{"resourceType": "Bundle", "type": "collection", "entry": ['
        + b",".join([b"{}"] * (bundle.ENTRIES + 1))
        + b"]}",
    ],
    ids=range(17),
)
def test_what_is_no_bundle_is_refused_whole_and_repeats_nothing(text: bytes) -> None:
    with pytest.raises(Invalid) as error:
        read_record(text, latest=LATEST)
    assert set(error.value.fields) == {"file"}
    assert "ud800" not in str(error.value.fields)


@pytest.mark.parametrize(
    "resource",
    [
        None,
        [],
        "Patient",
        {"resourceType": 7},
        {"resourceType": "No such; type"},
        {**condition(), "code": "Gout"},
        {**condition(), "code": {"coding": {"code": "1"}}},
        {**condition(), "code": {"text": "a\0b"}},
        condition(onsetDateTime="2021-02-30"),
        condition(onsetDateTime="2021-01-01T25:00:00Z"),
        condition(onsetDateTime=20210101),
        allergy(type="sensitivity"),
        allergy(reaction=[None]),
        observation("29463-7", True, "kg"),
        observation("29463-7", 10**400, "kg"),
        observation("29463-7", 1e300, "kg"),
        request(doNotPerform="no"),
        condition(subject="Patient/1"),
    ],
)
def test_what_is_not_fhir_is_wrong_at_its_path(resource: Any) -> None:
    record = read(resource)
    assert record.wrong and all(path.startswith("[1]") for path in paths(record))


def test_names_of_codes_are_shown_short_and_in_one_line() -> None:
    odd = {**observation("1-2", 1, "x"), "code": {"text": "a\u2028b\n" + "c" * 500}}
    (what,) = left_out(read(odd), "Observation")
    assert len(what) < 130 and "\n" not in what


def test_thousands_of_kinds_of_things_are_named_up_to_a_bound() -> None:
    odd = [{"resourceType": f"Odd{n}"} for n in range(2000)]
    record = read(*odd)
    assert len(record.left_out) <= 301 and sum(one.count for one in record.left_out) >= 2000
    wrong = read(*[condition(onsetDateTime="soon") for _ in range(500)])
    assert len(wrong.wrong) == 100


def test_whole_resources_are_told_from_parts_of_what_comes_in() -> None:
    record = read(*WHOLE, observation("2339-0", 90, "mg/dL"))
    whole = {(one.kind, one.what) for one in record.left_out if one.is_whole}
    assert whole == {("Claim", ""), ("Observation", "LOINC 39156-5")}


def test_an_encounter_is_kept_by_the_names_of_where_and_with_whom() -> None:
    (kept,) = bodies(read(encounter()), "elsewhere")
    assert kept == ElsewhereBody(
        started_at=datetime.fromisoformat("2019-05-06T08:15:00+02:00"),
        ended_at=datetime.fromisoformat("2019-05-06T08:45:00+02:00"),
        kind="AMB",
        service_provider="Riverside Clinic",
        participant="Dr Quist",
        type="Check-up",
        reason="A swollen toe",
    )


def test_where_and_with_whom_are_named_where_they_stand() -> None:
    place = {"resourceType": "Organization", "id": "1", "name": "Hilltop Hospital"}
    doctor = {
        "resourceType": "Practitioner",
        "id": "2",
        "name": [{"prefix": ["Dr."], "given": ["Ada", "Mae"], "family": "Quist"}],
    }
    nurse = {"resourceType": "Practitioner", "id": "n", "name": [{"text": "Nurse Ode"}]}
    record = read(
        place,
        doctor,
        encounter(
            contained=[nurse],
            serviceProvider={"reference": "Organization/1"},
            participant=[
                {"individual": {"reference": one}}
                for one in ("Practitioner/2", "#n", "Practitioner/2", "Practitioner/404")
            ],
        ),
    )
    (kept,) = bodies(record, "elsewhere")
    assert kept.service_provider == "Hilltop Hospital"
    assert kept.participant == "Dr. Ada Mae Quist, Nurse Ode"
    assert (
        left_out(record, "Organization").keys() == left_out(record, "Practitioner").keys() == {""}
    )


@pytest.mark.parametrize(
    ("coding", "kind"),
    [
        ({"system": ACT_CODE, "code": "EMER"}, "EMER"),
        ({"system": ACT_CODE, "code": "record"}, "unknown"),
        ({"system": "urn:bedside:encounter-class", "code": "record"}, "record"),
        ({"system": "urn:bedside:encounter-class", "code": "AMB"}, "unknown"),
        ({"system": "https://old.example/class", "code": "AMB"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_how_it_was_is_one_of_hl7s_words_or_not_said(coding: dict[str, str], kind: str) -> None:
    record = read(encounter(**{"class": coding}))
    assert [one.kind for one in bodies(record, "elsewhere")] == [kind]
    assert ("class" in left_out(record, "Encounter")) == (kind == "unknown" and bool(coding))


def test_of_an_encounter_one_reason_is_kept_and_no_text_that_is_too_long() -> None:
    record = read(
        encounter(
            type=[{"coding": [{"system": SNOMED, "code": "3"}]}, {"text": "Follow-up"}],
            reasonCode=[{"text": "Gout"}, {"text": "A fall"}],
            serviceProvider={"display": "x" * 201},
            hospitalization={"dischargeDisposition": {"text": "Home"}},
        )
    )
    (kept,) = bodies(record, "elsewhere")
    assert (kept.type, kept.reason, kept.service_provider) == ("Follow-up", "Gout", "")
    assert left_out(record, "Encounter").keys() == {
        "type.coding http://snomed.info/sct", "reasonCode", "serviceProvider", "hospitalization",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": "planned"}, NOT_OVER),
        ({"status": "in-progress"}, NOT_OVER),
        ({"status": "cancelled"}, NOT_OVER),
        ({"status": "entered-in-error"}, NOT_OVER),
        ({"period": {"start": "2019-05-06"}}, encounters.NO_TIME),
        ({"period": {}}, encounters.NO_TIME),
        ({"period": {"start": "2031-05-06T08:15:00+02:00"}}, "This must be a time in the past."),
        ({"period": {"start": "1979-05-06T08:15:00+02:00"}}, "The patient was not born yet."),
    ],
)
def test_an_encounter_that_was_none_or_not_then_stays_out(more: Any, why: str) -> None:
    record = read(encounter(**more))
    assert not record.kept and not record.wrong
    assert [said for what, said in left_out(record, "Encounter").items() if not what] == [why]


def test_an_end_before_the_beginning_stays_out_and_the_encounter_comes_in() -> None:
    period = {"start": "2019-05-06T08:15:00+02:00", "end": "2019-05-06T07:15:00+02:00"}
    record = read(encounter(period=period))
    assert [one.ended_at for one in bodies(record, "elsewhere")] == [None]
    assert left_out(record, "Encounter")["period.end"]


def test_what_was_written_at_an_encounter_does_not_say_at_which() -> None:
    record = read(encounter(), condition(encounter={"reference": "Encounter/1"}))
    assert "encounter" in left_out(record, "Condition")["encounter"]
    assert json.loads(bundles.bundle())["entry"][0]["fullUrl"] == SUBJECT["reference"]


@pytest.mark.parametrize("code", ["recurrence", "relapse", "remission"])
def test_what_is_said_of_a_condition_in_fewer_words_is_named(code: str) -> None:
    record = read(condition(clinicalStatus=status("condition-clinical", code)))
    assert [one.state for one in record.kept] == ["ended" if code == "remission" else "active"]
    assert "not kept" in left_out(record, "Condition")["clinicalStatus"]


@pytest.mark.parametrize("code", ["active", "inactive", "resolved"])
def test_what_is_said_of_a_condition_as_it_is_here_is_not(code: str) -> None:
    record = read(condition(clinicalStatus=status("condition-clinical", code)))
    assert "clinicalStatus" not in left_out(record, "Condition")

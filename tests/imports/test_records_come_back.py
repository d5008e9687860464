"""Out of one clinic, into another one, and out again: what Bedside keeps is the same.

With BUNDLES=<folder> the bundles of other systems in it are brought in as well, such as those that
Synthea writes; a folder that is not there is a failure, and not a reason to pass.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bedside import imports
from bedside.assessment import Numbers
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.rules import latest_birth_date
from bedside.imports import ImportView
from bedside.imports.models import BroughtRow
from bedside.interop import fhir
from bedside.interop.fhir import Asker
from bedside.interop.fhir.reading import Kept, Record, read_record
from bedside.interop.fhir.reading.vitals import NOT_MEASURED_HERE
from bedside.interop.fhir.resources.observation import MEASURED, PRESSURE
from tests.api.conftest import Clinic, day
from tests.imports.making import finish
from tests.interop.record import write
from tests.people import Person

__all__ = ["day"]
NOT_THEIRS = frozenset(
    {
        "id", "meta", "identifier", "managingOrganization", "subject", "patient",
        "encounter", "context", "recorder", "recordedDate", "issued", "performer",
        "informationSource", "dateAsserted", "author",
    }
)  # fmt: skip
"""What another record of the same person says differently: where it lies, who entered it, when."""
OF_ANOTHER_ENTRY = ("urn:bedside:recorded-at", "urn:bedside:despite", "urn:bedside:reason")
KEPT_TYPES = (
    "Patient", "AllergyIntolerance", "MedicationStatement", "Condition", "Observation", "Flag",
)  # fmt: skip


def asker(by: Person) -> Asker:
    return Asker(by.actor, "https://clinic.test/fhir", Numbers("112", "116 123"))


def taken_out(patient: UUID, by: Person) -> dict[str, Any]:
    """Return a patient's bundle, as its file says it."""
    said: dict[str, Any] = json.loads(
        json.dumps(fhir.bundle_of(patient, asker=asker(by)).to_json())
    )
    return said


def facts(bundle: dict[str, Any]) -> Counter[str]:
    """Return what a bundle says of what is kept, each resource as a text."""
    found = (one["resource"] for one in bundle["entry"])
    return Counter(json.dumps(_plain(one), sort_keys=True) for one in found if _holds(one))


def _holds(one: dict[str, Any]) -> bool:
    """Whether a resource is of a list that is kept, and was no error."""
    identifier = str(one["id"])
    in_error = "entered-in-error" in json.dumps(one.get("verificationStatus", one.get("status")))
    elsewhere = identifier.startswith(("none-known-", "score."))
    return one["resourceType"] in KEPT_TYPES and not in_error and not elsewhere


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in one.items() if name not in NOT_THEIRS}
    beside = [each for each in said.pop("extension", []) if each["url"] not in OF_ANOTHER_ENTRY]
    beside = [each for each in beside if "condition-related" not in each["url"]]
    return {**said, "extension": beside} if beside else said


def brought(text: bytes, place: Facility, by: Person) -> tuple[ImportView, Patient]:
    view = finish(imports.begin(text, facility=place.id, by=by.actor), by)
    return view, Patient.objects.get(id=BroughtRow.objects.get(brought=view.id).patient_id)


def test_a_record_of_bedside_comes_in_elsewhere_and_out_again_the_same(day: Clinic) -> None:
    write(day, day.asha, day.bello)
    first = taken_out(day.asha.patient, day.bello)
    text = json.dumps(first).encode()
    _, copy = brought(text, day.millfield, day.chen)
    second = taken_out(copy.id, day.chen)
    assert facts(second) == facts(first)
    assert sum(facts(first).values()) > 15
    linked = [one for one in second["entry"] if "condition-related" in json.dumps(one)]
    assert len(linked) == sum("condition-related" in json.dumps(one) for one in first["entry"])


def test_exactly_this_stays_behind(day: Clinic) -> None:
    """Whole resources of Bedside's own record that another Bedside does not take from a file."""
    text = json.dumps(taken_out(day.asha.patient, day.bello)).encode()
    record = read_record(text, latest=latest_birth_date())
    assert not record.wrong
    whole = {(one.kind, one.why) for one in record.left_out if not one.what}
    assert {kind for kind, _ in whole} == {
        "AllergyIntolerance", "Appointment", "Condition", "DocumentReference", "Encounter",
        "Location", "Organization", "Practitioner", "Questionnaire", "QuestionnaireResponse",
        "RiskAssessment",
    }  # fmt: skip
    lists = {why for kind, why in whole if kind in KEPT_TYPES}
    assert lists == {"It was an error where it was written."}
    scores = {one.why for one in record.left_out if one.kind == "Observation" and one.count < 9}
    assert NOT_MEASURED_HERE in scores


def bundles() -> list[Path]:
    named = os.environ.get("BUNDLES", "")
    folder = Path(named)
    if named and folder.is_dir():
        return sorted(folder.glob("*.json"))
    return [folder] if named else []


@pytest.mark.skipif(not os.environ.get("BUNDLES"), reason="BUNDLES names no folder of bundles")
@pytest.mark.parametrize("path", bundles(), ids=lambda path: path.name)
def test_a_bundle_of_another_system_comes_in_and_out_again(
    path: Path, day: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert path.is_file(), f"There is no {path}."
    text = path.read_bytes()
    record = read_record(text, latest=latest_birth_date())
    if record.profile is None:
        _say(capsys, path, record)
        assert "There is no Patient in this bundle." in {one.sentence for one in record.wrong}
        return
    view, patient = brought(text, day.millfield, day.chen)
    out = taken_out(patient.id, day.chen)
    again = imports.begin(text, facility=day.millfield.id, by=day.chen.actor)
    opened = imports.read_import(again.id, by=day.chen.actor)
    assert opened.preview and opened.preview.known == 1
    imports.drop(again.id, version=again.version, by=day.chen.actor)
    assert said_by(out) == said_in(record)
    assert encounters_in(out) == encounters_in(json.loads(text))
    undone = imports.undo(view.id, version=view.version, by=day.chen.actor)
    assert undone.state == "undone" and not Patient.objects.filter(id=patient.id).exists()
    _say(capsys, path, record)


def said_in(record: Record) -> Counter[tuple[Any, ...]]:
    """Return what was kept of a bundle, by what FHIR calls it."""
    return Counter(fact for one in record.kept for fact in _facts_of(one))


def _facts_of(one: Kept) -> Iterator[tuple[Any, ...]]:
    body, over = one.body, one.state not in ("active", "confirmed")
    if one.noun == "vitals":
        for name in body.values:
            if name != "diastolic":
                kind = PRESSURE if name == "systolic" else MEASURED[name].loinc
                values = ("systolic", "diastolic") if name == "systolic" else (name,)
                yield kind, body.measured_at, tuple(body.values[each] for each in values)
    elif one.noun == "allergy":
        yield "AllergyIntolerance", body.substance, _day(body.since), over
    elif one.noun == "medicine":
        yield "MedicationStatement", body.as_written, body.dose, _day(body.since), over
    elif one.noun == "elsewhere":
        when = (body.started_at, body.ended_at)
        yield "Encounter", when, body.kind, body.type, body.reason
    elif one.noun == "problem":
        yield "Condition", body.title, _day(body.since), _day(body.until), over
    else:
        yield "Condition", one.code, _day(body.onset), _day(body.abated), over


def _encounter(one: dict[str, Any]) -> tuple[Any, ...]:
    """Return when an encounter was, how, of which type and why."""
    when = tuple(
        datetime.fromisoformat(one["period"][each]) if each in one["period"] else None
        for each in ("start", "end")
    )
    words = [_in_words(one.get(name, [])) for name in ("type", "reasonCode")]
    return "Encounter", when, one["class"]["code"], *words


def _in_words(concepts: list[dict[str, Any]]) -> str:
    """Return what the first of some concepts says."""
    said = [one.get("text") or one["coding"][0]["display"] for one in concepts[:1]]
    return "".join(said)


def encounters_in(bundle: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """Return the encounters of any system's bundle, each with the names of where and with whom."""
    there = {one["fullUrl"]: one["resource"] for one in bundle["entry"]}

    def named(reference: dict[str, Any]) -> str:
        if "display" in reference:
            return str(reference["display"])
        name = there[reference["reference"]]["name"]
        if isinstance(name, str):
            return name
        (first,) = name
        return " ".join([*first["prefix"], *first["given"], first["family"]])

    return Counter(
        (
            *_encounter(one),
            named(one["serviceProvider"]),
            *(named(each["individual"]) for each in one.get("participant", [])),
        )
        for one in there.values()
        if one["resourceType"] == "Encounter" and one["status"] == "finished"
    )


def _day(said: Any) -> str | None:
    return str(said) if said else None


def said_by(bundle: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """Return the same of a bundle that Bedside wrote, read without Bedside's own reader."""
    resources = (one["resource"] for one in bundle["entry"])
    return Counter(fact for one in resources if (fact := _fact(one)))


def _fact(one: dict[str, Any]) -> tuple[Any, ...] | None:
    kind = one["resourceType"]
    if kind == "Observation":
        at = datetime.fromisoformat(one["effectiveDateTime"].replace("Z", "+00:00"))
        parts = one.get("component", [one])
        code = PRESSURE if "component" in one else one["code"]["coding"][0]["code"]
        return code, at, tuple(part["valueQuantity"]["value"] for part in parts)
    if kind == "Encounter":
        return _encounter(one)
    if kind == "AllergyIntolerance":
        over = one["clinicalStatus"]["coding"][0]["code"] != "active"
        return kind, one["code"]["text"], one.get("onsetDateTime"), over
    if kind == "MedicationStatement":
        dose = one["dosage"][0]["text"] if "dosage" in one else ""
        since = one.get("effectivePeriod", {}).get("start")
        return (
            kind,
            one["medicationCodeableConcept"]["text"],
            dose,
            since,
            one["status"] != "active",
        )
    if kind == "Condition":
        coding = one["code"].get("coding")
        called = coding[0]["code"] if coding else one["code"]["text"]
        over = one["clinicalStatus"]["coding"][0]["code"] != "active"
        return kind, called, one.get("onsetDateTime"), one.get("abatementDateTime"), over
    return None


_PARTS = ("value", "issued", "encounter", "Blood glucose in mg/dL")
"""Of an observation that comes in, what does not."""


def _say(capsys: pytest.CaptureFixture[str], path: Path, record: Record) -> None:
    """Print the figures of a bundle."""
    whole = sum(one.count for one in record.left_out if not one.what)
    others = sum(
        one.count for one in record.left_out if one.kind == "Observation" and one.what not in _PARTS
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\n{path.name[:24]:24} {path.stat().st_size // 1000:4} kB  in: {dict(record.counts)}  "
            f"out: {whole} resources of other types, {others} other observations\n"
        )

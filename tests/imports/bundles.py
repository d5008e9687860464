"""A bundle as another system writes it, small and whole: Mia's record."""

import json
from typing import Any

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
SNOMED, ICD = "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-cm"
MIA_URN = "urn:uuid:7f3c0f4e-52f5-4dc0-9d5f-1f0a6a3b7a01"
MIA: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "7f3c0f4e-52f5-4dc0-9d5f-1f0a6a3b7a01",
    "identifier": [
        {"system": "urn:oid:1.2.36.146.595.217.0.1", "value": "4711"},
        {"type": {"coding": [{"code": "MR"}]}, "system": "https://old.example/mr", "value": "17"},
    ],
    "name": [
        {"use": "official", "family": "Sørensen", "given": ["Mia", "Ane"]},
        {"use": "maiden", "text": "Mia Holm"},
        {"use": "nickname", "text": "Mi"},
    ],
    "telecom": [
        {"system": "phone", "value": "020 7946 0031", "use": "home"},
        {"system": "email", "value": "mia@example.org"},
    ],
    "gender": "female",
    "birthDate": "1984-02-29",
    "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "da-DK"}]}}],
    "contact": [
        {
            "relationship": [{"text": "Brother"}],
            "name": {"text": "Ole Sørensen"},
            "telecom": [{"system": "phone", "value": "020 7946 0032"}],
        }
    ],
}
SUBJECT = {"reference": MIA_URN}


def status(name: str, code: str) -> dict[str, Any]:
    """A status of HL7's, such as condition-clinical, as a concept."""
    system = f"http://terminology.hl7.org/CodeSystem/{name}"
    return {"coding": [{"system": system, "code": code}]}


def allergy(substance: str = "Penicillin", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": status("allergyintolerance-clinical", "active"),
        "verificationStatus": status("allergyintolerance-verification", "confirmed"),
        "type": "allergy",
        "code": {"coding": [{"system": SNOMED, "code": "1", "display": substance}]},
        "patient": SUBJECT,
        "onsetDateTime": "2001-05",
        "recordedDate": "2001-06-01T10:00:00Z",
        "reaction": [{"manifestation": [{"text": "Hives"}], "severity": "moderate"}],
        **more,
    }


def condition(words: str = "Gout", code: str = "", **more: Any) -> dict[str, Any]:
    codings = [{"system": SNOMED, "code": "2", "display": words}]
    return {
        "resourceType": "Condition",
        "clinicalStatus": status("condition-clinical", "active"),
        "verificationStatus": status("condition-ver-status", "confirmed"),
        "code": {
            "coding": [*codings, *([{"system": ICD, "code": code}] if code else [])],
            "text": words,
        },
        "subject": SUBJECT,
        "onsetDateTime": "2012-03-04T06:19:07+00:00",
        **more,
    }


def request(words: str = "Colchicine 0.5 mg", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": words},
        "subject": SUBJECT,
        "authoredOn": "2012-03-05T10:00:00+01:00",
        "dosageInstruction": [{"text": "one twice a day"}],
        **more,
    }


def statement(words: str = "Ibuprofen 400 mg", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "status": "stopped",
        "medicationCodeableConcept": {"text": words},
        "subject": SUBJECT,
        "effectivePeriod": {"start": "2010", "end": "2011-02"},
        "statusReason": [{"text": "Stomach pain"}],
        **more,
    }


def observation(
    code: str, value: float, unit: str, at: str = "2019-05-06T08:30:00+02:00", **more: Any
) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [status("observation-category", "vital-signs")],
        "code": {"coding": [{"system": LOINC, "code": code}], "text": f"LOINC {code}"},
        "subject": SUBJECT,
        "effectiveDateTime": at,
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
        **more,
    }


def pressure(systolic: float, diastolic: float, **more: Any) -> dict[str, Any]:
    parts = [
        {key: one[key] for key in ("code", "valueQuantity")}
        for one in (
            observation("8462-4", diastolic, "mm[Hg]"),
            observation("8480-6", systolic, "mm[Hg]"),
        )
    ]
    whole = observation("85354-9", 0, "", component=parts, **more)
    return {name: value for name, value in whole.items() if name != "valueQuantity"}


def encounter(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": SUBJECT,
        "type": [{"coding": [{"system": SNOMED, "code": "3"}], "text": "Check-up"}],
        "participant": [{"individual": {"reference": "Practitioner/9", "display": "Dr Quist"}}],
        "period": {"start": "2019-05-06T08:15:00+02:00", "end": "2019-05-06T08:45:00+02:00"},
        "reasonCode": [{"text": "A swollen toe"}],
        "serviceProvider": {"display": "Riverside Clinic"},
        **more,
    }


def flag(title: str = "Falls", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Flag",
        "status": "active",
        "category": [status("flag-category", "safety")],
        "code": {"text": title},
        "subject": SUBJECT,
        **more,
    }


WHOLE: tuple[dict[str, Any], ...] = (
    allergy(),
    condition(),
    condition("Asthma", "J45.909"),
    request(),
    statement(),
    observation("29463-7", 71.5, "kg"),
    observation("8302-2", 168.04, "cm"),
    pressure(121, 79),
    observation("39156-5", 25.3, "kg/m2"),
    flag(),
    encounter(),
    {"resourceType": "Claim", "patient": SUBJECT},
)
"""A bit of everything that is kept, and of what is not."""


def bundle(*resources: Any, patient: Any = MIA, kind: str = "collection", **more: Any) -> bytes:
    """Return a bundle of a patient and what is said of them."""
    entries = [{"fullUrl": MIA_URN, "resource": patient}] if patient else []
    entries += [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries, **more}).encode()

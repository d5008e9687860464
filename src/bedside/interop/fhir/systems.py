"""The code systems whose codes Bedside says, each with where it is from; and its own.

Only systems that may be said without a licence stand here. SNOMED CT is licensed by country, so no
code of it is ever made up or looked up. The codes of Bedside's own systems are those of its
database: an export that says them loses none.
"""

from bedside.interop.fhir.base import CodeableConcept, Coding, Extension

LOINC = "http://loinc.org"
"""Regenstrief Institute, Inc.; free of charge with the notice in NOTICE (loinc.org/license)."""
UCUM = "http://unitsofmeasure.org"
"""The Unified Code for Units of Measure; Regenstrief Institute, Inc. (ucum.org/license)."""
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ALLERGY_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
ALLERGY_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
AUDIT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
DATA_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
FLAG_CATEGORY = "http://terminology.hl7.org/CodeSystem/flag-category"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
PRACTITIONER_ROLE = "http://terminology.hl7.org/CodeSystem/practitioner-role"
LANGUAGE = "urn:ietf:bcp:47"

_HL7 = "HL7 FHIR R4 (4.0.1), https://hl7.org/fhir/R4/terminologies-systems.html; CC0"
SOURCES = {
    LOINC: "LOINC, Regenstrief Institute, Inc., https://loinc.org/license",
    UCUM: "UCUM, Regenstrief Institute, Inc., https://ucum.org/license",
    LANGUAGE: "BCP 47, IETF",
    **dict.fromkeys(
        (
            ACT_CODE,
            ALLERGY_CLINICAL,
            ALLERGY_VERIFICATION,
            AUDIT_TYPE,
            CONDITION_CATEGORY,
            CONDITION_CLINICAL,
            CONDITION_VERIFICATION,
            DATA_ABSENT,
            FLAG_CATEGORY,
            OBSERVATION_CATEGORY,
            PRACTITIONER_ROLE,
        ),
        _HL7,
    ),
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM, NCHS and CMS, United States; public domain",
}
"""Every system of others whose codes may leave, and its source."""

OURS = "urn:bedside:"
"""What the names of Bedside's own systems and extensions begin with."""
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
GENDER_IDENTITY = "http://hl7.org/fhir/StructureDefinition/patient-genderIdentity"
RELATED_CONDITION = "http://hl7.org/fhir/StructureDefinition/condition-related"
TIME_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone"


def own(system: str, code: str, display: str | None = None) -> Coding:
    """Return a code of one of Bedside's own systems."""
    return Coding(system=OURS + system, code=code, display=display or None)


def extra(name: str, **value: object) -> Extension:
    """Return one of Bedside's own extensions."""
    return Extension.model_validate({"url": OURS + name, **value})


def not_said() -> CodeableConcept:
    """Return the concept that stands where FHIR needs one and nobody said anything."""
    return CodeableConcept(extension=[Extension(url=ABSENT, value_code="unknown")])

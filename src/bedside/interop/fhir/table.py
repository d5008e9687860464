"""Every type of resource there is here, in the order of the documentation: the one table that
routes, searches and the CapabilityStatement are made of."""

from collections.abc import Mapping

from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.resources.allergy_intolerance import ALLERGY_INTOLERANCE
from bedside.interop.fhir.resources.appointment import APPOINTMENT
from bedside.interop.fhir.resources.audit_event import AUDIT_EVENT
from bedside.interop.fhir.resources.condition import CONDITION
from bedside.interop.fhir.resources.document_reference import DOCUMENT_REFERENCE
from bedside.interop.fhir.resources.encounter import ENCOUNTER
from bedside.interop.fhir.resources.flag import FLAG
from bedside.interop.fhir.resources.group import GROUP
from bedside.interop.fhir.resources.location import LOCATION
from bedside.interop.fhir.resources.medication_statement import MEDICATION_STATEMENT
from bedside.interop.fhir.resources.observation import OBSERVATION
from bedside.interop.fhir.resources.organization import ORGANIZATION
from bedside.interop.fhir.resources.patient import PATIENT
from bedside.interop.fhir.resources.practitioner import PRACTITIONER
from bedside.interop.fhir.resources.practitioner_role import PRACTITIONER_ROLES
from bedside.interop.fhir.resources.questionnaire import QUESTIONNAIRE
from bedside.interop.fhir.resources.questionnaire_response import QUESTIONNAIRE_RESPONSE
from bedside.interop.fhir.resources.risk_assessment import RISK_ASSESSMENT
from bedside.interop.fhir.resources.schedule import SCHEDULE
from bedside.interop.fhir.resources.slot import SLOT

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        PATIENT,
        ORGANIZATION,
        LOCATION,
        GROUP,
        PRACTITIONER,
        PRACTITIONER_ROLES,
        ENCOUNTER,
        CONDITION,
        ALLERGY_INTOLERANCE,
        MEDICATION_STATEMENT,
        OBSERVATION,
        FLAG,
        QUESTIONNAIRE,
        QUESTIONNAIRE_RESPONSE,
        RISK_ASSESSMENT,
        DOCUMENT_REFERENCE,
        APPOINTMENT,
        SCHEDULE,
        SLOT,
        AUDIT_EVENT,
    )
}

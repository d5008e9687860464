"""One patient's record out of a bundle: who it is about, what is kept, left out, and wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bedside.clinic.patients.profile import Profile
from bedside.interop.fhir.reading import encounters, lists
from bedside.interop.fhir.reading.bundle import Bundle, read_bundle
from bedside.interop.fhir.reading.element import Element, has_a_modifier
from bedside.interop.fhir.reading.findings import NOT_KEPT, LeaveOut, LeftOut, Wrong
from bedside.interop.fhir.reading.kept import About, Kept
from bedside.interop.fhir.reading.patient import DIED, has_died, identity_of, read_profile
from bedside.interop.fhir.reading.vitals import read_vitals

NOBODY = "There is no Patient in this bundle."
SEVERAL = "There is more than one Patient in this bundle. Bring in one at a time."
MODIFIED = "A modifier extension changes what it means, in a way that Bedside does not know."
GOES_ON = "This is one page of a search that has more: what is on the other pages is missing."
_ELSEWHERE = "This is nobody and nowhere here: an encounter keeps the names of where and with whom."
_MONEY = "Bedside keeps no bills."
_INTERVIEW = "An interview and what was made of it stay where they were."
_BOOKED = "An appointment is with a doctor at a clinic: book it here."
WHY: Mapping[str, str] = {
    "Appointment": _BOOKED,
    "Schedule": _BOOKED,
    "Slot": _BOOKED,
    "Questionnaire": _INTERVIEW,
    "QuestionnaireResponse": _INTERVIEW,
    "RiskAssessment": _INTERVIEW,
    "ClinicalImpression": _INTERVIEW,
    "Account": _MONEY,
    "Claim": _MONEY,
    "ClaimResponse": _MONEY,
    "Coverage": _MONEY,
    "ExplanationOfBenefit": _MONEY,
    "Location": _ELSEWHERE,
    "Organization": _ELSEWHERE,
    "Practitioner": _ELSEWHERE,
    "PractitionerRole": _ELSEWHERE,
    "DocumentReference": "A note is written and signed here by its author; this one is elsewhere.",
    "Composition": "A note is written and signed here by its author; this one is elsewhere.",
    "DiagnosticReport": "Bedside keeps no reports of laboratories; vital signs come by themselves.",
    "Medication": "Its name comes with what refers to it.",
    "Provenance": "Who wrote it there is not kept.",
    "AuditEvent": "Who looked at it there is not kept.",
}
"""Why resources of a type stay out, beyond that Bedside does not keep them."""


READERS = {**lists.READERS, "Encounter": encounters.encounter}
"""How resources of a type are read that become one entry each."""


@dataclass(frozen=True)
class Record:
    """What a bundle says of one patient.

    `profile` is None where something is wrong with it. `identity` is what makes them the same in
    another bundle. `notices` are sentences to be read before anything else.
    """

    profile: Profile | None
    identity: str
    kept: tuple[Kept, ...]
    left_out: tuple[LeftOut, ...]
    wrong: tuple[Wrong, ...]
    notices: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries of each noun come in."""
        return Counter(one.noun for one in self.kept)


def read_record(text: bytes, *, latest: date) -> Record:
    """Return what a bundle says; `latest` is the last day that can be a birth date.

    Raises Invalid for `file` when it is no bundle, is too large, or is not about one patient.
    """
    bundle = read_bundle(text)
    findings = bundle.findings
    patients = bundle.of("Patient")
    if len(patients) != 1:
        findings.wrong("Bundle.entry", SEVERAL if patients else NOBODY)
        return Record(None, "", (), (), findings.all_wrong)
    (patient,) = patients
    if has_a_modifier(patient.value):
        patient.wrong("modifierExtension", MODIFIED)
    identity = identity_of(patient)
    profile = read_profile(patient, latest=latest)
    patient.finish(is_resource=True)
    kept = _entries(About(bundle, patient, profile.birth_date if profile else None))
    said = ((GOES_ON, bundle.goes_on), (DIED, has_died(patient)))
    notices = tuple(sentence for sentence, holds in said if holds)
    return Record(profile, identity, kept, findings.all_left_out, findings.all_wrong, notices)


def _entries(about: About) -> tuple[Kept, ...]:
    """Return what is kept, each noun in the order of the bundle."""
    known = [one for one in about.bundle.resources if _is_known(one, about.bundle)]
    listed = [found for one in known if (found := _listed(one, about))]
    observations = (one for one in known if one.kind == "Observation")
    return (*listed, *read_vitals(observations, about))


def _is_known(one: Element, bundle: Bundle) -> bool:
    """Whether a resource can be read as one of those that are kept; else say why not."""
    if one.kind == "Patient":
        return False
    if one.kind not in READERS and one.kind != "Observation":
        bundle.findings.leave_out(one.kind, "", WHY.get(one.kind, NOT_KEPT), one.path)
        return False
    if has_a_modifier(one.value):
        bundle.findings.leave_out(one.kind, "", MODIFIED, one.path)
        return False
    return True


def _listed(one: Element, about: About) -> Kept | None:
    """Return the entry that a resource becomes, None for one that stays out."""
    reader = READERS.get(one.kind)
    if reader is None:
        return None
    try:
        kept = reader(one, about)
    except LeaveOut as error:
        about.bundle.findings.leave_out(one.kind, error.what, error.why, one.path)
        return None
    one.finish(is_resource=True)
    return kept

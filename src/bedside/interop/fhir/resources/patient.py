"""A patient: who they are and how to reach them.

Bedside keeps a name in one text, as the person writes it; FHIR's `family` and `given` are not made
up out of it, and what is sent in them is put together to one.
"""

from collections.abc import Collection, Iterator
from typing import Literal
from uuid import UUID

from bedside import clinic
from bedside.clinic import PatientView, Profile
from bedside.clinic.patients.profile import LANGUAGES, NextOfKin
from bedside.clinic.search.views import Place as FoundAt
from bedside.interop.fhir.asking import Asker, uuid_of, uuids_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    ContactPoint,
    Extension,
    FhirModel,
    HumanName,
    Identifier,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, refers, token, when
from bedside.interop.fhir.searching import Place, Query, Row, Rows
from bedside.interop.fhir.systems import GENDER_IDENTITY, LANGUAGE, OURS, extra

RECORD_NUMBER = f"{OURS}record-number"


class Communication(FhirModel):
    """A language to speak with somebody."""

    language: CodeableConcept
    preferred: bool | None = None


class Contact(FhirModel):
    """Whom to call about a patient."""

    relationship: list[CodeableConcept] = []
    name: HumanName | None = None
    telecom: list[ContactPoint] = []


class Patient(Resource):
    """A patient."""

    resource_type: Literal["Patient"] = "Patient"
    extension: list[Extension] = []
    identifier: list[Identifier] = []
    active: bool | None = None
    name: list[HumanName] = []
    telecom: list[ContactPoint] = []
    gender: Literal["male", "female", "other", "unknown"] | None = None
    birth_date: str | None = None
    contact: list[Contact] = []
    communication: list[Communication] = []
    general_practitioner: list[Reference] = []
    managing_organization: Reference | None = None


def to_fhir(view: PatientView) -> Patient:
    """Return a patient; without their details where these do not open."""
    doctor = view.responsible_id
    place = view.facility_id
    said = Patient(
        id=str(view.id),
        meta=meta(view.version),
        identifier=_numbers(view),
        active=True,
        general_practitioner=[refer("Practitioner", doctor)] if doctor else [],
        managing_organization=refer("Organization", place) if place else None,
    )
    return said.model_copy(update=_details(view.profile)) if view.profile else said


def _details(profile: Profile) -> dict[str, object]:
    return {
        "extension": _extensions(profile),
        "name": _names(profile),
        "telecom": _telecom(profile),
        "gender": profile.sex,
        "birth_date": profile.birth_date.isoformat(),
        "contact": [_contact(profile.next_of_kin)] if profile.next_of_kin else [],
        "communication": _communication(profile),
    }


def _numbers(view: PatientView) -> list[Identifier]:
    number = view.record_number
    return [Identifier(use="usual", system=RECORD_NUMBER, value=number)] if number else []


def _names(profile: Profile) -> list[HumanName]:
    usual = [HumanName(use="usual", text=profile.preferred_name)] if profile.preferred_name else []
    former = [HumanName(use="old", text=name) for name in profile.former_names]
    return [HumanName(use="official", text=profile.name), *usual, *former]


def _telecom(profile: Profile) -> list[ContactPoint]:
    said = (("phone", profile.phone), ("email", profile.email))
    return [ContactPoint(system=system, value=value) for system, value in said if value]


def _contact(kin: NextOfKin) -> Contact:
    return Contact(
        relationship=[concept(kin.relationship)] if kin.relationship else [],
        name=HumanName(text=kin.name),
        telecom=[ContactPoint(system="phone", value=kin.phone)] if kin.phone else [],
    )


def _communication(profile: Profile) -> list[Communication]:
    code = profile.language
    if not code:
        return []
    spoken = concept(None, Coding(system=LANGUAGE, code=code, display=LANGUAGES.get(code)))
    return [Communication(language=spoken, preferred=True)]


def _extensions(profile: Profile) -> list[Extension]:
    needs = [extra("need", value_code=code) for code in profile.needs]
    if not profile.gender:
        return needs
    words = concept(profile.gender)
    return [Extension(url=GENDER_IDENTITY, value_codeable_concept=words), *needs]


def _read(asker: Asker, identifier: str) -> Patient:
    return to_fhir(clinic.read_patient(uuid_of(identifier), by=asker.by))


def _together(asker: Asker, ids: Collection[str]) -> list[Patient]:
    if asker.by.role == "patient":
        own = str(asker.by.patient)
        return [_read(asker, own)] if own in ids else []
    among = uuids_of(ids)
    return [to_fhir(one) for one in clinic.read_patients(among=among, by=asker.by)]


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    """Patients have one row, themselves; staff those in reach, or those whom a text may mean."""
    by = query.asker.by
    if by.role == "patient":
        return Rows([Row([], [_read(query.asker, str(by.patient))])], None)
    words = list(_words(query))
    if words:
        return _found(" ".join(words), query, after, limit)
    begin = UUID(after[0]) if after else None
    page = clinic.read_patients(by=by, after=begin, limit=query.rows(limit))
    rows = [Row([str(one.id)], [to_fhir(one)]) for one in page]
    return Rows(rows, rows[-1].place if page.more else None)


def _words(query: Query) -> Iterator[str]:
    """Yield what the clinic's own search is asked: whole days, and numbers without a system."""
    for name in _LOOKED_FOR:
        for value in query.all(name):
            text = value.rpartition("|")[2].removeprefix("eq")
            if name != "birthdate" or len(text) == len("2001-02-03"):
                yield text


def _found(text: str, query: Query, after: Place | None, limit: int) -> Rows:
    # Never more than fit: a search says where its pages end, and not where each of its rows does.
    at = FoundAt(after[0], UUID(after[1]), after[2]) if after else None
    found = clinic.find_patients(text, after=at, limit=limit, by=query.asker.by)
    going_on = found.next
    place = [going_on.nearness, str(going_on.facility), going_on.number] if going_on else None
    rows = [Row(place or [], [to_fhir(hit.patient)]) for hit in found.hits]
    return Rows(rows, place)


_LOOKED_FOR = ("name", "family", "given", "birthdate", "phone", "email", "identifier")
PATIENT = Kind(
    name="Patient",
    about="The patients in the caller's reach; a patient has only themselves",
    reads="patient.read",
    read=_read,
    lists=[_rows],
    params=[
        Param("name", "string", "Words of a name, in any order, as they sound or begin"),
        Param("family", "string", "The same as name: names are kept in one text"),
        Param("given", "string", "The same as name: names are kept in one text"),
        when("birthdate", "The birth date", lambda one: [one.birth_date]),
        Param("phone", "token", "A phone number, or its last digits"),
        Param("email", "token", "A whole email address"),
        Param("identifier", "token", "A record number"),
        token("gender", "The sex that medicine must know", lambda one: [one.gender]),
        refers(
            "general-practitioner",
            "The doctor who answers for the care",
            lambda one: one.general_practitioner,
            "Practitioner",
        ),
        refers(
            "organization",
            "The facility that cares for the patient",
            lambda one: [one.managing_organization],
            "Organization",
        ),
    ],
    includes=["general-practitioner", "organization"],
    together=_together,
    dated=False,
)

"""A patient: who they are and how to reach them.

Bedside keeps a name in one text, as the person writes it; FHIR's `family` and `given` are not made
up out of it, and what is sent in them is put together to one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from bedside import clinic
from bedside.clinic import PatientView, Profile
from bedside.clinic.patients.profile import LANGUAGES, NextOfKin
from bedside.clinic.patients.views import Replaced
from bedside.clinic.search.views import Place as FoundAt
from bedside.errors import Conflict, Invalid
from bedside.interop.fhir import writing
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
from bedside.interop.fhir.resources.common import changed
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


class Link(FhirModel):
    """Another record of the same person."""

    other: Reference
    type: Literal["replaced-by", "replaces"]


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
    link: list[Link] = []


def replaced_to_fhir(view: Replaced) -> Patient:
    """Return a record that must no longer be used: which one is, and what it was known by."""
    number = view.record_number
    return Patient(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        identifier=[Identifier(use="old", system=RECORD_NUMBER, value=number)] if number else [],
        active=False,
        link=[Link(other=refer("Patient", view.kept), type="replaced-by")],
    )


def to_fhir(view: PatientView, replaced: Sequence[Replaced] = ()) -> Patient:
    """Return a patient; without their details where these do not open."""
    doctor = view.responsible_id
    place = view.facility_id
    said = Patient(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        identifier=_numbers(view),
        active=True,
        general_practitioner=[refer("Practitioner", doctor)] if doctor else [],
        managing_organization=refer("Organization", place) if place else None,
        link=[Link(other=refer("Patient", one.id), type="replaces") for one in replaced],
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


_KEPT = (
    "extension",
    "name",
    "telecom",
    "gender",
    "birth_date",
    "contact",
    "communication",
    "managing_organization",
    "active",
)


def create(asker: Asker, body: Mapping[str, Any]) -> Patient:
    """Register somebody at a facility where the caller works. Raises Invalid and Conflict."""
    wanted = writing.parsed(Patient, body, _KEPT)
    facility = writing.id_of(wanted.managing_organization, "Organization", "managingOrganization")
    profile = Profile(**_said(wanted), email=_reached(wanted, "email"))
    row = clinic.enrol_patient(profile=profile, facility=facility, by=asker.by)
    return _read(asker, str(row.id))


def update(asker: Asker, identifier: str, body: Mapping[str, Any], version: int) -> Patient:
    """Correct a patient's details, or say who answers for their care: nobody, with an empty list.

    Raises NotFound, Stale, Invalid, and Conflict for both at once.
    """
    patient = uuid_of(identifier)
    now = _read(asker, identifier)
    if now.active is False:
        raise Conflict("This record is a part of another one now: change that, see its link.")
    wanted = writing.said(Patient, body)
    may_change = {*_KEPT, "general_practitioner"} - {"managing_organization", "active"}
    writing.must_stay(now, wanted, may_change, version)
    if _reached(wanted, "email") != _reached(now, "email"):
        raise Invalid(fields={"body.telecom": "The email is how they sign in; it stays."})
    doctor = _doctor(wanted)
    is_said = "general_practitioner" in wanted.model_fields_set
    if is_said and doctor != _doctor(now):
        if _said(wanted) != _said(now):
            raise Conflict(
                "Say first what is different, and then, as a second change, who answers."
            )
        view = clinic.set_responsible(patient, doctor, version=version, by=asker.by)
    else:
        view = clinic.correct_profile(patient, _said(wanted), version=version, by=asker.by)
    return _all_records([view], asker)[0]


def _doctor(said: Patient) -> UUID | None:
    named = writing.alone(said.general_practitioner, "generalPractitioner")
    return writing.maybe_id_of(named, "Practitioner", "generalPractitioner")


def _said(wanted: Patient) -> dict[str, Any]:
    names = _names_said(wanted)
    gender = [one for one in wanted.extension if one.url == GENDER_IDENTITY]
    needs = [one for one in wanted.extension if one not in gender]
    writing.own_texts(needs, "need")
    identity = writing.alone(gender, "extension")
    return {
        "name": names["official"],
        "preferred_name": names["usual"],
        "former_names": tuple(one.text or "" for one in wanted.name if one.use == "old"),
        "birth_date": _birth_date(wanted.birth_date),
        "sex": wanted.gender or "",
        "gender": writing.words_of(identity and identity.value_codeable_concept, "extension"),
        "phone": _reached(wanted, "phone"),
        "language": _language(wanted),
        "needs": tuple(sorted(one.value_code or "" for one in needs)),
        "next_of_kin": _kin(writing.alone(wanted.contact, "contact")),
    }


def _names_said(wanted: Patient) -> dict[str, str]:
    """The name, and what they like to be called; a name without a use is the name."""
    current = [one for one in wanted.name if one.use != "old"]
    named = {one.use or "official": one.text or "" for one in current}
    if len(named) < len(current) or set(named) - {"official", "usual"}:
        raise Invalid(fields={"body.name": "One official name is kept, one usual, and old ones."})
    only = named.get("official") or named.get("usual", "")
    return {"official": only, "usual": named.get("usual", "") if "official" in named else ""}


def _birth_date(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Invalid(fields={"body.birthDate": "Write the whole day."}) from None


def _reached(wanted: Patient, system: str) -> str:
    if any(one.system not in ("phone", "email") for one in wanted.telecom):
        raise Invalid(fields={"body.telecom": "A phone number and an email are kept."})
    found = writing.alone([one for one in wanted.telecom if one.system == system], "telecom")
    return (found.value or "") if found else ""


def _language(wanted: Patient) -> str:
    spoken = writing.alone(wanted.communication, "communication")
    return writing.code_of(spoken.language, LANGUAGE) or "" if spoken else ""


def _kin(contact: Contact | None) -> NextOfKin | None:
    if contact is None:
        return None
    phone = writing.alone(contact.telecom, "contact.telecom")
    related = writing.alone(contact.relationship, "contact.relationship")
    return NextOfKin(
        name=(contact.name and contact.name.text) or "",
        relationship=writing.words_of(related, "contact.relationship"),
        phone=(phone and phone.value) or "",
    )


def _read(asker: Asker, identifier: str) -> Patient:
    """What has this id: of a record that was merged into another one, that it was."""
    records = every_record(asker, uuid_of(identifier))
    return next(one for one in records if one.id == identifier)


def every_record(asker: Asker, patient: UUID) -> list[Patient]:
    """Return every record of somebody, the one that is kept first. Raises NotFound."""
    return _all_records([clinic.read_patient(patient, by=asker.by)], asker)


def _together(asker: Asker, ids: Collection[str]) -> list[Patient]:
    if asker.by.role == "patient":
        own = every_record(asker, asker.by.patient) if asker.by.patient else []
        return [one for one in own if one.id in ids]
    views = clinic.read_patients(among=uuids_of(ids), by=asker.by)
    return [one for one in _all_records(views, asker) if one.id in ids]


def _kept(views: Sequence[PatientView], *, asker: Asker) -> list[Patient]:
    return _all_records(views, asker)[: len(views)]


def _all_records(views: Sequence[PatientView], asker: Asker) -> list[Patient]:
    """What was read of some people, each with the records that it replaces; then those records."""
    replaced = clinic.records_replaced_by([view.id for view in views], by=asker.by)
    kept = [to_fhir(view, [one for one in replaced if one.kept == view.id]) for view in views]
    return [*kept, *map(replaced_to_fhir, replaced)]


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    """Patients have one row, themselves; staff those in reach, or those whom a text may mean."""
    by = query.asker.by
    if by.role == "patient":
        return Rows([Row([], [_read(query.asker, str(by.patient))])], None)
    words = list(_words(query))
    if words:
        return _found(" ".join(words), query, after, limit)
    begin = UUID(after[0]) if after else None
    since, until = changed(query)
    page = clinic.read_patients(
        changed_since=since,
        changed_until=until,
        after=begin,
        limit=query.rows(limit),
        by=by,
    )
    rows = [Row([str(one.id)], [one]) for one in _kept(page, asker=query.asker)]
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
    people = _kept([hit.patient for hit in found.hits], asker=query.asker)
    rows = [Row(place or [], [one]) for one in people]
    return Rows(rows, place)


_ELEMENTS = {
    "birth_date": "birthDate",
    "sex": "gender",
    "phone": "telecom",
    "email": "telecom",
    "preferred_name": "name",
    "former_names": "name",
    "gender": "extension",
    "needs": "extension",
    "language": "communication",
    "next_of_kin": "contact",
    "responsible": "generalPractitioner",
}
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
    creates="patient.enrol",
    create=create,
    updates="patient.correct",
    update=update,
    elements=_ELEMENTS,
)

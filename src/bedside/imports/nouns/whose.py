"""Whose a row is that is about a patient: by the record number here, the number in the other system
from which they were brought in, or their whole name with their birth date.

Where a row says more than one of these they must agree. A list that has slipped by a row names the
right number beside the wrong person, and an allergy in the wrong record is worse than none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bedside.clinic import open_patients, patients_visible_to
from bedside.clinic.patients.records import kept_of
from bedside.clinic.patients.views import PatientView
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.naming import Named, each_named, shares_a_name
from bedside.clinic.search.numbers import number_in
from bedside.imports.nouns import patients
from bedside.imports.nouns.sheet import Place
from bedside.imports.reading.days import read_day
from bedside.imports.rows import Said, Ways
from bedside.imports.sources import known_at, source_of_patient

LABELS: Mapping[str, str] = {
    "record_number": "The patient's record number here",
    "patient_key": "The patient's number in the other system",
    "name": "The patient's name",
    "given_name": "The patient's given names",
    "family_name": "The patient's family name",
    "birth_date": "The patient's birth date",
}
"""The columns that say whose a row is."""
ALIASES: Mapping[str, str] = {
    "record number": "record_number", "number": "record_number", "no": "record_number",
    "record no": "record_number",
    "patient id": "patient_key", "patient number": "patient_key", "mrn": "patient_key",
    "chart number": "patient_key", "identifier": "patient_key", "openmrs id": "patient_key",
    "pid": "patient_key", "pubpid": "patient_key",
    **{
        heading: code
        for heading, code in patients.ALIASES.items()
        if code in {"name", "given_name", "family_name", "birth_date"}
    },
}  # fmt: skip
NOT_SAID = "Say whose this is: a record number, or the name and the birth date."
NO_COLUMN = "Say which column holds the record number, or the name and the birth date."
NO_NUMBER = "This is no record number: a digit is wrong, missing or too many."
NOBODY = {
    "record_number": "Nobody in your reach has this record number.",
    "patient_key": "Nobody in your reach was brought in with this number.",
    "name": "Nobody in your reach has this name and birth date.",
}
SEVERAL = "Several patients have this name and birth date. Write the record number."
ANOTHER = "The row names two patients: this does not fit its other columns."
NOT_OPENED = "The patient's details could not be opened, so nobody can say whether it is them."


@dataclass(frozen=True)
class Whom:
    """Whom a row says that it is about; what it does not say is empty."""

    number: int | None = None
    key: str = ""
    name: str = ""
    born: date | None = None


@dataclass(frozen=True)
class Found:
    """Whose each row is, and what is wrong with the others, by field."""

    views: Mapping[int, PatientView]
    problems: Mapping[int, Mapping[str, str]]


def missing(fields: set[str]) -> dict[str, str]:
    """Return what has to be mapped to know whose a row is."""
    by_name = "birth_date" in fields and bool({"name", "family_name"} & fields)
    if by_name or {"record_number", "patient_key"} & fields:
        return {}
    return {"record_number": NO_COLUMN}


def read(said: Said, ways: Ways) -> tuple[Whom, dict[str, str]]:
    """Return whom a row is about, and what is wrong with how it says so."""
    problems: dict[str, str] = {}
    written = "".join(filter(str.isdigit, said.get("record_number", "")))
    number = number_in(written)
    if said.get("record_number") and number is None:
        problems["record_number"] = NO_NUMBER
    born = read_day(said.get("birth_date", ""), ways.order)
    if said.get("birth_date") and born is None:
        problems["birth_date"] = patients.NO_DAY
    whom = Whom(number, said.get("patient_key", ""), patients.name_of(said), born)
    if not problems and not (whom.number or whom.key or (whom.name and whom.born)):
        problems["record_number"] = NOT_SAID
    return whom, problems


def find(rows: Mapping[int, Whom], place: Place) -> Found:
    """Return whose rows are: a bounded number of queries, and each profile opened once."""
    ways = _ways(rows, place)
    meant = {one for found in ways.values() for those in found.values() for one in those}
    known = list(patients_visible_to(place.by).filter(id__in=meant))
    kept = kept_of(known)
    wanted = list({row.id: row for row in kept.values()}.values())
    views = dict(zip((row.id for row in wanted), open_patients(wanted, by=place.by), strict=True))
    seen = {old: views[row.id] for old, row in kept.items()}
    found = {number: _found(rows[number], ways[number], seen) for number in rows}
    return Found(
        {number: one for number, one in found.items() if isinstance(one, PatientView)},
        {number: one for number, one in found.items() if not isinstance(one, PatientView)},
    )


def _ways(rows: Mapping[int, Whom], place: Place) -> dict[int, dict[str, Collection[UUID]]]:
    """Return for each row, by the field that says so, who is meant; three questions for all."""
    facility = place.facility.id
    numbers = _numbered({whom.number for whom in rows.values() if whom.number}, facility)
    sources = {whom.key: source_of_patient(facility, whom.key) for whom in rows.values()}
    keys = known_at(facility, (source for key, source in sources.items() if key))
    named = {
        number: Named(whom.name, whom.born)
        for number, whom in rows.items()
        if whom.name and whom.born and not (whom.number or whom.key)
    }
    by_name = dict(
        zip(named, each_named(list(named.values()), facility=facility, by=place.by), strict=True)
    )
    ways: dict[int, dict[str, Collection[UUID]]] = {number: {} for number in rows}
    for number, whom in rows.items():
        if whom.number:
            ways[number]["record_number"] = numbers.get(whom.number, ())
        if whom.key:
            ways[number]["patient_key"] = _some(keys.get(sources[whom.key]))
        if number in by_name:
            ways[number]["name"] = by_name[number]
    return ways


def _numbered(numbers: Collection[int], facility: UUID) -> dict[int, list[UUID]]:
    rows = RecordNumber.objects.filter(facility=facility, number__in=numbers)
    return {number: [patient] for number, patient in rows.values_list("number", "patient")}


def _some(patient: UUID | None) -> list[UUID]:
    return [patient] if patient else []


def _found(
    whom: Whom, ways: Mapping[str, Collection[UUID]], seen: Mapping[UUID, PatientView]
) -> PatientView | dict[str, str]:
    """Return who is meant by a row in all of its ways, or what is wrong."""
    meant: PatientView | None = None
    for field, those in ways.items():
        views = {seen[one].id: seen[one] for one in those if one in seen}
        if not views:
            return {field: NOBODY[field]}
        if len(views) > 1:
            return {field: SEVERAL}
        (view,) = views.values()
        if meant is not None and meant.id != view.id:
            return {field: ANOTHER}
        meant = view
    return (meant and _against(whom, meant)) or meant or {"record_number": NOT_SAID}


def _against(whom: Whom, view: PatientView) -> dict[str, str]:
    """Return what a row says about the patient whom it names that is not so."""
    if view.profile is None:
        return {"record_number": NOT_OPENED} if whom.name or whom.born else {}
    if whom.born and whom.born != view.profile.birth_date:
        return {"birth_date": ANOTHER}
    if whom.name and not shares_a_name(view.profile, whom.name):
        return {"name": ANOTHER}
    return {}

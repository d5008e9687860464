"""A patient from a row of somebody else's table.

The columns are those of a profile. A row is read into a profile and checked by the rules by which
one is registered, so nobody is brought in who could not have been registered.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from bedside import vault
from bedside.accounts import User, emails
from bedside.accounts.acts import under_way
from bedside.clinic import patients_visible_to
from bedside.clinic.duplicates import are_likely_here, of_each
from bedside.clinic.entries.models import Entry
from bedside.clinic.models import (
    Allergy,
    CareRelation,
    Diagnosis,
    EncounterElsewhere,
    Flag,
    Medicine,
    Patient,
    Problem,
    Vitals,
)
from bedside.clinic.patients.joining import BROUGHT_IN, join
from bedside.clinic.patients.profile import LANGUAGES, NextOfKin, Profile
from bedside.clinic.patients.reach import sees_profiles
from bedside.clinic.search.models import RecordNumber
from bedside.errors import Invalid, NotFound
from bedside.imports.models import BroughtRow
from bedside.imports.nouns.sheet import Place, Sheet
from bedside.imports.reading.days import read_day
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways

LABELS: Mapping[str, str] = {
    "key": "Their number in the other system",
    "name": "Name",
    "given_name": "Given names",
    "family_name": "Family name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "phone": "Phone",
    "email": "Email",
    "preferred_name": "Called",
    "former_name": "Former name",
    "gender": "Gender",
    "language": "Language",
    "kin_name": "Next of kin",
    "kin_relationship": "Relationship of the next of kin",
    "kin_phone": "Phone of the next of kin",
}
"""What a column may hold, by the field's code."""
ALIASES: Mapping[str, str] = {
    # spreadsheets
    "id": "key", "patient id": "key", "patient number": "key", "record number": "key",
    "number": "key", "mrn": "key", "chart number": "key",
    "name": "name", "full name": "name", "patient": "name", "patient name": "name",
    "first name": "given_name", "given name": "given_name", "given names": "given_name",
    "first names": "given_name", "forename": "given_name", "forenames": "given_name",
    "first": "given_name", "last name": "family_name", "family name": "family_name",
    "surname": "family_name", "last": "family_name",
    "birth date": "birth_date", "birthdate": "birth_date", "date of birth": "birth_date",
    "dob": "birth_date", "born": "birth_date", "sex": "sex",
    "phone": "phone", "phone number": "phone", "telephone": "phone", "mobile": "phone",
    "tel": "phone", "telephone number": "phone", "mobile phone": "phone", "cell phone": "phone",
    "email": "email", "email address": "email", "e mail": "email",
    "mail": "email",
    "called": "preferred_name", "preferred name": "preferred_name",
    "former name": "former_name", "maiden name": "former_name", "maiden": "former_name",
    "gender": "gender", "language": "language", "preferred language": "language",
    "next of kin": "kin_name", "emergency contact": "kin_name",
    "next of kin relationship": "kin_relationship", "next of kin phone": "kin_phone",
    # OpenMRS, patient and person tables
    "identifier": "key", "openmrs id": "key", "familyname": "family_name",
    "givenname": "given_name", "person name given name": "given_name",
    "person name family name": "family_name",
    # OpenEMR, patient_data
    "pubpid": "key", "pid": "key", "fname": "given_name", "lname": "family_name",
    "phone cell": "phone", "phone home": "phone", "contact relationship": "kin_name",
    "phone contact": "kin_phone",
    # German, French and Spanish headings
    "nachname": "family_name", "vorname": "given_name", "geburtsdatum": "birth_date",
    "geschlecht": "sex", "telefon": "phone", "nom": "family_name", "prénom": "given_name",
    "date de naissance": "birth_date", "sexe": "sex", "téléphone": "phone",
    "nombre": "given_name", "apellidos": "family_name", "fecha de nacimiento": "birth_date",
    "sexo": "sex", "teléfono": "phone",
}  # fmt: skip
"""Which field a heading most likely means, in small letters with spaces."""
HEADINGS = ("Name", "Born", "Sex", "Phone")
_SEXES = {
    "female": ("f", "female", "w", "woman", "weiblich", "femme", "féminin", "mujer", "femenino"),
    "male": ("m", "male", "man", "männlich", "homme", "masculin", "hombre", "masculino"),
    "other": ("o", "other", "x", "d", "diverse", "divers", "intersex", "autre", "otro"),
}
SEXES: Mapping[str, str] = {word: sex for sex, words in _SEXES.items() for word in words}
CAME_ALONG: tuple[type[Entry], ...] = (
    Problem,
    Diagnosis,
    Medicine,
    Allergy,
    Vitals,
    Flag,
    EncounterElsewhere,
)
"""What may have come with a patient, each before what it refers to."""
_SAID_AS = {"kin_name": "next_of_kin", "former_name": "former_names"}
NO_NAME = "Say which column holds the name, or the given and the family name."
NO_DATE = "Say which column holds the birth date."
NO_SEX = "Say which column holds the sex."
NO_PHONE = "Say which column holds the phone number: nobody is a patient without one."
NO_DAY = "This is no day in the order that was chosen, with a year of four digits."


def missing(fields: set[str]) -> dict[str, str]:
    """Return what has to be mapped before a row can be read, by the field to say it at."""
    wanted = {
        "name": (bool(fields & {"name", "family_name"}), NO_NAME),
        "birth_date": ("birth_date" in fields, NO_DATE),
        "sex": ("sex" in fields, NO_SEX),
        "phone": ("phone" in fields, NO_PHONE),
    }
    return {field: sentence for field, (is_there, sentence) in wanted.items() if not is_there}


def read(said: Said, ways: Ways, latest: date) -> Read:
    """Return a profile from cells by field; `latest` is the last day that can be a birth date."""
    problems: dict[str, str] = {}
    born = read_day(said.get("birth_date", ""), ways.order)
    if born is None:
        problems["birth_date"] = NO_DAY
    profile = Profile(
        name=name_of(said),
        # Any day at all, so that the other fields are checked too: the row is refused anyhow.
        birth_date=born or latest,
        sex=SEXES.get(said.get("sex", "").casefold(), ""),
        email=said.get("email", ""),
        phone=said.get("phone", ""),
        preferred_name=said.get("preferred_name", ""),
        gender=said.get("gender", ""),
        language=_language(said.get("language", "")),
        next_of_kin=_kin(said),
        former_names=tuple(filter(None, [said.get("former_name", "")])),
    )
    try:
        profile = profile.checked(latest)
    except Invalid as error:
        problems = {**_at_our_fields(error.fields), **problems}
    problems = {**_email_problem(profile.email), **problems}
    return Read(None if problems else profile, problems)


def look(read_ones: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Return who each new patient may be already; whom one may not see is not named."""
    if not sees_profiles(place.by):
        hits = are_likely_here(list(read_ones.values()), facility=place.facility.id)
        return {
            number: Looked(profile, cells_of(profile), on_record=is_here)
            for (number, profile), is_here in zip(read_ones.items(), hits, strict=True)
        }
    found = of_each(list(read_ones.values()), facility=place.facility.id, by=place.by)
    return {
        number: Looked(profile, cells_of(profile), likely=tuple(likely))
        for (number, profile), likely in zip(read_ones.items(), found, strict=True)
    }


def make(place: Place, judged: Sequence[Judged]) -> list[Made]:
    """Make patients of the rows that are new ones, and know again those that are not."""
    new = [one for one in judged if one.choice == "create"]
    linked = [one for one in judged if one.choice == "link"]
    made = join([one.profile for one in new], facility=place.facility.id)
    known = {
        one.row: one.decision.patient for one in linked if one.decision and one.decision.patient
    }
    _must_be_in_reach(set(known.values()))
    return [
        *(Made(one.row, row.id) for one, row in zip(new, made, strict=True)),
        *(Made(row, patient, is_new=False) for row, patient in known.items()),
    ]


def built_on(things: Mapping[UUID, int], place: Place) -> set[int]:
    """Return the rows of patients who are not just as they were brought in.

    Every table that points to patients is asked, also one that did not exist when this was written.
    """
    as_made = Q(version=1, facility=place.facility, responsible=None, replaced_by=None)
    changed = Patient.objects.filter(id__in=things).exclude(as_made)
    touched = set(changed.values_list("id", flat=True))
    accounts = User.objects.filter(patient__in=things).values_list("patient", flat=True)
    touched.update(one for one in accounts if one)
    for relation in Patient._meta.related_objects:
        through = getattr(relation, "through", None)
        if through is not None and not through._meta.auto_created:
            continue  # a table of ours, which is asked itself
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": things})
        touched.update(_beyond(rows, place).values_list(name, flat=True))
    return {things[patient] for patient in touched}


def take_back(things: Mapping[UUID, int]) -> None:
    """Erase patients: their keys are destroyed, and nothing sealed for them opens any more."""
    vault.destroy_patient_keys(things)
    for entries in CAME_ALONG:
        entries._default_manager.filter(patient__in=things).delete()
    Patient.objects.filter(id__in=things).delete()


def settled(guess: Mapping[int, str]) -> dict[int, str]:
    """Return what columns most likely hold, where one heading can mean two things."""
    found = whole_name_first(guess)
    if "sex" in found.values():
        return found
    # Most programs call so what decides what medicine must know.
    return {place: "sex" if code == "gender" else code for place, code in found.items()}


def whole_name_first(guess: Mapping[int, str]) -> dict[int, str]:
    """Return a guess without the parts of a name where another column holds the whole name."""
    if "name" not in guess.values():
        return dict(guess)
    return {p: code for p, code in guess.items() if code not in {"given_name", "family_name"}}


def name_of(said: Said) -> str:
    """Return the name that a row says, whole or in two parts."""
    parts = (said.get("given_name", ""), said.get("family_name", ""))
    return said.get("name", "") or " ".join(filter(None, parts))


def _must_be_in_reach(patients: set[UUID]) -> None:
    """Raise NotFound unless these are patients in reach of whoever brings the file in."""
    doing = under_way()
    if patients_visible_to(doing.by).filter(id__in=patients).count() < len(patients):
        raise NotFound
    doing.mention(*patients)


def _beyond(rows: QuerySet[Model], place: Place) -> QuerySet[Model]:
    """Return the rows that bringing in did not make."""
    # Nobody could write to these patients before they were there, so this moment is the import's.
    came_along = Q(version=1, recorded_at=place.done_at)
    made: dict[type[Model], Q] = {
        **dict.fromkeys(CAME_ALONG, came_along),
        CareRelation: Q(reason=BROUGHT_IN, facility=place.facility, until=None),
        RecordNumber: Q(facility=place.facility),
        BroughtRow: Q(brought=place.brought),
    }
    ours = made.get(rows.model)
    return rows.exclude(ours) if ours is not None else rows


def cells_of(profile: Profile) -> tuple[str, ...]:
    """Return what is shown of a new patient."""
    born = f"{profile.birth_date:%-d %B %Y}"
    return (profile.name, born, profile.sex, profile.phone)


def _email_problem(email: str) -> dict[str, str]:
    """Nobody gets an account by being brought in, but one may be made of it later."""
    try:
        emails.normalise(email or "nobody@example.org")
    except Invalid as error:
        return error.fields
    return {}


def _kin(said: Mapping[str, str]) -> NextOfKin | None:
    cells = [said.get(field, "") for field in ("kin_name", "kin_relationship", "kin_phone")]
    return NextOfKin(*cells) if any(cells) else None


def _language(cell: str) -> str:
    """Return the code of a language that a cell names by its code or in itself."""
    wanted = cell.strip().casefold()
    beginning = wanted.replace("_", "-").split("-")[0]
    if beginning in LANGUAGES:
        return beginning
    named: Callable[[str], bool] = lambda code: LANGUAGES[code].casefold() == wanted  # noqa: E731
    return next(filter(named, LANGUAGES), cell)


def _at_our_fields(fields: Mapping[str, str]) -> dict[str, str]:
    ours = {theirs: field for field, theirs in _SAID_AS.items()}
    return {ours.get(field, field): sentence for field, sentence in fields.items()}


PATIENTS = Sheet(
    code="patients",
    verb="import.begin",
    labels=LABELS,
    aliases=ALIASES,
    dates=("birth_date",),
    headings=HEADINGS,
    missing=missing,
    settled=settled,
    read=read,
    look=look,
    make=make,
    built_on=built_on,
    take_back=take_back,
)

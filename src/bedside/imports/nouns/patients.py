"""A patient from a row of somebody else's table.

The columns are those of a profile. A row is read into a profile and checked by the rules by which
one is registered, so nobody is brought in who could not have been registered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bedside.accounts import emails
from bedside.clinic.patients.profile import LANGUAGES, NextOfKin, Profile
from bedside.errors import Invalid
from bedside.imports.reading.days import read_day

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
    "first": "given_name", "last name": "family_name", "family name": "family_name",
    "surname": "family_name", "last": "family_name",
    "birth date": "birth_date", "birthdate": "birth_date", "date of birth": "birth_date",
    "dob": "birth_date", "born": "birth_date", "sex": "sex",
    "phone": "phone", "phone number": "phone", "telephone": "phone", "mobile": "phone",
    "email": "email", "email address": "email", "e mail": "email",
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
_SEXES = {
    "female": ("f", "female", "w", "woman", "weiblich", "femme", "féminin", "mujer", "femenino"),
    "male": ("m", "male", "man", "männlich", "homme", "masculin", "hombre", "masculino"),
    "other": ("o", "other", "x", "d", "diverse", "divers", "intersex", "autre", "otro"),
}
SEXES: Mapping[str, str] = {word: sex for sex, words in _SEXES.items() for word in words}
_SAID_AS = {"kin_name": "next_of_kin", "former_name": "former_names"}
NO_NAME = "Say which column holds the name, or the given and the family name."
NO_DATE = "Say which column holds the birth date."
NO_SEX = "Say which column holds the sex."
NO_DAY = "This is no day in the order that was chosen, with a year of four digits."


@dataclass(frozen=True)
class Read:
    """What a row comes to: a profile, or what is wrong with it, by field."""

    profile: Profile | None
    problems: Mapping[str, str]


def missing(fields: set[str]) -> dict[str, str]:
    """Return what has to be mapped before a row can be read, by the field to say it at."""
    wanted = {
        "name": (bool(fields & {"name", "family_name"}), NO_NAME),
        "birth_date": ("birth_date" in fields, NO_DATE),
        "sex": ("sex" in fields, NO_SEX),
    }
    return {field: sentence for field, (is_there, sentence) in wanted.items() if not is_there}


def read(said: Mapping[str, str], *, order: str, latest: date) -> Read:
    """Return a profile from cells by field; `order` is that of the dates.

    `latest` is the last day that can be a birth date.
    """
    problems: dict[str, str] = {}
    born = read_day(said.get("birth_date", ""), order)
    if born is None:
        problems["birth_date"] = NO_DAY
    profile = Profile(
        name=_name(said),
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


def _email_problem(email: str) -> dict[str, str]:
    """Nobody gets an account by being brought in, but one may be made of it later."""
    try:
        emails.normalise(email or "nobody@example.org")
    except Invalid as error:
        return error.fields
    return {}


def _name(said: Mapping[str, str]) -> str:
    parts = (said.get("given_name", ""), said.get("family_name", ""))
    return said.get("name", "") or " ".join(filter(None, parts))


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

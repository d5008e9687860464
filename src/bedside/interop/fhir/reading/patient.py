"""The patient of a bundle: who they are, as a profile by which they could be registered.

A name is kept in one text, so `family` and `given` are put together. Where FHIR has several of what
is kept once, the first that still holds is taken, and the others are left out by name.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bedside import limits
from bedside.accounts import emails
from bedside.clinic.patients.names import is_name
from bedside.clinic.patients.phones import phone_number
from bedside.clinic.patients.profile import LANGUAGES, NEEDS, NextOfKin, Profile
from bedside.errors import Invalid
from bedside.interop.fhir.reading.element import Element, concept_of
from bedside.interop.fhir.reading.findings import NOT_KEPT
from bedside.interop.fhir.systems import GENDER_IDENTITY, LANGUAGE, OURS

HASHED = "Nothing leads back from what is kept of a number: a keyed hash, to know it again."
NO_DAY = "A patient needs a birth date with its day."
ONE_IS_KEPT = "One is kept."
NOT_NOW = "It does not hold any more, or is a temporary one."
NO_ADDRESS = "No mail can reach this address."
NO_KIN = "A next of kin is kept with a name and a phone number."
NO_LANGUAGE = "This is none of the languages to choose from."
DIED = "Bedside keeps no death: they come in like somebody who lives."
_DEATH = ("deceasedBoolean", "deceasedDateTime")
_PLACES = {
    "name": "name",
    "birth_date": "birthDate",
    "sex": "gender",
    "phone": "telecom",
    "preferred_name": "name",
    "former_names": "name",
    "gender": "extension",
    "language": "communication",
    "next_of_kin": "contact",
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read_profile(one: Element, *, latest: date) -> Profile | None:
    """Return who the patient is; None when they could not be registered so, which is said."""
    names = _names(one)
    kin, reached = one.each("contact"), _reached(one)
    born = one.day("birthDate")
    is_born = born is not None and born.day is not None
    if not is_born:
        one.wrong("birthDate", NO_DAY)
    one.pass_over("active", "managingOrganization", "generalPractitioner")
    profile = Profile(
        name=next(iter(names["official"]), ""),
        # Any day at all, so that the rest is checked too: nobody is told that they were born on it.
        birth_date=born.first if born else latest,
        sex=one.text("gender"),
        email=reached.get("email", ""),
        phone=reached.get("phone", ""),
        preferred_name=next(iter(names["usual"]), ""),
        gender=concept_of(one.extension(GENDER_IDENTITY).child("valueCodeableConcept")).words,
        language=_language(one),
        needs=tuple(_needs(one)),
        next_of_kin=_kin(kin[0]) if kin else None,
        former_names=tuple(names["old"]),
    )
    for other in kin[1:]:
        other.stays_out(ONE_IS_KEPT)
    _say_death(one)
    try:
        checked = profile.checked(latest)
        return checked if is_born else None
    except Invalid as error:
        for name, sentence in error.fields.items():
            one.wrong(_PLACES[name], sentence)
        return None


def identity_of(one: Element) -> str:
    """Return what makes a patient the same in two bundles: their number in the other system.

    Without one that names its system it is their id there, if that is one in all the world, and
    else all that is said of them.
    """
    known = [each.value for each in one.each("identifier") if _is_of_another_system(each)]
    for each in one.each("identifier"):
        each.stays_out(HASHED)
    if known:
        number = next(filter(_is_a_record_number, known), known[0])
        return f"{number['system']}|{number['value']}"
    identifier = one.value.get("id")
    if isinstance(identifier, str) and _UUID.fullmatch(identifier):
        return identifier
    said = {name: value for name, value in one.value.items() if name not in ("id", "meta", "text")}
    return json.dumps(said, sort_keys=True)


def _is_of_another_system(one: Element) -> bool:
    """Whether it says which system it is of; each Bedside counts its own from the beginning."""
    system, value = one.value.get("system"), one.value.get("value")
    is_whole = isinstance(system, str) and isinstance(value, str) and bool(system and value)
    return is_whole and not str(system).startswith(OURS)


def _is_a_record_number(number: Mapping[str, Any]) -> bool:
    return '"MR"' in json.dumps(number.get("type"))


def _names(one: Element) -> dict[str, list[str]]:
    """Return the names by what they are for: official, usual and old."""
    found: dict[str, list[str]] = {"official": [], "usual": [], "old": []}
    for each in one.each("name"):
        use, text = each.text("use") or "official", _name(each)
        use = {"maiden": "old", "nickname": "usual"}.get(use, use)
        if use not in found or not text:
            each.stays_out(NOT_NOW)
        elif use == "old" or not found[use]:
            found[use].append(text)
        else:
            each.stays_out(ONE_IS_KEPT)
    if not found["official"]:
        found["official"], found["usual"] = found["usual"], []
    return _fitting(one, found)


def _fitting(one: Element, names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the names besides the official one that Bedside would refuse."""
    for use in ("usual", "old"):
        good = [name for name in names[use] if is_name(name)]
        most = limits.FORMER_NAMES
        if len(good) < len(names[use]) or len(good) > most:
            one.findings.leave_out(one.kind, "name", f"At most {most} of each kind.", one.path)
        names[use] = good[:most]
    return names


def _name(one: Element) -> str:
    """Return a name in one text; what it is made of is then repeated by it."""
    if text := one.text("text"):
        one.pass_over("family", "given", "prefix", "suffix")
        return text
    return " ".join(filter(None, [*one.texts("given"), one.text("family")]))


def _reached(one: Element) -> dict[str, str]:
    """Return the first phone number and the first email that still hold."""
    found: dict[str, str] = {}
    for each in one.each("telecom"):
        system, value = each.text("system"), each.text("value")
        if why := _why_not(system, value, each.text("use"), found):
            each.stays_out(why)
        else:
            each.pass_over("rank", "period")
            found[system] = value
    return found


def _why_not(system: str, value: str, use: str, found: Mapping[str, str]) -> str:
    """Return why a number or address stays out, if it does."""
    if system not in ("phone", "email"):
        return NOT_KEPT
    if use == "old" or not value:
        return NOT_NOW
    if system in found:
        return ONE_IS_KEPT
    return NO_ADDRESS if system == "email" and not _is_an_email(value) else ""


def _is_an_email(text: str) -> bool:
    try:
        emails.normalise(text)
    except Invalid:
        return False
    return True


def _is_a_phone(text: str) -> bool:
    try:
        phone_number(text)
    except Invalid:
        return False
    return True


def _kin(one: Element) -> NextOfKin | None:
    """Return whom to call, None for somebody whom nobody could call."""
    related = [concept_of(each).words for each in one.each("relationship")]
    phones = [each for each in one.each("telecom") if each.text("system") == "phone"]
    kin = NextOfKin(
        name=_name(one.child("name")),
        relationship=next(iter(related), ""),
        phone=phones[0].text("value") if phones else "",
    )
    good = is_name(kin.name) and limits.is_line(kin.relationship, limits.LINE)
    if good and _is_a_phone(kin.phone):
        return kin
    one.stays_out(NO_KIN)
    return None


def _language(one: Element) -> str:
    """Return the code of the language to speak, the preferred one before others."""
    spoken = one.each("communication")
    spoken.sort(key=lambda each: not each.value.get("preferred"))
    for other in spoken[1:]:
        other.stays_out(ONE_IS_KEPT)
    if not spoken:
        return ""
    spoken[0].pass_over("preferred")
    code = spoken[0].concept("language", LANGUAGE).codes.get(LANGUAGE, "")
    beginning = code.lower().split("-")[0]
    if beginning in LANGUAGES:
        return beginning
    spoken[0].stays_out(NO_LANGUAGE)
    return ""


def _needs(one: Element) -> list[str]:
    said = [each.text("valueCode") for each in one.extensions(f"{OURS}need")]
    return [code for code in said if code in NEEDS]


def has_died(one: Element) -> bool:
    """Whether a patient is dead."""
    return any(one.value.get(name) for name in _DEATH)


def _say_death(one: Element) -> None:
    for name in _DEATH:
        if one.value.get(name):
            one.leave_out(name, DIED)
        one.pass_over(name)

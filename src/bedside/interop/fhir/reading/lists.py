"""Allergies, medicines, conditions and alerts: from FHIR to the entries of a patient's lists."""

from collections.abc import Callable, Mapping
from typing import Any

from bedside import codes, limits
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import CONFIRMED, REFUTED, RESOLVED, SUSPECTED, DiagnosisBody
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.problems import ProblemBody
from bedside.errors import Invalid
from bedside.interop.fhir.reading.element import Concept, Element, concept_of
from bedside.interop.fhir.reading.findings import LeaveOut
from bedside.interop.fhir.reading.kept import About, Kept
from bedside.interop.fhir.resources.condition import CERTAINTY, ICD_10_CM
from bedside.interop.fhir.systems import (
    ALLERGY_CLINICAL,
    ALLERGY_VERIFICATION,
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_VERIFICATION,
    FLAG_CATEGORY,
    OURS,
    RELATED_CONDITION,
)

AN_ERROR = "It was an error where it was written."
REFUTED_THERE = "It was ruled out where it was written."
NO_WORDS = "It says nothing in words."
ONLY_SUSPECTED = "It is only suspected, without a code of ICD-10-CM; suspicions are coded here."
NONE_KNOWN = "That no allergy is known is asked anew, and stated by whoever asked."
UNSURE_ALLERGY = "It is not confirmed there. It is kept like any other: better warned too often."
ONE_REACTION = "One reaction is kept for each allergy."
ONE_DOSE = "One dose is kept for each medicine."
_CERTAINTIES = {code: certainty for certainty, code in CERTAINTY.items()} | {
    "unconfirmed": "possible"
}
_OVER = ("inactive", "resolved", "remission")
_COARSER: Mapping[str, str] = {
    **dict.fromkeys(("recurrence", "relapse"), "That it came back is not kept: it is active."),
    "remission": "That it may come back is not kept: it is over.",
}
"""What is said of a condition here in fewer words than there, by HL7's code."""
_STATES_OF_MEDICINES = {"active": ACTIVE, "completed": ENDED, "stopped": ENDED}
_WHY_NO_MEDICINE = {
    "entered-in-error": AN_ERROR,
    "not-taken": "It was not taken.",
    "cancelled": "It was called off.",
    "draft": "It was only planned.",
    "intended": "It was only planned.",
    "on-hold": "It was paused: whether it is taken has to be asked.",
    "unknown": "Whether it is taken is not known there.",
}
_ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")


def allergy(one: Element, about: About) -> Kept:
    """Return an allergy. Raises LeaveOut."""
    about.must_be_theirs(one, "patient")
    said = one.concept("code", f"{OURS}allergy")
    verified = _must_stand(one, ALLERGY_VERIFICATION, said.words)
    if said.codes or said.words.casefold().startswith(("no known", "none known")):
        raise LeaveOut(NONE_KNOWN)
    if verified not in ("", "confirmed"):
        one.leave_out("verificationStatus", UNSURE_ALLERGY)
    is_over = _clinical(one, ALLERGY_CLINICAL) in _OVER
    reaction = _first(one, "reaction", ONE_REACTION)
    severity = _one_of(reaction, "severity", ("mild", "moderate", "severe"))
    shown = _first(reaction, "manifestation", ONE_REACTION)
    body = AllergyBody(
        substance=said.words,
        reaction=concept_of(shown).words,
        severity=severity or "unknown",
        type=_one_of(one, "type", ("allergy", "intolerance")) or "unknown",
        since=one.day("onsetDateTime"),
        until=one.own("ended").child("valuePeriod").day("end"),
        why_ended=one.own("why-ended").text("valueString"),
    )
    places = {"since": "onsetDateTime", "reaction": "reaction", "until": "extension"}
    return about.kept(one, "allergy", ENDED if is_over else ACTIVE, body, places)


def statement(one: Element, about: About) -> Kept:
    """Return a medicine that somebody takes or took. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    taken = one.child("effectivePeriod")
    why = _first(one, "statusReason", "One reason is kept.")
    return _medicine(
        one,
        about,
        dose="dosage",
        since=taken.day("start") or one.day("effectiveDateTime"),
        until=taken.day("end"),
        why_ended=concept_of(why).words,
    )


def request(one: Element, about: About) -> Kept:
    """Return a medicine that was prescribed, since that day. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    if one.text("intent") not in _ORDERS or one.flag("doNotPerform"):
        raise LeaveOut("It was only planned or proposed.")
    return _medicine(one, about, dose="dosageInstruction", since=one.day("authoredOn"))


def _medicine(one: Element, about: About, *, dose: str, **said: Any) -> Kept:
    status = one.text("status")
    if status not in _STATES_OF_MEDICINES:
        raise LeaveOut(_WHY_NO_MEDICINE.get(status, "Whether it is taken is not said."))
    body = MedicineBody(
        as_written=_what_is_taken(one, about),
        dose=_dose(_first(one, dose, ONE_DOSE)),
        **said,
    )
    places = {"since": "effectivePeriod" if one.has("effectivePeriod") else "authoredOn"}
    return about.kept(one, "medicine", _STATES_OF_MEDICINES[status], body, {"dose": dose, **places})


def _what_is_taken(one: Element, about: About) -> str:
    """Return the medicine's name, from where it is: here, contained, or in an entry of its own."""
    said = one.concept("medicationCodeableConcept").words
    reference = one.child("medicationReference")
    found = about.bundle.find(reference.text("reference"), one) if reference else None
    elsewhere = found.concept("code").words if found else ""
    return _words(said or elsewhere or reference.text("display"))


_UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "min": "minute", "a": "year"}


def _dose(one: Element) -> str:
    """Return how it is taken, in the words that are there, or else put together from its parts."""
    one.pass_over("sequence")
    if text := one.text("text"):
        return text
    parts = [_amount(one), _rhythm(one), "as needed" if one.flag("asNeededBoolean") else ""]
    return ", ".join(filter(None, parts))


def _amount(one: Element) -> str:
    rates = one.each("doseAndRate")
    quantity = rates[0].child("doseQuantity") if len(rates) == 1 else None
    value = quantity.number("value") if quantity else None
    if quantity is None or value is None:
        return ""
    quantity.pass_over("system", "code")
    return " ".join(filter(None, [f"{value:g}", quantity.text("unit"), "at a time"]))


def _rhythm(one: Element) -> str:
    repeat = one.child("timing").child("repeat")
    often, every = repeat.number("frequency"), repeat.number("period")
    unit = _UNITS.get(repeat.text("periodUnit"), "")
    if not (often and every and unit):
        return ""
    times = f"{often:g} time" + ("" if often == 1 else "s")
    return f"{times} in {every:g} {unit}" + ("" if every == 1 else "s")


def condition(one: Element, about: About) -> Kept:
    """Return a diagnosis where there is a code of ICD-10-CM, else a problem. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    said = one.concept("code", ICD_10_CM)
    verified = _must_stand(one, CONDITION_VERIFICATION, said.words)
    status = _clinical(one, CONDITION_CLINICAL)
    if status in _COARSER:
        one.leave_out("clinicalStatus", _COARSER[status])
    days = (
        one.day("onsetDateTime") or one.child("onsetPeriod").day("start"),
        one.day("abatementDateTime"),
    )
    coding = _coding(said)
    _categories(one, "encounter-diagnosis" if coding else "problem-list-item")
    if coding:
        return _diagnosis(one, about, coding, verified, status, days)
    if said.codes:
        one.leave_out("code", "Its code of ICD-10-CM is none that a diagnosis here can have.")
    if verified in {REFUTED, *_CERTAINTIES} - {"confirmed"}:
        raise LeaveOut(REFUTED_THERE if verified == REFUTED else ONLY_SUSPECTED, said.words)
    return _problem(one, about, said, days, is_over=status in _OVER)


def _diagnosis(
    one: Element, about: About, code: str, verified: str, status: str, days: tuple[Any, Any]
) -> Kept:
    certainty = _CERTAINTIES.get(verified, "") or one.own("certainty").text("valueCode")
    state = CONFIRMED if certainty == "certain" else SUSPECTED
    state = RESOLVED if status in _OVER or days[1] else state
    for repeated in ("certainty", "diagnosis-state"):
        one.own(repeated).pass_over("valueCode")
    body = DiagnosisBody(
        onset=days[0],
        abated=days[1],
        certainty=certainty,
        comment=_note(one),
    )
    places = {"onset": "onsetDateTime", "abated": "abatementDateTime", "comment": "note"}
    wanted = REFUTED if verified == REFUTED else state
    return about.kept(one, "diagnosis", wanted, body, places, code=code)


def _problem(
    one: Element, about: About, said: Concept, days: tuple[Any, Any], *, is_over: bool
) -> Kept:
    body = ProblemBody(
        title=_words(said.words),
        since=days[0],
        until=days[1],
        why_ended=one.own("why-ended").text("valueString"),
        comment=_note(one),
    )
    related = one.extension(RELATED_CONDITION).child("valueReference").text("reference")
    found = about.bundle.find(related, one) if related else None
    places = {"since": "onsetDateTime", "until": "abatementDateTime", "comment": "note"}
    state = ENDED if is_over or days[1] else ACTIVE
    return about.kept(one, "problem", state, body, places, related=found.path if found else "")


def flag(one: Element, about: About) -> Kept:
    """Return an alert. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    status = one.text("status")
    if status not in ("active", "inactive"):
        raise LeaveOut(AN_ERROR)
    period = one.child("period")
    category = next((said.codes for said in one.concepts("category", FLAG_CATEGORY)), {})
    body = FlagBody(
        title=_words(one.concept("code").words),
        category=category.get(FLAG_CATEGORY, "clinical"),
        comment=one.own("comment").text("valueString"),
        since=period.day("start"),
        until=period.day("end"),
        why_ended=one.own("why-ended").text("valueString"),
    )
    places = {"since": "period", "until": "period"}
    return about.kept(one, "flag", ACTIVE if status == "active" else ENDED, body, places)


def _must_stand(one: Element, system: str, words: str) -> str:
    """Return how sure it was there. Raises LeaveOut for what was no longer said."""
    verified = one.concept("verificationStatus", system).codes.get(system, "")
    if verified == "entered-in-error":
        raise LeaveOut(AN_ERROR)
    if verified == "refuted" and one.kind == "AllergyIntolerance":
        raise LeaveOut(REFUTED_THERE)
    if not words:
        raise LeaveOut(NO_WORDS)
    return verified


def _clinical(one: Element, system: str) -> str:
    return one.concept("clinicalStatus", system).codes.get(system, "")


def _categories(one: Element, ours: str) -> None:
    """Pass over the category that it has here as well; others are left out by name."""
    for said in one.concepts("category", CONDITION_CATEGORY):
        if said.codes.get(CONDITION_CATEGORY) != ours:
            one.leave_out("category", "What has a code is a diagnosis here, the rest is a problem.")


def _coding(said: Concept) -> str:
    """Return the code that a diagnosis here can have, if there is one."""
    code = said.codes.get(ICD_10_CM, "")
    try:
        return codes.coding(code).code if code else ""
    except Invalid:
        return ""


def _note(one: Element) -> str:
    said = one.each("note")
    return "\n".join(filter(None, (note.text("text") for note in said)))


def _first(one: Element, name: str, why: str) -> Element:
    """Return the first of a list; the others are left out by name."""
    found = one.each(name)
    for other in found[1:]:
        other.stays_out(why)
    return found[0] if found else Element({}, one.findings, one.path, one.kind, name)


def _one_of(one: Element, name: str, known: tuple[str, ...]) -> str:
    said = one.text(name)
    if said and said not in known:
        one.wrong(name, f"This is one of {', '.join(known)}.")
    return said if said in known else ""


def _words(text: str) -> str:
    """Raises LeaveOut for no words, or more than an entry is called by."""
    if not limits.says_something(text):
        raise LeaveOut(NO_WORDS)
    if len(text) > limits.ENTRY:
        raise LeaveOut(f"It is called by more than {limits.ENTRY} letters.")
    return text


READERS: Mapping[str, Callable[[Element, About], Kept]] = {
    "AllergyIntolerance": allergy,
    "MedicationStatement": statement,
    "MedicationRequest": request,
    "Condition": condition,
    "Flag": flag,
}

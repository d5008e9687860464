"""Encounters of another system: from FHIR to encounters elsewhere.

Who saw the patient is nobody here, and where it was is no facility of this house. Both are kept by
their names, as whoever saw the patient next would write them down.
"""

from collections.abc import Iterator

from bedside import limits
from bedside.clinic.elsewhere import CLASSES, FINISHED, ElsewhereBody
from bedside.clinic.elsewhere.body import NOT_SAID, TEXTS
from bedside.clinic.encounters.models import EncounterClass
from bedside.interop.fhir.reading.element import Element, concept_of
from bedside.interop.fhir.reading.findings import LeaveOut
from bedside.interop.fhir.reading.kept import About, Kept
from bedside.interop.fhir.systems import ACT_CODE, OURS

OUR_CLASS = f"{OURS}encounter-class"
_KINDS = {
    ACT_CODE: {code for code in CLASSES if code.isupper()},
    OUR_CLASS: {code for code in CLASSES if code.islower()},
}
"""The codes of how they dealt with each other, by the system that they are of."""
NOT_OVER = "It was not over there, or it never took place."
NO_TIME = "Without a time of day it has no place in the course of a day."
ONE_WORD = "One is kept, the first that says something in words."
NO_CLASS = "This is none of HL7's words for how they dealt with each other."


def encounter(one: Element, about: About) -> Kept:
    """Return an encounter elsewhere. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    if one.text("status") != "finished":
        raise LeaveOut(NOT_OVER)
    period = one.child("period")
    begun = period.moment("start")
    if begun is None:
        raise LeaveOut(NO_TIME)
    body = ElsewhereBody(
        started_at=begun,
        ended_at=period.moment("end"),
        kind=_kind(one),
        service_provider=_short(one, "serviceProvider", _where(one, about), "service_provider"),
        participant=_short(one, "participant", ", ".join(_who(one, about)), "participant"),
        type=_short(one, "type", _words(one, "type"), "type"),
        reason=_short(one, "reasonCode", _words(one, "reasonCode"), "reason"),
    )
    return about.kept(one, "elsewhere", FINISHED, body, {"ended_at": "period.end"})


def _kind(one: Element) -> str:
    """Return how they dealt with each other; what there is no code for here is left out by name."""
    coding = one.child("class")
    coding.pass_over("display", "version", "userSelected")
    system, code = coding.text("system"), coding.text("code")
    if code in _KINDS.get(system, ()):
        return code
    if code:
        one.leave_out("class", NO_CLASS)
    return NOT_SAID


def _where(one: Element, about: About) -> str:
    return _name(one.child("serviceProvider"), one, about)


def _who(one: Element, about: About) -> Iterator[str]:
    """Yield the names of those who were there besides the patient, each once."""
    said: set[str] = set()
    for part in one.each("participant"):
        name = _name(part.child("individual"), one, about)
        if name and name not in said:
            said.add(name)
            yield name


def _name(reference: Element, one: Element, about: About) -> str:
    """Return what somebody or something is called: where it is referred to, or where it stands."""
    reference.pass_over("type")
    said, shown = reference.text("reference"), reference.text("display")
    found = about.bundle.find(said, one) if said and not shown else None
    return shown or (_called(found) if found else "")


def _called(resource: Element) -> str:
    """Return the name of an organisation, or the first one of a person."""
    if isinstance(resource.value.get("name"), str):
        return resource.text("name")
    names = resource.each("name")
    if not names:
        return ""
    parts = (*names[0].texts("prefix"), *names[0].texts("given"), names[0].text("family"))
    return names[0].text("text") or " ".join(filter(None, parts))


def _words(one: Element, name: str) -> str:
    """Return the first of some concepts that says something; the others are left out by name."""
    words = ""
    for each in one.each(name):
        ours = concept_of(each, OUR_CLASS)
        said = ours.words or _our_word(ours.codes.get(OUR_CLASS, ""))
        if words and said:
            one.findings.leave_out(one.kind, name, ONE_WORD, each.path)
        words = words or said
    return words


def _our_word(code: str) -> str:
    return EncounterClass(code).label if code in EncounterClass.values else ""


def _short(one: Element, name: str, text: str, field: str) -> str:
    """Return a text that is short enough to be kept; a longer one is left out by name."""
    if len(limits.tidied(text)) > TEXTS[field]:
        one.leave_out(name, limits.at_most(TEXTS[field]))
        return ""
    return text

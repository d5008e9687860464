"""What doctors write, between the clinic and the API's words: encounters, notes, templates."""

from dataclasses import asdict
from typing import Any

from bedside.api.call import Call
from bedside.clinic.encounters import EncounterView, Person
from bedside.clinic.notes import NoteText, NoteView, Section, TemplateView
from bedside.schemas.encounters import Encounter
from bedside.schemas.notes import Amendment, GivenNote, Note, Template


def words(body: GivenNote) -> NoteText:
    """Return what somebody sent as the clinic's words of a note."""
    sections = tuple(Section(section.heading, section.text) for section in body.sections)
    return NoteText(body.title, sections)


def tagged_encounter(call: Call, view: EncounterView) -> Encounter:
    """Return an encounter, with its ETag set."""
    call.tag(view.version)
    return show_encounter(view)


def show_encounter(view: EncounterView) -> Encounter:
    """Return an encounter."""
    said = _said(view, Encounter)
    return Encounter.model_validate(said | {"appointment": view.appointment_id})


def tagged_note(call: Call, view: NoteView) -> Note:
    """Return a note, with its ETag set."""
    call.tag(view.version)
    return show_note(view)


def show_note(view: NoteView) -> Note:
    """Return a note and its amendments; null in the place of words that could not be opened."""
    beside = [show_amendment(each) for each in view.amendments]
    return Note.model_validate({**_noted(view, Note), "amendments": beside})


def show_amendment(view: NoteView) -> Amendment:
    """Return a note or an amendment by itself."""
    return Amendment.model_validate(_noted(view, Amendment))


def show_template(view: TemplateView) -> Template:
    """Return a template."""
    said = {name: getattr(view, name) for name in ("key", "id", "readable", "version")}
    return Template.model_validate(said | _words(view.text))


def _noted(view: NoteView, model: type[Amendment]) -> dict[str, Any]:
    said = _said(view, model) | _words(view.text)
    return said | {
        "encounter": view.encounter_id,
        "readable": view.readable,
        "template": view.text.template if view.text else None,
    }


def _said(view: EncounterView | NoteView, model: type[Encounter | Amendment]) -> dict[str, Any]:
    """Return what has the same name on both sides, and what both nouns rename."""
    same = {name: _plain(getattr(view, name, None)) for name in model.model_fields}
    renamed = {
        "patient": view.patient_id,
        "facility": view.facility_id,
        "facility_name": view.facility,
        "may": sorted(view.may),
    }
    return same | renamed


def person(who: Person) -> dict[str, Any]:
    """Return somebody who did something."""
    return {"id": who.id, "name": who.name, "readable": who.name is not None}


def _plain(value: Any) -> Any:
    return person(value) if isinstance(value, Person) else value


def _words(text: NoteText | None) -> dict[str, Any]:
    if text is None:
        return {"title": None, "sections": None}
    return {"title": text.title, "sections": [asdict(section) for section in text.sections]}

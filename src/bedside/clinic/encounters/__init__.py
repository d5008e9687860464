"""Encounters: a patient was seen, by whom, where and when; what was written then belongs to it."""

from bedside.clinic.encounters.reach import encounters_visible_to
from bedside.clinic.encounters.reading import (
    EncounterPage,
    of_patient,
    read,
    read_of_patient,
    view_all,
)
from bedside.clinic.encounters.rules import must_be_open
from bedside.clinic.encounters.running import change, lock, mark_as_error, places_for, start
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.encounters.views import EncounterView, Person, people_of, view

__all__ = [
    "EncounterPage",
    "EncounterView",
    "Person",
    "Standing",
    "change",
    "encounters_visible_to",
    "lock",
    "mark_as_error",
    "must_be_open",
    "of_patient",
    "people_of",
    "places_for",
    "read",
    "read_of_patient",
    "start",
    "view",
    "view_all",
]

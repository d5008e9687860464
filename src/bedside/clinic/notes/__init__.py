"""Notes: what doctors write in an encounter, sign, amend, and share with the patient."""

from bedside.clinic.notes.builtin import BUILT_IN
from bedside.clinic.notes.drafting import amend, begin, discard, save
from bedside.clinic.notes.reach import notes_visible_to
from bedside.clinic.notes.reading import (
    NotePage,
    of_patient,
    open_all,
    read,
    read_of_encounter,
    read_of_patient,
    read_with_patient,
)
from bedside.clinic.notes.searching import NoteHit, NotesFound, search
from bedside.clinic.notes.sharing import share, unshare
from bedside.clinic.notes.signing import cosign, sign
from bedside.clinic.notes.templates import (
    TemplateView,
    change_template,
    create_template,
    delete_template,
    list_templates,
)
from bedside.clinic.notes.text import NoteText, Section
from bedside.clinic.notes.unsigned import (
    Unsigned,
    UnsignedPage,
    count_unsigned,
    read_unsigned,
)
from bedside.clinic.notes.views import NoteView, people_of, threads, view

__all__ = [
    "BUILT_IN",
    "NoteHit",
    "NotePage",
    "NoteText",
    "NoteView",
    "NotesFound",
    "Section",
    "TemplateView",
    "Unsigned",
    "UnsignedPage",
    "amend",
    "begin",
    "change_template",
    "cosign",
    "count_unsigned",
    "create_template",
    "delete_template",
    "discard",
    "list_templates",
    "notes_visible_to",
    "of_patient",
    "open_all",
    "people_of",
    "read",
    "read_of_encounter",
    "read_of_patient",
    "read_unsigned",
    "read_with_patient",
    "save",
    "search",
    "share",
    "sign",
    "threads",
    "unshare",
    "view",
]

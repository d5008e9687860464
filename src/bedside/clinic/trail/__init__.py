"""Who did what, when, and on which kind of record: the log as an administrator reads it.

An administrator answers for a breach, so they see every act, refused ones too: the account, the
verb, the kinds of things it was done to, and of a patient the record number, which says that they
are one. They do not see who that is, nor what was read or written, nor the log's details.
"""

from bedside.clinic.trail.checking import check
from bedside.clinic.trail.reading import PAGE, Narrowed, events_of, read_trail, show_events
from bedside.clinic.trail.views import Check, EventView, Numbered, Trail

__all__ = [
    "PAGE",
    "Check",
    "EventView",
    "Narrowed",
    "Numbered",
    "Trail",
    "check",
    "events_of",
    "read_trail",
    "show_events",
]

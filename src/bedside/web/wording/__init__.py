"""The words that pages put around codes, by what they are about."""

from bedside.web.wording.accesses import ACCESSES, OTHER_ACCESS
from bedside.web.wording.acts import ACTS, GROUPS, KINDS
from bedside.web.wording.appointments import (
    AGAINST,
    APPOINTMENT_STEPS,
    CANCELLED,
    OWN_REASONS,
    STAFF_REASONS,
    TOLD,
    can_be_undone,
)
from bedside.web.wording.exports import (
    ADMINISTRATION_FILES,
    ADMINISTRATION_REASONS,
    FORMATS,
    IN_WORDS,
    LIST_REASONS,
    RECORD_REASONS,
)
from bedside.web.wording.imports import (
    BROUGHT_LISTS,
    CHARSETS,
    DATE_ORDERS,
    DECIMALS,
    IMPORTS,
    NEW_ROWS,
    SEPARATORS,
    SHEETS,
    UNDO,
    UNDOING,
    UNDONE,
)
from bedside.web.wording.jobs import FILES, JOB_STATES, JOBS, MAILS
from bedside.web.wording.record import DIAGNOSES, ENTRIES, FLAGS, MARKS, PARTS, URGENCIES

__all__ = [
    "ACCESSES",
    "ACTS",
    "ADMINISTRATION_FILES",
    "ADMINISTRATION_REASONS",
    "AGAINST",
    "APPOINTMENT_STEPS",
    "BROUGHT_LISTS",
    "CANCELLED",
    "CHARSETS",
    "DATE_ORDERS",
    "DECIMALS",
    "DIAGNOSES",
    "ENTRIES",
    "FILES",
    "FLAGS",
    "FORMATS",
    "GROUPS",
    "IMPORTS",
    "IN_WORDS",
    "JOBS",
    "JOB_STATES",
    "KINDS",
    "LIST_REASONS",
    "MAILS",
    "MARKS",
    "NEW_ROWS",
    "OTHER_ACCESS",
    "OWN_REASONS",
    "PARTS",
    "RECORD_REASONS",
    "SEPARATORS",
    "SHEETS",
    "STAFF_REASONS",
    "TOLD",
    "UNDO",
    "UNDOING",
    "UNDONE",
    "URGENCIES",
    "can_be_undone",
]

"""What a whole record consists of: one part for each table, and what is left out of it, and why.

A part takes every column of its table and all of the sealed document, under the words of FHIR where
FHIR has one for it. Nothing is left out by forgetting it: a test walks all tables and columns, and
each stands in a part or, with its reason, in LEFT_OUT, NOT_SAID or the part's own `without`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Field, Model

from bedside.clinic.allergies import AllergyBody
from bedside.clinic.elsewhere import ElsewhereBody
from bedside.clinic.entries.history import last_words
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import (
    Allergy,
    Appointment,
    AppointmentStep,
    CareRelation,
    Correspondence,
    Diagnosis,
    Encounter,
    EncounterElsewhere,
    Flag,
    Medicine,
    Merge,
    NoneKnown,
    Note,
    Patient,
    Problem,
    RecordNumber,
    Vitals,
    WaitingPlace,
)
from bedside.clinic.notes.models import NoteState
from bedside.clinic.patients.profile import Profile
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from bedside.intake.lifecycle import DRAFT
from bedside.intake.models import Assessment, Enquiry, FollowUp, Step

Said = Mapping[str, Any]
Reading = Callable[[Said], Said]
"""From a document to its texts by name: those that have a column of their own in a table."""

NOT_SAID: Mapping[str, str] = {
    "blob_id": "where the sealed document lies",
    "document_version": "a part of the seal",
    "document_schema": "a part of the seal",
}
"""Columns of any table that say nothing about anybody, and what they are."""
LEFT_OUT: Mapping[str, str] = {
    "accounts.Approval": "about staff",
    "accounts.Attempt": "a guard of the sign-in, gone after a while",
    "accounts.Invitation": "a secret",
    "accounts.RefreshToken": "a secret",
    "accounts.RememberedAnswer": "a copy of an answer, for a day",
    "accounts.ResetLink": "a secret",
    "accounts.Session": "a secret",
    "accounts.User": "secrets; the names of staff stand in the part Practitioner",
    "audit.ChainHead": "the end of the log",
    "audit.Event": "who looked stands in the part AuditEvent of one patient's record",
    "audit.Mention": "an index of the log",
    "clinic.CalendarFeed": "a secret address",
    "clinic.Code": "stands in each Diagnosis that has it",
    "clinic.Facility": "public; its name stands in the file about the archive",
    "clinic.Holiday": "about the clinic",
    "clinic.Membership": "about staff",
    "clinic.NoteTemplate": "a doctor's own, about no patient",
    "clinic.NotTheSame": "that somebody is another patient, whom it would name",
    "clinic.PatientRegister": "a counter",
    "clinic.Schedule": "about staff",
    "clinic.ScheduleException": "about staff",
    "clinic.ScheduleHours": "about staff",
    "clinic.SearchBlock": "an index, made anew from the profiles",
    "clinic.SearchIndex": "an index, made anew from the profiles",
    "documents.Blob": "sealed; each part has its documents opened",
    "documents.Piece": "a piece of a file like this one",
    "documents.Volume": "a file like this one",
    "imports.BroughtRow": "from which row of a file somebody was brought in, by a keyed hash",
    "imports.Import": "about a file that was brought in, gone after some days",
    "reports.ClosedMonth": "counts of a clinic's month, in which nobody is named",
    "intake.DraftHolder": "a secret",
    "outbox.Job": "work to do, which holds ids only",
    "vault.DataKey": "a secret",
    "vault.Key": "a secret",
}
"""Tables that are not in a record, and why; `readme.NOT_HERE` says it for people."""
_WORDS: Mapping[str, str] = {
    "id": "id",
    "version": "versionId",
    "patient_id": "patient",
    "encounter_id": "encounter",
    "facility_id": "serviceProvider",
    "practitioner_id": "participant",
    "state": "status",
    "recorded_at": "recordedDate",
    "recorded_by_id": "recorder",
    "changed_at": "lastUpdated",
    "changed_by_id": "lastUpdatedBy",
    "measured_at": "effectiveDateTime",
    "started_at": "periodStart",
    "ended_at": "periodEnd",
    "since": "onset",
    "until": "abatement",
    "birth_date": "birthDate",
    "sex": "gender",
    "gender": "genderIdentity",
    "responsible_id": "generalPractitioner",
    "substance": "code",
    "as_written": "medication",
    "dose": "dosage",
    "author_id": "author",
    "amends_id": "relatesTo",
    "signed_at": "authenticated",
    "submitted_at": "authored",
    "code_id": "codeId",
    "certainty": "verificationStatus",
    "comment": "note",
    "created_at": "created",
}
"""FHIR's words for what we keep; what FHIR has none for keeps ours, written as FHIR writes."""


def _nothing(_: Said) -> Said:
    return {}


@dataclass(frozen=True)
class Part:
    """One table of a record. `path` leads from a row to its patient.

    `texts` are the texts of the document that have a column, read by `reading`. `states` are those
    of the rows that are taken, where not all are; `without` are columns left out, with reasons.
    `beside` are columns of a row that this one points to.
    """

    name: str
    model: type[Model]
    path: str = "patient"
    texts: Sequence[str] = ()
    reading: Reading = _nothing
    but_not: Mapping[str, Any] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_document(self) -> bool:
        """Whether its rows have sealed documents."""
        return hasattr(self.model, "KIND")

    def fields(self) -> list["Field[Any, Any]"]:
        """Return the columns that are taken, as Django's fields."""
        left_out = {*NOT_SAID, *self.without}
        return [one for one in self.model._meta.concrete_fields if one.name not in left_out]

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in order."""
        clear = [word_for(one.attname) for one in self.fields()]
        sealed = [*map(word_for, self.texts), "readable", "document"] if self.has_document else []
        return [*clear, *map(word_for, self.beside), *sealed]


def word_for(name: str) -> str:
    """Return the name of a column outside of the house."""
    if name in _WORDS:
        return _WORDS[name]
    first, *others = name.removesuffix("_id").split("_")
    return first + "".join(one.capitalize() for one in others)


def _texts(body: Any) -> list[str]:
    return [one.name for one in fields(body)]


def _as_it_is(said: Said) -> Said:
    return said


def _of_note(said: Said) -> Said:
    sections = ("\n".join(filter(None, section)) for section in said["sections"])
    return {"title": said["title"], "text": "\n\n".join(sections)}


PARTS: tuple[Part, ...] = (
    Part(
        "Patient",
        Patient,
        "id",
        # Which version changed which field is in the document; the column says when.
        [name for name in _texts(Profile) if name != "changed_at"],
        _as_it_is,
        without={
            "demographics": "birth date and sex once more, sealed",
            "demographics_of": "where the sealed document lies",
        },
    ),
    Part("Identifier", RecordNumber),
    Part("CareRelation", CareRelation),
    Part("MailChoice", Correspondence),
    Part("Encounter", Encounter),
    Part(
        "EncounterElsewhere",
        EncounterElsewhere,
        texts=[name for name in _texts(ElsewhereBody) if name != "started_at"],
        reading=last_words,
    ),
    Part("AllergyIntolerance", Allergy, texts=_texts(AllergyBody), reading=last_words),
    Part("NoKnownAllergy", NoneKnown),
    Part("MedicationStatement", Medicine, texts=_texts(MedicineBody), reading=last_words),
    Part(
        "Problem",
        Problem,
        texts=[name for name in _texts(ProblemBody) if name != "diagnosis"],
        reading=last_words,
    ),
    Part(
        "Diagnosis",
        Diagnosis,
        texts=["comment"],
        reading=last_words,
        beside={
            "code": "code__code",
            "display": "code__display",
            "system": "code__system",
            "release": "code__release",
        },
    ),
    Part("Flag", Flag, texts=_texts(FlagBody), reading=last_words),
    Part(
        "Observation",
        Vitals,
        texts=[name for name in _texts(VitalsBody) if name != "measured_at"],
        reading=last_words,
    ),
    Part(
        "Note",
        Note,
        texts=["title", "text"],
        reading=_of_note,
        but_not={"state": NoteState.DRAFT},
    ),
    Part(
        "Assessment", Assessment, texts=["complaint"], reading=_as_it_is, but_not={"state": DRAFT}
    ),
    Part("AssessmentStep", Step, "assessment__patient"),
    Part(
        "AssessmentEnquiry",
        Enquiry,
        "assessment__patient",
        ["question", "reply"],
        _as_it_is,
    ),
    Part(
        "Appointment",
        Appointment,
        texts=["reason", "overbooked_because", "cancelled_because"],
        reading=_as_it_is,
    ),
    Part("AppointmentStep", AppointmentStep, "appointment__patient"),
    Part("FollowUp", FollowUp, "assessment__patient"),
    Part("WaitingPlace", WaitingPlace),
    # A record that was separated again is somebody else's, as in NotTheSame.
    Part("Merge", Merge, "survivor", but_not={"undone_at__isnull": False}),
)
"""In the order in which the files refer to each other."""

"""What happened to a patient, the latest first: encounters here and elsewhere, notes, assessments,
appointments, diagnoses, measurements.

Times and kinds come from clear columns, page by page: the latest of each kind are asked for, put in
order, and only what the page shows is opened. So a page costs the same at the end of a long history
as at its beginning.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bedside import accounts, documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.chart.views import TimelineEntry, TimelinePage
from bedside.clinic.appointments.reach import appointments_visible_to
from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.elsewhere import ElsewhereBody, at_another_clinic
from bedside.clinic.elsewhere.models import EncounterElsewhere
from bedside.clinic.encounters.reach import encounters_visible_to
from bedside.clinic.entries.history import last_words
from bedside.clinic.entries.lifecycle import ERROR
from bedside.clinic.notes.models import NoteState
from bedside.clinic.notes.reach import notes_visible_to
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import record_ids
from bedside.clinic.vitals import FINAL
from bedside.clinic.vitals.models import Vitals
from bedside.errors import Invalid
from bedside.intake.reach import assessments_visible_to
from bedside.intake.showing import complaint_in

PAGE = 20
"""Entries of a page."""

Rows = QuerySet[Any]
Records = Sequence[UUID]
"""The ids of all records of one person."""
Source = Callable[[Records, Actor], tuple[Rows, str, str | None]]
"""Of a person and a reader: the rows, and which columns say when it happened and who did it (None
where that is nobody here)."""


def _encounters(records: Records, by: Actor) -> tuple[Rows, str, str]:
    return (
        encounters_visible_to(by).filter(patient__in=records),
        "started_at",
        "practitioner",
    )


def _elsewhere(records: Records, by: Actor) -> tuple[Rows, str, None]:  # noqa: ARG001
    return EncounterElsewhere.objects.filter(patient__in=records), "started_at", None


def _notes(records: Records, by: Actor) -> tuple[Rows, str, str]:
    signed = notes_visible_to(by).filter(patient__in=records, state=NoteState.SIGNED)
    return signed, "signed_at", "author"


def _assessments(records: Records, by: Actor) -> tuple[Rows, str, str]:
    sent = assessments_visible_to(by).filter(patient__in=records, submitted_at__isnull=False)
    return sent, "submitted_at", "reviewed_by"


def _appointments(records: Records, by: Actor) -> tuple[Rows, str, str]:
    return (
        appointments_visible_to(by).filter(patient__in=records),
        "start",
        "practitioner",
    )


def _diagnoses(records: Records, by: Actor) -> tuple[Rows, str, str]:  # noqa: ARG001
    rows = Diagnosis.objects.filter(patient__in=records).select_related("code")
    return rows, "recorded_at", "recorded_by"


def _vitals(records: Records, by: Actor) -> tuple[Rows, str, str]:  # noqa: ARG001
    return Vitals.objects.filter(patient__in=records), "measured_at", "recorded_by"


KINDS: Mapping[str, Source] = {
    "encounter": _encounters,
    "elsewhere": _elsewhere,
    "note": _notes,
    "assessment": _assessments,
    "appointment": _appointments,
    "diagnosis": _diagnoses,
    "vitals": _vitals,
}


def _where_it_was(document: documents.Body | documents.Unreadable) -> str | None:
    if isinstance(document, documents.Unreadable):
        return None
    return at_another_clinic(ElsewhereBody.from_json(last_words(document)))


_OPENED: Mapping[str, Callable[[Any], str | None]] = {
    "assessment": complaint_in,
    "elsewhere": _where_it_was,
}
"""The kinds whose words are in a document, and how they are read from it."""


def read_timeline(
    patient: UUID, *, kinds: Collection[str] = (), after: Place | None = None, by: Actor
) -> TimelinePage:
    """Return a page of what happened, of some kinds or of all.

    Raises NotFound for a patient out of reach, and Invalid for a kind that there is not.
    """
    with act("chart.read", by=by) as doing:
        row = named_patient(patient, doing=doing)
        doing.note(part="timeline")
        return page_of(row.id, kinds=kinds, after=after, by=by)


def page_of(
    patient: UUID, *, kinds: Collection[str] = (), after: Place | None = None, by: Actor
) -> TimelinePage:
    """Return a page of the timeline, inside an act that has found the patient."""
    if not set(kinds) <= set(KINDS):
        raise Invalid(fields={"kind": f"Choose from: {', '.join(KINDS)}."})
    records = record_ids(patient)
    found = [
        (at, row, kind, who)
        for kind in kinds or KINDS
        for at, row, who in _latest(kind, records, after, by)
    ]
    found.sort(key=lambda one: (one[0], one[1].pk), reverse=True)
    page = found[:PAGE]
    words = _words([(row, kind) for _, row, kind, _ in page])
    names = accounts.names_of({who for _, _, _, who in page if who})
    entries = [
        TimelineEntry(
            kind=kind,
            id=row.pk,
            at=at,
            by=names.get(who) if who else None,
            what=words[row.pk],
            code=_code(row, kind),
        )
        for at, row, kind, who in page
    ]
    last = page[-1] if len(found) > PAGE else None
    return TimelinePage(entries, (last[0], last[1].pk) if last else None)


def _latest(
    kind: str, records: Records, after: Place | None, by: Actor
) -> list[tuple[datetime, Any, UUID | None]]:
    rows, when, who = KINDS[kind](records, by)
    found = earlier_than(rows, when, after)[: PAGE + 1]
    return [(getattr(row, when), row, getattr(row, f"{who}_id") if who else None) for row in found]


def _words(page: list[tuple[Any, str]]) -> dict[UUID, str | None]:
    """Return a few words for each row: codes for most, else the first words of its document."""
    told = [row for row, kind in page if kind in _OPENED]
    opened = dict(zip((row.pk for row in told), documents.open_each(told), strict=True))
    return {row.pk: _said(row, kind, opened) for row, kind in page}


def _said(row: Any, kind: str, opened: Mapping[UUID, Any]) -> str | None:
    if kind in _OPENED:
        return _OPENED[kind](opened[row.pk])
    if kind == "diagnosis":
        return f"{row.code.display} ({row.code.code})"
    return ""


def _code(row: Any, kind: str) -> str:
    return {
        "encounter": lambda: row.kind if row.state != ERROR else row.state,
        "elsewhere": lambda: "",
        "note": lambda: "amendment" if row.amends_id else "note",
        "assessment": lambda: row.triage,
        "appointment": lambda: row.status,
        "diagnosis": lambda: row.state,
        "vitals": lambda: "" if row.state == FINAL else row.state,
    }[kind]()

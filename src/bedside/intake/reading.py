"""Reading assessments, as the patient they are about or as a doctor who cares for them."""

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside import accounts, documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import named_patient, number_of, patient_view
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound
from bedside.intake.lifecycle import WAITING
from bedside.intake.models import Assessment
from bedside.intake.on_record import contradictions, record_of
from bedside.intake.reach import assessments_visible_to, find
from bedside.intake.resuming import current
from bedside.intake.showing import line, show, show_each
from bedside.intake.views import AssessmentLine, AssessmentView
from bedside.paging import Page, read_page

NEWEST = 100
"""Assessments of one patient on one page of a list, at most."""
WHOLE = 20
"""Whole assessments, with every answer, opened at once at most."""


def read(assessment: UUID, *, by: Actor, patient: UUID | None = None) -> AssessmentView:
    """Open one assessment; staff also get the patient's profile, and what was denied although it is
    on record.

    Raises NotFound, also when it is not about `patient`, if that is given.
    """
    with act("assessment.read", by=by) as doing:
        row = find(assessment, doing=doing)
        if patient is not None and not records_of(patient).filter(id=row.patient_id).exists():
            raise NotFound
        return _compared(open_for(row, by=by), by)


def _compared(view: AssessmentView, by: Actor) -> AssessmentView:
    """Return the view that a doctor has beside the patient's record, anybody else's as it is."""
    if by.role != "doctor":
        return view
    record = record_of(view.patient_id, by=by)
    return replace(view, against=contradictions(view.result, view.answers, record))


def read_to_reply(assessment: UUID, *, by: Actor) -> AssessmentView:
    """Open an assessment to read what the clinic asks about it, whether or not it opens itself.

    Raises NotFound.
    """
    with act("assessment.read", by=by) as doing:
        return open_what_opens(find(assessment, doing=doing), by=by)


def open_what_opens(row: Assessment, *, by: Actor) -> AssessmentView:
    """Open an assessment for somebody who was asked about it: the question and the reply are whole
    when the assessment is damaged, and its view then only holds what is in the clear."""
    body = _or_damage(*documents.open_each([row]))
    if isinstance(body, documents.Unreadable):
        return show(row, body, by=by)
    return show(row, current(row, body, timezone.now()), by=by)


def open_for(row: Assessment, *, by: Actor) -> AssessmentView:
    """Open an assessment, and for staff the patient's profile with it, in one bulk read.

    Staff see the one without the other, and of one that does not open what is in the clear: they
    answer for the patient. For everybody else an assessment that does not open raises Damaged.
    """
    if by.role != "doctor":
        return show(row, current(row, documents.read(row), timezone.now()), by=by)
    whom = row.patient.replaced_by or row.patient
    opened, profile = documents.open_each([row, whom])
    body = _or_damage(opened)
    whose = patient_view(whom, profile, number_of(whom))
    return show(row, body, by=by, patient=whose)


def _or_damage(
    body: documents.Body | documents.Unreadable,
) -> documents.Body | documents.Unreadable:
    """Return what was opened, or that it is damaged; raise what else keeps it from opening."""
    if isinstance(body, documents.Unreadable) and not body.is_damage:
        raise body.error()
    return body


def list_own(*, after: Place | None = None, limit: int = NEWEST, by: Actor) -> Page[AssessmentLine]:
    """Return the actor's own assessments as `list_of_patient` does; nobody's patient has none."""
    if by.patient is not None:
        return list_of_patient(by.patient, after=after, limit=limit, by=by)
    with act("assessment.list", by=by):
        return Page([], more=False)


def list_of_patient(
    patient: UUID, *, after: Place | None = None, limit: int = NEWEST, by: Actor
) -> Page[AssessmentLine]:
    """Return one patient's assessments within reach, the newest first. Raises NotFound.

    From behind `after`, when one was started and its id; at most `limit` (NEWEST at most).
    """
    with act("assessment.list", by=by) as doing:
        named_patient(patient, doing=doing)
        rows = earlier_than(_of(patient, by), "started_at", after)
        lines = _lines(read_page(rows, min(limit, NEWEST)))
        doing.note(count=len(lines))
        return lines


def read_of_patient(
    patient: UUID, *, after: Place | None = None, limit: int = WHOLE, by: Actor
) -> Page[AssessmentView]:
    """Open one patient's assessments within reach, the newest first. Raises NotFound.

    From behind `after`, when one was started and its id; at most `limit` (WHOLE at most).
    """
    with act("assessment.list", by=by) as doing:
        named_patient(patient, doing=doing)
        rows = earlier_than(_of(patient, by), "started_at", after)
        page = read_page(rows, min(limit, WHOLE))
        doing.note(count=len(page))
        return page.shown_as(show_each(page, _as_they_are_now(page), by=by))


def _as_they_are_now(rows: list[Assessment]) -> list[documents.Body | documents.Unreadable]:
    now = timezone.now()
    return [
        body if isinstance(body, documents.Unreadable) else current(row, body, now)
        for row, body in zip(rows, documents.open_each(rows), strict=True)
    ]


def _newest(rows: QuerySet[Assessment]) -> Page[Assessment]:
    return read_page(earlier_than(rows, "started_at", None), NEWEST)


def _of(patient: UUID, by: Actor) -> QuerySet[Assessment]:
    return assessments_visible_to(by).filter(patient__in=records_of(patient))


def _lines(rows: Page[Assessment]) -> Page[AssessmentLine]:
    names = _reviewers(rows)
    return rows.shown_as(
        line(row, body, names=names)
        for row, body in zip(rows, documents.open_each(rows), strict=True)
    )


def _reviewers(rows: list[Assessment]) -> dict[UUID, str | None]:
    return accounts.names_of({row.reviewed_by_id for row in rows if row.reviewed_by_id})


def latest_sent(patient: Patient, *, by: Actor) -> AssessmentView | AssessmentLine | None:
    """Return the assessment that a patient sent last, inside an act that has found the patient.

    One whose document does not open is a line: what is in the clear is still true. None without
    one.
    """
    sent = assessments_visible_to(by).filter(
        patient__in=records_of(patient.id), submitted_at__isnull=False
    )
    row = sent.select_related("patient").order_by("-submitted_at", "-id").first()
    if row is None:
        return None
    (body,) = documents.open_each([row])
    if isinstance(body, documents.Unreadable):
        return line(row, body, names=_reviewers([row]))
    return show(row, body, by=by)


def waiting_of(patient: UUID, *, by: Actor) -> list[AssessmentLine]:
    """Return a patient's assessments that wait for a doctor, inside an act that may see them."""
    return _lines(_newest(_of(patient, by).filter(state__in=WAITING)))


def lines_of(patient: UUID, *, by: Actor) -> list[AssessmentLine]:
    """Return one patient's assessments, the newest first, inside an act that may see them."""
    return _lines(_newest(_of(patient, by)))

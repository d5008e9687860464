"""An appointment of a patient with a practitioner, or a time that is held for them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from pydantic import AwareDatetime

from bedside import clinic
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.errors import Conflict, Invalid
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Extension,
    FhirModel,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import refers, token, when
from bedside.interop.fhir.resources.common import bounds, changed, moment, place, row
from bedside.interop.fhir.searching import Place, Query, Rows
from bedside.interop.fhir.systems import OURS, extra, own

Status = Literal["proposed", "booked", "arrived", "fulfilled", "cancelled", "noshow"]
STATUS: Mapping[str, Status] = {
    "proposed": "proposed",
    "booked": "booked",
    "arrived": "arrived",
    "fulfilled": "fulfilled",
    "cancelled": "cancelled",
    "noshow": "noshow",
}


class Participant(FhirModel):
    """Who or what takes part."""

    actor: Reference
    required: Literal["required"] = "required"
    status: Literal["accepted", "needs-action"]


class Appointment(Resource):
    """An appointment."""

    resource_type: Literal["Appointment"] = "Appointment"
    extension: list[Extension] = []
    status: Status
    cancelation_reason: CodeableConcept | None = None
    reason_code: list[CodeableConcept] = []
    start: AwareDatetime
    end: AwareDatetime
    minutes_duration: int
    created: datetime
    participant: list[Participant]


def to_fhir(view: AppointmentView) -> Appointment:
    """Return an appointment."""
    reason = view.cancel_reason
    return Appointment(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        extension=_extensions(view),
        status=STATUS[view.status],
        cancelation_reason=concept(view.cancelled_because, own("cancel-reason", reason))
        if reason
        else None,
        reason_code=[concept(view.reason)] if view.reason else [],
        start=view.start,
        end=view.end,
        minutes_duration=int((view.end - view.start).total_seconds() // 60),
        created=view.booked_at,
        participant=_participants(view),
    )


def _participants(view: AppointmentView) -> list[Participant]:
    """The patient has not said yet whether they take a time that is only held for them."""
    answer: Literal["accepted", "needs-action"]
    answer = "needs-action" if view.status == "proposed" else "accepted"
    return [
        Participant(actor=refer("Patient", view.patient_id), status=answer),
        Participant(
            actor=refer("Practitioner", view.practitioner_id, view.practitioner), status="accepted"
        ),
        Participant(actor=refer("Location", view.facility_id, view.facility), status="accepted"),
    ]


def _extensions(view: AppointmentView) -> list[Extension]:
    said = [extra("status-since", value_date_time=view.status_at)]
    if view.held_until:
        said.append(extra("held-until", value_date_time=view.held_until))
    if view.overbooked:
        said.append(extra("overbooked", value_boolean=True))
    if view.outside_hours:
        said.append(extra("outside-hours", value_boolean=True))
    if view.overbooked_because:
        said.append(extra("overbooked-because", value_string=view.overbooked_because))
    if view.news:
        said.append(extra("news", value_code=view.news))
    return said


_KEPT = (
    "status",
    "reason_code",
    "start",
    "end",
    "minutes_duration",
    "participant",
    "extension",
)
_MINUTE = timedelta(minutes=1)


def create(asker: Asker, body: Mapping[str, Any]) -> Appointment:
    """Book a time. Raises Invalid, NotFound and Conflict, also for a time that is taken."""
    wanted = writing.parsed(
        Appointment, body, _KEPT, created=timezone.now(), minutesDuration=0, status="booked"
    )
    minutes = (wanted.end - wanted.start) // _MINUTE
    if wanted.minutes_duration not in (0, minutes):
        raise Invalid(fields={"body.minutesDuration": "This is not from start to end."})
    if wanted.status != "booked":
        raise Invalid(fields={"body.status": "A new one is booked."})
    reason = writing.alone(wanted.reason_code, "reasonCode")
    why = writing.own_texts(wanted.extension, "overbooked-because")
    wish = Wish(
        patient=_taking_part(wanted, "Patient"),
        facility=_taking_part(wanted, "Location"),
        practitioner=_taking_part(wanted, "Practitioner"),
        start=wanted.start,
        minutes=minutes,
        reason=writing.words_of(reason, "reasonCode"),
        overbook_because=why.get("overbooked_because", ""),
    )
    return to_fhir(clinic.appointments.book(wish, by=asker.by))


def update(asker: Asker, identifier: str, body: Mapping[str, Any], version: int) -> Appointment:
    """Move an appointment, cancel it, or say what has become of it. Raises as its act does."""
    appointment = uuid_of(identifier)
    now = to_fhir(clinic.appointments.read(appointment, by=asker.by))
    wanted = writing.said(
        Appointment, body, created=now.created, minutesDuration=now.minutes_duration
    )
    writing.must_stay(
        now, wanted, {"status", "start", "end", "minutes_duration", "cancelation_reason"}, version
    )
    how: dict[str, Any] = {"version": version, "by": asker.by}
    moved = (wanted.start, wanted.end) != (now.start, now.end)
    if wanted.status == now.status:
        minutes = (wanted.end - wanted.start) // _MINUTE
        return to_fhir(
            clinic.appointments.reschedule(appointment, start=wanted.start, minutes=minutes, **how)
            if moved
            else clinic.appointments.read(appointment, by=asker.by)
        )
    if moved:
        raise Conflict("Move it first, and then say what has become of it.")
    return to_fhir(_become(appointment, now.status, wanted, how))


def _become(
    appointment: UUID, before: Status, wanted: Appointment, how: dict[str, Any]
) -> AppointmentView:
    if wanted.status == "cancelled" and before != "proposed":
        why = wanted.cancelation_reason
        return clinic.appointments.cancel(
            appointment,
            reason=writing.code_of(why, f"{OURS}cancel-reason") or "other",
            words=(why.text if why else None) or "",
            **how,
        )
    if wanted.cancelation_reason is not None:
        raise Invalid(fields={"body.cancelationReason": "This cannot be said here."})
    become = _GOES.get((before, wanted.status)) or _BECOMES.get(wanted.status)
    if become is None:
        raise Conflict("An appointment does not become that here.")
    return become(appointment, **how)


_GOES: Mapping[tuple[Status, Status], Callable[..., AppointmentView]] = {
    ("proposed", "booked"): clinic.appointments.accept,
    ("proposed", "cancelled"): clinic.appointments.decline,
    ("arrived", "booked"): clinic.appointments.undo,
    ("noshow", "booked"): clinic.appointments.undo,
    ("fulfilled", "arrived"): clinic.appointments.undo,
}
"""What a held time becomes, and what is taken back."""
_BECOMES: Mapping[str, Callable[..., AppointmentView]] = {
    "arrived": clinic.appointments.arrive,
    "fulfilled": clinic.appointments.fulfil,
    "noshow": clinic.appointments.no_show,
}


def _taking_part(wanted: Appointment, kind: str) -> UUID:
    named = [one.actor for one in wanted.participant]
    found = [one for one in named if (one.reference or "").startswith(f"{kind}/")]
    return writing.id_of(writing.alone(found, "participant"), kind, "participant")


def _read(asker: Asker, identifier: str) -> Appointment:
    return to_fhir(clinic.appointments.read(uuid_of(identifier), by=asker.by))


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    named = query.names_a_patient()
    since, until = bounds(query, "date")
    changed_since, changed_until = changed(query)
    page = clinic.appointments.read_appointments(
        patient=query.patient() if named else None,
        since=since,
        until=until,
        changed_since=changed_since,
        changed_until=changed_until,
        after=moment(after),
        limit=query.rows(limit),
        newest_first=True,
        by=query.asker.by,
    )
    rows = [row(one.start, one.id, [to_fhir(one)]) for one in page.rows]
    return Rows(rows, place(page.next))


def _actors(one: Appointment) -> list[Reference]:
    return [each.actor for each in one.participant]


APPOINTMENT = Kind(
    name="Appointment",
    about="Appointments in the caller's reach, the latest first",
    reads="appointment.read",
    read=_read,
    lists=[_rows],
    params=[
        refers("patient", "The patient whom it is for", _actors, "Patient"),
        refers("practitioner", "The practitioner", _actors, "Practitioner"),
        refers("location", "Where", _actors, "Location"),
        refers("actor", "Anybody who takes part", _actors, "Patient", "Practitioner", "Location"),
        token("status", "How it stands", lambda one: [one.status]),
        when("date", "When it begins", lambda one: [one.start]),
    ],
    includes=["patient", "practitioner", "location", "actor"],
    creates="appointment.book",
    create=create,
    updates="appointment.reschedule",
    update=update,
)

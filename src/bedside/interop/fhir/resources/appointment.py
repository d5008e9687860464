"""An appointment of a patient with a practitioner, or a time that is held for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bedside import clinic
from bedside.clinic.appointments import AppointmentView
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
from bedside.interop.fhir.resources.common import bounds, moment, place
from bedside.interop.fhir.searching import Place, Query, Row, Rows
from bedside.interop.fhir.systems import extra, own

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
    start: datetime
    end: datetime
    minutes_duration: int
    created: datetime
    participant: list[Participant]


def to_fhir(view: AppointmentView) -> Appointment:
    """Return an appointment."""
    reason = view.cancel_reason
    return Appointment(
        id=str(view.id),
        meta=meta(view.version),
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


def _read(asker: Asker, identifier: str) -> Appointment:
    return to_fhir(clinic.appointments.read(uuid_of(identifier), by=asker.by))


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    named = query.names_a_patient()
    since, until = bounds(query, "date")
    page = clinic.appointments.read_appointments(
        patient=query.patient() if named else None,
        since=since,
        until=until,
        after=moment(after),
        limit=query.rows(limit),
        newest_first=True,
        by=query.asker.by,
    )
    rows = [Row([one.start.isoformat(), str(one.id)], [to_fhir(one)]) for one in page.rows]
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
    dated=False,
)

"""Appointments, waiting lists and hours, between the clinic and the API's words."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from bedside.api.call import Call
from bedside.clinic import PatientView
from bedside.clinic.appointments import (
    AppointmentView,
    HolidayView,
    ScheduleView,
    SlotView,
    WaitingView,
)
from bedside.schemas.appointments import Appointment, Slot, WaitingPlace
from bedside.schemas.encounters import Person
from bedside.schemas.schedules import Holiday, Schedule


def tagged_appointment(call: Call, view: AppointmentView) -> Appointment:
    """Return an appointment, with its ETag set."""
    call.tag(view.version)
    return show_appointment(view)


def show_appointment(view: AppointmentView) -> Appointment:
    """Return an appointment."""
    renamed = {
        "patient": view.patient_id,
        "patient_name": _name(view.patient),
        "facility": view.facility_id,
        "facility_name": view.facility,
        "time_zone": view.zone,
        "practitioner": person(view.practitioner_id, view.practitioner),
        "cancel_reason": view.cancel_reason or None,
        "news": view.news or None,
        "may": sorted(view.may),
        "steps": [asdict(step) for step in view.steps],
    }
    return Appointment.model_validate(_same(view, Appointment) | renamed)


def tagged_place(call: Call, view: WaitingView) -> WaitingPlace:
    """Return a place on a waiting list, with its ETag set."""
    call.tag(view.version)
    return show_place(view)


def show_place(view: WaitingView) -> WaitingPlace:
    """Return a place on a waiting list."""
    doctor = view.practitioner_id
    renamed = {
        "patient": view.patient_id,
        "patient_name": _name(view.patient),
        "facility": view.facility_id,
        "facility_name": view.facility,
        "time_zone": view.zone,
        "practitioner": person(doctor, view.practitioner) if doctor else None,
        "offer": view.offer_id,
        "may": sorted(view.may),
    }
    return WaitingPlace.model_validate(_same(view, WaitingPlace) | renamed)


def tagged_schedule(call: Call, view: ScheduleView) -> Schedule:
    """Return a doctor's hours at a facility, with their ETag set."""
    call.tag(view.version)
    said = {
        "facility": view.facility_id,
        "time_zone": view.zone,
        "weekly": [asdict(row) for row in view.weekly],
        "exceptions": [asdict(row) for row in view.exceptions],
        "holidays": [show_holiday(row) for row in view.holidays],
        "booked_outside": view.booked_outside,
        "version": view.version,
    }
    return Schedule.model_validate(said)


def show_holiday(view: HolidayView) -> Holiday:
    """Return a holiday."""
    return Holiday(id=view.id, day=view.day, name=view.name)


def show_slots(slots: Sequence[SlotView]) -> list[Slot]:
    """Return free times."""
    return [
        Slot(
            start=slot.start,
            end=slot.end,
            practitioner=person(slot.practitioner_id, slot.practitioner),
        )
        for slot in slots
    ]


def person(user: UUID, name: str | None) -> Person:
    """Return somebody; the name is null when it could not be opened."""
    return Person(id=user, name=name, readable=name is not None)


def _same(view: object, model: type[Appointment | WaitingPlace]) -> dict[str, Any]:
    return {name: getattr(view, name, None) for name in model.model_fields}


def _name(patient: PatientView | None) -> str | None:
    return patient.profile.name if patient and patient.profile else None

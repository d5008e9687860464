"""Staff book and move appointments: for a patient, with any doctor there."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import PatientView, appointments
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.clinic.models import Facility
from bedside.errors import BedsideError, Conflict, Invalid
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.appointments import Slot, slot_text
from bedside.web.forms.schedules import (
    LookForm,
    OtherTimeForm,
    StaffBookForm,
    StaffMoveForm,
)
from bedside.web.request import PageRequest
from bedside.web.views.appointments import chosen_place, one_page, path_of
from bedside.web.views.showing import go_to
from bedside.web.views.times import confirm_page, day_context
from bedside.web.wording import AGAINST


@page("appointment.overbook", "GET", "POST")
def book(request: PageRequest) -> HttpResponse:
    """Show the free times of a day for a patient, ask whether one is meant, and book it."""
    look = Look(request)
    place, places = chosen_place(request, look.chosen.get("facility"))
    if look.chosen.get("patient") is None or place is None:
        return _whom_first(request, look)
    patient = clinic.read_patient(look.chosen["patient"], by=request.actor)
    return _Choosing(request, look, place, patient, places=places).book()


@page("appointment.overbook", "GET", "POST")
def move(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Show other free times for an appointment, ask whether one is meant, and move it there."""
    view = appointments.read(appointment, by=request.actor)
    place, _ = chosen_place(request, view.facility_id)
    if place is None or "move" not in view.may:
        return one_page(request, appointment, refused=Conflict())
    return _Choosing(request, Look(request), place, view.patient, moving=view).move(view)


def is_desk(request: PageRequest) -> bool:
    """Whether the page is for somebody who is told nothing about health."""
    return request.actor.role == "receptionist"


class Look:
    """What the address says: for whom, where, which day. What is not well formed says nothing."""

    def __init__(self, request: PageRequest) -> None:
        form = LookForm(request.GET)
        self.is_clear = form.is_valid()
        self.chosen: dict[str, Any] = form.cleaned_data

    def kept(self, *names: str) -> dict[str, Any]:
        """Return what of it the next page needs too."""
        return {name: self.chosen[name] for name in names if self.chosen.get(name)}


def _whom_first(request: PageRequest, look: Look) -> HttpResponse:
    """Lead to the patients, and from there on with the time that was chosen."""
    said = look.kept("facility")
    if slot := look.chosen.get("slot"):
        said["slot"] = slot_text(*slot)
    messages.info(request, "Choose the patient first.")
    return go_to(f"/patients/?{urlencode(said)}" if said else "/patients/")


class _Choosing:
    """Staff choose a time for a patient, for a new appointment or instead of one they have."""

    def __init__(
        self,
        request: PageRequest,
        look: Look,
        place: Facility,
        patient: PatientView | None,
        *,
        places: list[Facility] | None = None,
        moving: AppointmentView | None = None,
    ) -> None:
        self._request, self._look, self._place = request, look, place
        self._patient, self._places, self._moving = patient, places or [], moving
        self._patient_id = moving.patient_id if moving else look.chosen["patient"]
        self._doctors = appointments.practitioners(place.id, by=request.actor)

    def book(self) -> HttpResponse:
        """Book the chosen time once they have said yes."""
        form = StaffBookForm(self._request.POST or None, initial=self._initial())
        if is_desk(self._request):
            form.ask_at_the_desk()
        if not form.is_valid():
            return self._asked(form)
        said = form.cleaned_data
        wish = self._wish(
            said["slot"],
            said["for_minutes"],
            reason=said.get("reason", ""),
            overbook_because=said["overbook_because"],
        )
        try:
            made = appointments.book(wish, by=self._request.actor)
        except (Invalid, Conflict) as error:
            return self._refused(form, error)
        messages.success(self._request, "The appointment is booked.")
        return go_to(self._after(made.id))

    def move(self, view: AppointmentView) -> HttpResponse:
        """Move to the chosen time once they have said yes."""
        initial = {**self._initial(), "version": view.version}
        form = StaffMoveForm(self._request.POST or None, initial=initial)
        if not form.is_valid():
            return self._asked(form)
        said = form.cleaned_data
        start, practitioner = said["slot"]
        try:
            appointments.reschedule(
                view.id,
                start=start,
                practitioner=practitioner,
                minutes=said["for_minutes"],
                overbook_because=said["overbook_because"],
                version=said["version"],
                by=self._request.actor,
            )
        except (Invalid, Conflict) as error:
            return self._refused(form.renewed(view.version), error)
        messages.success(self._request, "The appointment is moved.")
        return go_to(path_of(view.id))

    def _asked(self, form: StaffBookForm | StaffMoveForm) -> HttpResponse:
        """Show the page that asks when a time is chosen, the free times otherwise."""
        if form.is_bound and form.cleaned_data.get("slot"):
            return self._confirm_page(form, form.cleaned_data["slot"])
        if form.is_bound:
            return self._day_page(form)
        if self._look.chosen.get("slot"):
            return self._first_asked(form, self._look.chosen["slot"])
        other = self._other()
        if other.is_valid():
            form.initial["slot"] = slot_text(*other.slot)
            form.initial["for_minutes"] = other.cleaned_data["minutes"]
            return self._first_asked(form, other.slot, other)
        return self._day_page(other=other)

    def _first_asked(
        self,
        form: StaffBookForm | StaffMoveForm,
        slot: Slot,
        other: OtherTimeForm | None = None,
    ) -> HttpResponse:
        """Ask; a time that nobody can book is said where it was written."""
        try:
            return self._confirm_page(form, slot)
        except Invalid as error:
            if other is None:
                return self._day_page(refused=error)
            other.take(error)
            return self._day_page(other=other)

    def _refused(
        self, form: StaffBookForm | StaffMoveForm, error: Invalid | Conflict
    ) -> HttpResponse:
        if isinstance(error, Invalid):
            form.take(error)
        return self._confirm_page(form, form.cleaned_data["slot"], refused=error)

    def _confirm_page(
        self,
        form: StaffBookForm | StaffMoveForm,
        slot: Slot,
        *,
        refused: BedsideError | None = None,
    ) -> HttpResponse:
        minutes = form["for_minutes"].value()
        moving = self._moving
        preview = appointments.preview(
            self._wish(slot, int(minutes) if minutes else None),
            moving=moving.id if moving else None,
            by=self._request.actor,
        )
        form.ask_why(preview.against)
        return confirm_page(
            self._request,
            form,
            preview,
            kept=self._kept("day"),
            refused=refused,
            layout="web/work.html",
            against=[AGAINST[code] for code in preview.against],
            patient=self._patient,
            patient_id=self._patient_id,
            moving=moving,
        )

    def _wish(self, slot: Slot, minutes: int | None, **words: str) -> Wish:
        start, practitioner = slot
        return Wish(self._patient_id, self._place.id, practitioner, start, minutes, **words)

    def _initial(self) -> dict[str, Any]:
        slot = self._look.chosen.get("slot")
        minutes = self._look.chosen.get("minutes")
        return {"slot": slot_text(*slot), "for_minutes": minutes} if slot else {}

    def _kept(self, *more: str) -> dict[str, Any]:
        """What the address says of everything but the time."""
        kept = self._look.kept("doctor", *more)
        if self._moving:
            return kept
        said = self._look.kept("assessment", "encounter")
        return {"patient": self._patient_id, "facility": self._place.id, **said, **kept}

    def _after(self, made: UUID) -> str:
        """Where to go once it is booked: back to what it follows, or to the appointment."""
        chosen = self._look.chosen
        if is_desk(self._request):
            return path_of(made)
        if chosen.get("assessment"):
            return f"/worklist/{chosen['assessment']}"
        if chosen.get("encounter"):
            return f"/patients/{self._patient_id}/encounters/{chosen['encounter']}"
        return path_of(made)

    def _other(self) -> OtherTimeForm:
        """The form for any other time, as the address fills it in."""
        doctors = {one.id for one in self._doctors}
        likely = (self._look.chosen.get("doctor"), self._request.actor.user)
        doctor = next((str(one) for one in likely if one in doctors), "")
        return OtherTimeForm(
            self._request.GET if "start" in self._request.GET else None,
            zone=self._place.time_zone,
            doctors=self._doctors,
            initial={"practitioner": doctor},
        )

    def _day_page(
        self,
        form: StaffBookForm | StaffMoveForm | None = None,
        *,
        other: OtherTimeForm | None = None,
        refused: BedsideError | None = None,
    ) -> HttpResponse:
        """Show the free times of a day, and the form for any other."""
        moving, doctor = self._moving, self._look.chosen.get("doctor")
        found = appointments.find_day(
            self._place.id,
            day=self._look.chosen.get("day"),
            practitioner=doctor,
            patient=self._patient_id,
            besides=moving.id if moving else None,
            by=self._request.actor,
        )
        wrong = form if form and form.errors else other if other and other.errors else None
        context = {
            "form": wrong,
            "other": other or self._other(),
            "refused": refused,
            "patient": self._patient,
            "patient_id": self._patient_id,
            "moving": moving,
            "place": self._place,
            "places": self._places,
            "is_clear": self._look.is_clear,
            "doctor": doctor,
            "doctors": self._doctors,
            "kept": self._kept(),
            **day_context(found, self._request.path, self._kept()),
        }
        status = status_of(refused) if refused else 422 if wrong else 200
        return render(self._request, "web/appointments/staff_times.html", context, status=status)

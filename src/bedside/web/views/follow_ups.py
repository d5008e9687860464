"""The times that an assessment proposes, for its patient and for a doctor who cares for them."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.clinic import appointments
from bedside.clinic.appointments import Wish
from bedside.clinic.facilities.clocks import day_and_time
from bedside.errors import Conflict, Invalid
from bedside.intake import FollowUpTimes
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.appointments import (
    BookForm,
    LookForm,
    Slot,
    VisitForm,
    slot_text,
)
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to
from bedside.web.views.times import confirm_page, day_context, proposed_times

_BACK = {"patient": "/assess/{}/result", "doctor": "/worklist/{}"}
_LAYOUT = {"patient": "web/base.html", "doctor": "web/work.html"}


@page("follow_up.propose", "GET", "POST")
def times(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Propose the earliest times before the patient should be seen, or any later day; ask whether
    the chosen time is meant, and book it."""
    return _Choosing(request, assessment).answer()


@page("follow_up.wait", "POST")
def wait(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Wait for a time that becomes free before the patient should be seen."""
    try:
        intake.wait_for_follow_up(assessment, by=request.actor)
    except Conflict as error:
        return _Choosing(request, assessment).times_page(BookForm(), refused=error)
    if request.actor.role == "patient":
        messages.success(request, "A time that becomes free will be held for you.")
        return go_to("/home/appointments")
    messages.success(request, "A time that becomes free will be held for the patient.")
    return go_to(_BACK["doctor"].format(assessment))


class _Choosing:
    """Somebody chooses a time that follows an assessment, for a patient or as the patient."""

    def __init__(self, request: PageRequest, assessment: UUID) -> None:
        self._request, self._assessment = request, assessment
        look = LookForm(request.GET)
        self._slot: Slot | None = look.cleaned_data.get("slot") if look.is_valid() else None
        self._chosen = look.cleaned_data

    @cached_property
    def _found(self) -> FollowUpTimes:
        """What is proposed, for whom and where: asked at most once, after what changes it."""
        return intake.propose_times(self._assessment, by=self._request.actor)

    def answer(self) -> HttpResponse:
        """Book the chosen time once they have said yes."""
        form = self._form()
        if form.is_valid():
            return self._booked(form)
        slot = form.cleaned_data.get("slot") if form.is_bound else self._slot
        if not slot:
            return self.times_page(form)
        try:
            return self._confirm_page(form, slot)
        except (Invalid, Conflict) as error:
            return self.times_page(form, refused=error)

    def times_page(
        self, form: BookForm | VisitForm, *, refused: Invalid | Conflict | None = None
    ) -> HttpResponse:
        """Show the proposed times and those of a day, and why an act was refused."""
        request, found = self._request, self._found
        proposal = found.proposal
        zone = proposal.zone if proposal else "UTC"
        context = {
            "form": form,
            "refused": refused,
            "emergency": found.emergency,
            "late": bool(proposal and proposal.late),
            "due": day_and_time(found.due_at, zone),
            "proposed": proposed_times(proposal.slots, zone, request.path) if proposal else [],
            "zone": zone,
            "back": _BACK[request.actor.role].format(self._assessment),
            "here": request.path,
            "layout": _LAYOUT[request.actor.role],
            "assessment": self._assessment,
            "place": found.facility_id,
            **self._whom(),
            **({} if found.emergency else self._any_day()),
        }
        status = status_of(refused) if refused else 422 if form.errors else 200
        return render(request, "web/appointments/proposed.html", context, status=status)

    def _form(self) -> BookForm | VisitForm:
        kind = BookForm if self._request.actor.role == "patient" else VisitForm
        initial = {"slot": slot_text(*self._slot)} if self._slot else {}
        return kind(self._request.POST or None, initial=initial)

    def _booked(self, form: BookForm | VisitForm) -> HttpResponse:
        """Book it, and lead to where each goes on: a patient to the time, a doctor to the case."""
        request, (start, practitioner) = self._request, form.cleaned_data["slot"]
        try:
            booked = intake.book_follow_up(
                self._assessment,
                practitioner=practitioner,
                start=start,
                reason=form.cleaned_data["reason"],
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
            return self._confirm_page(form, (start, practitioner), refused=error)
        except Conflict as error:
            return self.times_page(form, refused=error)
        if request.actor.role == "patient":
            messages.success(request, "Your appointment is booked.")
            return go_to(f"/home/appointments/{booked.id}")
        when = day_and_time(booked.start, booked.zone)
        messages.success(request, f"The follow-up is booked: {when}.")
        return go_to(_BACK["doctor"].format(self._assessment))

    def _confirm_page(
        self, form: BookForm | VisitForm, slot: Slot, *, refused: Invalid | None = None
    ) -> HttpResponse:
        request, found = self._request, self._found
        start, practitioner = slot
        wish = Wish(found.patient_id, found.facility_id, practitioner, start)
        return confirm_page(
            request,
            form,
            appointments.preview(wish, by=request.actor),
            kept={name: self._chosen.get(name) for name in ("doctor", "day")},
            refused=refused,
            layout=_LAYOUT[request.actor.role],
            **self._whom(),
        )

    def _whom(self) -> dict[str, Any]:
        """Return who the patient is, for staff."""
        if self._request.actor.role == "patient":
            return {}
        patient = clinic.read_patient(self._found.patient_id, by=self._request.actor)
        return {"patient": patient, "patient_id": patient.id}

    def _any_day(self) -> dict[str, Any]:
        """Return the free times of a chosen day, of the next one otherwise."""
        actor, found = self._request.actor, self._found
        doctor, day = self._chosen.get("doctor"), self._chosen.get("day")
        shown = appointments.find_day(
            found.facility_id, day=day, practitioner=doctor, patient=found.patient_id, by=actor
        )
        doctors = appointments.practitioners(found.facility_id, by=actor)
        kept = day_context(shown, self._request.path, {"doctor": doctor})
        return {"doctor": doctor, "doctors": doctors, **kept}

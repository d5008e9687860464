"""The appointments as staff see them: the day and the week, and what becomes of each."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from bedside import clinic
from bedside.accounts import permissions
from bedside.clinic import appointments
from bedside.clinic.appointments import AppointmentView
from bedside.clinic.appointments.lifecycle import UNDO_LASTS
from bedside.clinic.appointments.slots import HORIZON
from bedside.clinic.models import Facility
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.access import View, page
from bedside.web.cursors import moment_text
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.forms.schedules import EVERYBODY, DiaryForm, StaffCancelForm
from bedside.web.request import PageRequest
from bedside.web.views.clocks import midnight
from bedside.web.views.showing import form_page, go_to
from bedside.web.views.times import FreeRun, free_runs
from bedside.web.wording import TOLD, can_be_undone

PAGE = 100
MOST_FREE = 200
"""Free times of a day that the diary shows."""
DIARY = "/appointments/"


@page("appointment.arrive", "GET")
def diary(request: PageRequest) -> HttpResponse:
    """List a day or a week at a clinic: one's own appointments, or everybody's."""
    return _diary_page(request)


@page("appointment.arrive", "GET")
def one(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Show one appointment, what happened to it and what can be done."""
    return one_page(request, appointment)


def _button(event: str, act: Callable[..., AppointmentView], sentence: str) -> View[[UUID]]:
    """Return the view of a button that says what happened."""

    def pressed(request: PageRequest, appointment: UUID) -> HttpResponse:
        try:
            seen = act(appointment, version=stated_version(request), by=request.actor)
        except Conflict as error:
            return one_page(request, appointment, refused=error)
        messages.success(request, sentence)
        return go_to(_back(request, seen))

    return page(f"appointment.{event}", "POST")(pressed)


UNDO = can_be_undone(UNDO_LASTS)
arrive = _button("arrive", appointments.arrive, f"Arrived. {UNDO}")
fulfil = _button("fulfil", appointments.fulfil, f"Seen. {UNDO}")
no_show = _button("no_show", appointments.no_show, f"Did not come. {UNDO}")
undo = _button("undo", appointments.undo, "Taken back.")


@page("appointment.arrive", "GET", "POST")
def cancel(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Ask why, and cancel; the patient is told."""
    view = appointments.read(appointment, by=request.actor)
    form = StaffCancelForm(request.POST or None, initial={"version": view.version})
    form.offer(appointments.REASONS[request.actor.role])
    if form.is_valid():
        try:
            appointments.cancel(appointment, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            return one_page(request, appointment, refused=error)
        else:
            messages.success(request, "The appointment is cancelled.")
            return go_to(path_of(appointment))
    context = {"title": "Cancel the appointment", "button": "Cancel it", "appointment": view}
    return form_page(request, "web/appointments/staff_form.html", form, **context)


def _back(request: PageRequest, seen: AppointmentView) -> str:
    """Return the page where the button stood: the desk, the diary as shown, or the appointment."""
    if "desk" in request.POST:
        return _desk(seen)
    if "shown" not in request.POST:
        return path_of(seen.id)
    form = DiaryForm(QueryDict(request.POST["shown"]))
    form.is_valid()
    said = form.cleaned_data
    place = said.get("facility") or seen.facility_id
    day = said.get("day") or seen.start.astimezone(ZoneInfo(seen.zone)).date()
    return f"{DIARY}?{_query(place, day, said.get('days') or 1, said.get('whose') or '')}"


def _desk(seen: AppointmentView) -> str:
    """Return the desk's day of an appointment."""
    day = seen.start.astimezone(ZoneInfo(seen.zone)).date()
    return f"/desk?{urlencode({'facility': seen.facility_id, 'day': day})}"


def _query(place: UUID, day: date, days: int, whose: str) -> str:
    """Return what an address of the diary says."""
    return urlencode({"facility": place, "day": day, "days": days, "whose": whose})


def one_page(
    request: PageRequest, appointment: UUID, *, refused: Conflict | Invalid | None = None
) -> HttpResponse:
    """Show an appointment as it stands now, and why an act was refused."""
    view = appointments.read(appointment, by=request.actor)
    context = {
        "appointment": view,
        "day": _day_of(view),
        "refused": refused,
        "told": TOLD[bool(view.has_account)] if _must_be_told(view) else "",
    }
    status = status_of(refused) if refused else 200
    return render(request, "web/appointments/staff_one.html", context, status=status)


def _must_be_told(view: AppointmentView) -> bool:
    """Whether the patient has not seen yet what the clinic did or holds for them."""
    return bool(view.news) or view.status == "proposed"


def path_of(appointment: UUID) -> str:
    """Return the page of an appointment."""
    return f"/appointments/{appointment}"


def chosen_place(
    request: PageRequest, wanted: UUID | None
) -> tuple[Facility | None, list[Facility]]:
    """Return the clinic that is meant, and all where the doctor works: the first if none is.

    Raises NotFound for one where they do not work.
    """
    places = clinic.facilities_of(request.actor)
    if wanted is None:
        return next(iter(places), None), places
    for place in places:
        if place.id == wanted:
            return place, places
    raise NotFound


def _diary_page(request: PageRequest) -> HttpResponse:
    form = DiaryForm(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    place, places = chosen_place(request, chosen.get("facility"))
    if place is None:
        return render(request, "web/appointments/diary.html", {"places": []})
    zone = ZoneInfo(place.time_zone)
    today = timezone.now().astimezone(zone).date()
    day = chosen.get("day") or today
    days = chosen.get("days") or 1
    sees_patients = permissions.may("schedule.read", by=request.actor)
    mine = sees_patients and chosen.get("whose") != EVERYBODY
    found = appointments.read_appointments(
        by=request.actor,
        facility=place.id,
        practitioner=request.actor.user if mine else None,
        since=midnight(day, zone),
        until=midnight(day + timedelta(days=days), zone),
        after=chosen.get("after"),
        limit=PAGE,
    )
    is_first = not chosen.get("after")
    is_bookable = is_first and days == 1 and today <= day <= today + HORIZON
    free = _free(request, place, day, only_mine=mine) if is_bookable else []
    context = {
        "place": place,
        "places": places,
        "days": _by_day(found.rows, free, zone),
        "mine": mine,
        "sees_patients": sees_patients,
        "everybody": EVERYBODY,
        "today": today,
        "after": moment_text(found.next) if found.next else "",
        "is_first": is_first,
        **_around(place, day, days, "" if mine else EVERYBODY),
    }
    return render(request, "web/appointments/diary.html", context)


def _around(place: Facility, day: date, days: int, whose: str) -> dict[str, Any]:
    """Return which days the diary shows, where the days beside them are, and the way back here."""
    return {
        "first": day,
        "last": day + timedelta(days=days - 1),
        "span": days,
        "before": day - timedelta(days=days),
        "following": day + timedelta(days=days),
        "kept": urlencode({"facility": place.id, "days": days, "whose": whose}),
        "shown": _query(place.id, day, days, whose),
    }


def _free(request: PageRequest, place: Facility, day: date, *, only_mine: bool) -> list[FreeRun]:
    """Return the free times of a day, each run of one doctor without a gap as one."""
    zone = ZoneInfo(place.time_zone)
    found = appointments.find_slots(
        place.id,
        since=midnight(day, zone),
        until=midnight(day + timedelta(days=1), zone),
        practitioner=request.actor.user if only_mine else None,
        limit=MOST_FREE,
        by=request.actor,
    )
    return free_runs(found.slots, place)


def _by_day(
    rows: list[AppointmentView], free: list[FreeRun], zone: ZoneInfo
) -> list[tuple[date, list[AppointmentView | FreeRun]]]:
    """Return what each local day holds, booked and free, in order."""
    days: dict[date, list[AppointmentView | FreeRun]] = {}
    held: list[AppointmentView | FreeRun] = [*rows, *free]
    for one in sorted(held, key=lambda one: one.start):
        day = one.start.astimezone(zone).date()
        days.setdefault(day, []).append(one)
    return list(days.items())


def _day_of(view: AppointmentView) -> str:
    """Return the diary's page of the day on which an appointment is."""
    day = view.start.astimezone(ZoneInfo(view.zone)).date()
    return f"{DIARY}?facility={view.facility_id}&day={day}"

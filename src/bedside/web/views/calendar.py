"""Appointments for calendars: one as a file, and all of them at a secret address."""

from uuid import UUID

from django.http import HttpResponse

from bedside import clinic
from bedside.web.access import open_page, page
from bedside.web.request import PageRequest, address_of

ICS = "text/calendar; charset=utf-8"


@open_page("GET")
def feed(request: PageRequest, token: str) -> HttpResponse:
    """Answer a calendar that asks with its secret; no cookie is looked at."""
    found = clinic.appointments.read_calendar(token, address=address_of(request))
    response = HttpResponse(found, content_type=ICS)
    response["X-Robots-Tag"] = "noindex"
    return response


@page("appointment.read", "GET")
def one(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Give one appointment as a file, for a calendar that is not subscribed."""
    found = clinic.appointments.file_of(appointment, by=request.actor)
    response = HttpResponse(found, content_type=ICS)
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response

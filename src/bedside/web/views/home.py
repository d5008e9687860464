"""The patient's own page: what is unfinished, what was sent, what was reviewed, who has read it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic
from bedside.clinic import Access
from bedside.errors import NotFound
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.request import PageRequest
from bedside.web.wording import ACCESSES, OTHER_ACCESS

PAGE = 100


@page("chart.read_own", "GET")
def home(request: PageRequest) -> HttpResponse:
    """Show what comes next, what was sent, what the clinic shared and recorded, who looked."""
    view = chart.read_own(by=request.actor)
    context = {
        "own": view,
        "patient": view.patient,
        "drafts": [line for line in view.assessments if line.state == "draft"],
        "sent": [line for line in view.assessments if line.state != "draft"],
        "accesses": _told(view.accesses),
        "zone": view.zone,
    }
    return render(request, "web/home.html", context)


@page("audit.read", "GET")
def accesses(request: PageRequest) -> HttpResponse:
    """Say who has read or changed this patient's record."""
    if request.actor.patient is None:
        raise NotFound
    after = asked(AfterForm(request.GET))["after"]
    found = clinic.accesses(request.actor.patient, after=after, limit=PAGE, by=request.actor)
    zone = clinic.zone_of_patient(request.actor.patient)
    context = {
        "days": _by_day(found, zone),
        "zone": zone,
        "is_first": after is None,
        "after": moment_text((found[-1].at, found[-1].event)) if found.more else "",
    }
    return render(request, "web/account/accesses.html", context)


def _told(found: Sequence[Access]) -> list[dict[str, Any]]:
    """Return who looked, in words a patient can read."""
    return [
        {
            "at": one.at,
            "who": one.who,
            "role": one.role,
            "what": _what(one),
        }
        for one in found
    ]


def _what(one: Access) -> str:
    return ACCESSES.get(one.action, OTHER_ACCESS)


def _by_day(found: Sequence[Access], zone: str) -> list[tuple[date, list[tuple[str, list[str]]]]]:
    """Return each day (on the clinic's clock) with each person and what they did on it."""
    days: dict[date, dict[str, Counter[str]]] = {}
    for one in found:
        day = days.setdefault(one.at.astimezone(ZoneInfo(zone)).date(), {})
        day.setdefault(f"{one.who} ({one.role})", Counter())[_what(one)] += 1
    return [
        (day, [(who, [*map(_counted, did.items())]) for who, did in people.items()])
        for day, people in days.items()
    ]


def _counted(done: tuple[str, int]) -> str:
    what, times = done
    return what if times == 1 else f"{what}, {times} times"

"""Choosing a time, the same for everybody who books: a day, then a time of it, then a yes.

The first page shows the free times of one day, and leads to the nearest days that have some. A time
on it is a link, which changes nothing. It leads to the second page, which says who, when, where and
with whom; only its button books, and nothing on it books when Enter is pressed by mistake.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from bedside import accounts
from bedside.clinic.appointments import DayOfTimes, Preview, SlotView
from bedside.clinic.facilities.clocks import on_the_wall
from bedside.clinic.models import Facility
from bedside.errors import BedsideError
from bedside.web.errors import status_of
from bedside.web.forms.appointments import slot_text
from bedside.web.forms.base import PageForm
from bedside.web.request import PageRequest

_NOON, _EVENING = 12, 17
"""Hours at which parts of the day begin."""
_JUMPS = {"Today": 0, "In a week": 7, "In two weeks": 14, "In four weeks": 28}


@dataclass(frozen=True)
class Time:
    """A free time: what the clock shows, with whom, and where choosing it leads."""

    shown: str
    who: str
    link: str


@dataclass(frozen=True)
class Link:
    """A day that can be looked at, under its name."""

    name: str
    day: date
    link: str


@dataclass(frozen=True)
class FreeRun:
    """Free times of one doctor that follow each other without a gap, as the diary shows them."""

    start: datetime
    end: datetime
    practitioner: str | None
    zone: str
    times: tuple[Time, ...]


def free_runs(slots: Sequence[SlotView], place: Facility) -> list[FreeRun]:
    """Return the free times of a clinic as runs; a time leads to the choice of a patient."""
    runs: list[list[SlotView]] = []
    for one in sorted(slots, key=lambda one: (one.practitioner_id, one.start)):
        last = runs[-1][-1] if runs else None
        if last and (last.practitioner_id, last.end) == (one.practitioner_id, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    kept, zone = {"facility": place.id}, place.time_zone
    return [
        FreeRun(
            run[0].start,
            run[-1].end,
            run[0].practitioner,
            zone,
            tuple(_time([one], zone, "/appointments/book", kept) for one in run),
        )
        for run in runs
    ]


def day_context(found: DayOfTimes, path: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template of a day shows. `kept` is what the address says beside the day."""

    def look(day: date, name: str = "") -> Link:
        return Link(name, day, _address(path, {**kept, "day": day}))

    return {
        "day": found.day,
        "parts": list(_parts(found, path, {**kept, "day": found.day})),
        "earlier": look(found.earlier) if found.earlier else None,
        "later": look(found.later) if found.later else None,
        "further": look(found.looked_until),
        "jumps": [
            look(found.today + timedelta(days=ahead), name) for name, ahead in _JUMPS.items()
        ],
        "zone": found.zone,
    }


def confirm_page(
    request: PageRequest,
    form: PageForm,
    preview: Preview,
    *,
    kept: Mapping[str, Any],
    refused: BedsideError | None = None,
    **context: Any,
) -> HttpResponse:
    """Ask whether the chosen time is meant; `kept` leads to the other times and to colleagues."""
    also = [
        (one.name, _address(request.path, {**kept, "slot": slot_text(preview.start, one.id)}))
        for one in preview.also
    ]
    shown = {
        "form": form,
        "preview": preview,
        "also": also,
        "others": _address(request.path, kept),
        "refused": refused,
        **context,
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "web/appointments/confirm.html", shown, status=status)


def proposed_times(
    slots: Sequence[SlotView], zone: str, path: str
) -> list[tuple[date, list[Time]]]:
    """Return single times by their local day, each with whom."""
    clock = ZoneInfo(zone)
    days = groupby(slots, key=lambda one: one.start.astimezone(clock).date())
    return [(day, [_time([one], zone, path, {}) for one in times]) for day, times in days]


def _parts(
    found: DayOfTimes, path: str, kept: Mapping[str, Any]
) -> Iterator[tuple[str, list[Time]]]:
    """The times of each part of the day; doctors who are free at the same time share one."""
    zone = ZoneInfo(found.zone)
    parts = groupby(found.slots, key=lambda one: _part_of(one.start.astimezone(zone).hour))
    for part, slots in parts:
        starts = groupby(slots, key=lambda one: one.start)
        yield part, [_time(list(same), found.zone, path, kept) for _, same in starts]


def _part_of(hour: int) -> str:
    if hour < _NOON:
        return "Morning"
    return "Afternoon" if hour < _EVENING else "Evening"


def _time(same: Sequence[SlotView], zone: str, path: str, kept: Mapping[str, Any]) -> Time:
    first = min(same, key=lambda one: (one.practitioner is None, one.practitioner or ""))
    who = accounts.shown(first.practitioner)
    return Time(
        on_the_wall(first.start, zone),
        who if len(same) == 1 else f"{len(same)} doctors",
        _address(path, {**kept, "slot": slot_text(first.start, first.practitioner_id)}),
    )


def _address(path: str, kept: Mapping[str, Any]) -> str:
    said = {name: value for name, value in kept.items() if value}
    return f"{path}?{urlencode(said)}" if said else path

"""The administrator's page about jobs: how many there are, what failed, and what to do about it.

It names kinds, times and what went wrong, and never what a job is about.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bedside import jobs
from bedside.clinic.facilities.clocks import zone_of_reader
from bedside.errors import Conflict
from bedside.web.cursors import MomentField, asked, moment_text
from bedside.web.forms.base import stated_version
from bedside.web.request import actor_of
from bedside.web.wording import JOB_ENDS, JOB_ERRORS, JOB_FAULT, JOB_STATES, JOBS

PAGE = 50
SHOWN_FIRST = "dead"
_SAID = {
    "retry": "A worker tries it again now.",
    "cancel": "It is called off: nobody does it any more.",
}
_DONE: dict[str, Callable[..., object]] = {"retry": jobs.retry, "cancel": jobs.cancel}


class Shown(forms.Form):
    """Which jobs are shown, and from where."""

    state = forms.ChoiceField(choices=list(JOB_STATES.items()), required=False)
    after = MomentField(required=False)


def overview(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows. Raises Invalid for an address that no page of ours has."""
    by, said = actor_of(request), asked(Shown(request.GET))
    state = said["state"] or SHOWN_FIRST
    page = jobs.list_jobs(states=(state,), after=said["after"], limit=PAGE, by=by)
    counted = jobs.read_counts(by=by)
    return {
        "title": "Jobs",
        "state": state,
        "state_name": JOB_STATES[state],
        "counts": [(code, words, counted.of(code)) for code, words in JOB_STATES.items()],
        "kinds": _by_kind(counted),
        "end": JOB_ENDS[state],
        "zone": zone_of_reader(by),
        "late_minutes": int(counted.late.total_seconds() // 60),
        "jobs": [
            (one, JOBS.get(one.kind, one.kind), JOB_ERRORS.get(one.error, JOB_FAULT))
            for one in page.items
        ],
        "earlier": moment_text(page.next) if page.next else "",
    }


def settle(request: HttpRequest, job: UUID, event: str) -> HttpResponse:
    """Have a job tried again, or call it off, and say how it went."""
    try:
        _DONE[event](job, version=stated_version(request), by=actor_of(request))
    except Conflict as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _SAID[event])
    return redirect("/admin/jobs/")


def _by_kind(counted: jobs.JobCounts) -> list[tuple[str, str]]:
    """Return each kind with what there is of it, as "1 given up, 20 done"."""
    return [
        (
            JOBS.get(kind, kind),
            "; ".join(
                f"{states[code]} {words[0].lower()}{words[1:]}"
                for code, words in JOB_STATES.items()
                if states.get(code)
            ),
        )
        for kind, states in counted.kinds.items()
    ]

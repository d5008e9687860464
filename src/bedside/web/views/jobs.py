"""What somebody asked for and waits for: how far it is, calling it off, and fetching it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bedside import jobs
from bedside.clinic.facilities.clocks import zone_of_reader
from bedside.errors import Conflict
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to, page_or_part
from bedside.web.wording import FILES

PAGE = 50


@page("job.read_file", "GET")
def mine(request: PageRequest) -> HttpResponse:
    """List the files that the reader asked for."""
    after = asked(AfterForm(request.GET))["after"]
    found = jobs.list_jobs(by=request.actor, own=True, after=after, limit=PAGE)
    context = {
        "jobs": [(one, FILES.get(one.kind, "A file")) for one in found.items],
        "zone": zone_of_reader(request.actor),
        "earlier": moment_text(found.next) if found.next else "",
    }
    return render(request, "web/jobs/list.html", context)


@page("job.read_file", "GET")
def one(request: PageRequest, job: UUID) -> HttpResponse:
    """Show how far a job is. The page asks again by itself, which is no use of the session."""
    view = jobs.read_job(job, by=request.actor)
    context = {
        "job": view,
        "zone": zone_of_reader(request.actor),
        "what": FILES.get(view.kind, "A file"),
        "percent": min(100 * view.done // view.total, 100) if view.total else None,
    }
    return page_or_part(request, "web/jobs/one.html", context, job="web/jobs/state.html")


@page("job.read_file", "GET")
def fetch(request: PageRequest, job: UUID) -> HttpResponse:
    """Lead to the file, which the API sends in parts. Raises NoFile."""
    if jobs.read_job(job, by=request.actor).file is None:
        raise jobs.NoFile
    return HttpResponseRedirect(f"/api/jobs/{job}/file")


@page("job.cancel", "POST")
def cancel(request: PageRequest, job: UUID) -> HttpResponse:
    """Call it off."""
    try:
        jobs.cancel(job, version=stated_version(request), by=request.actor)
    except Conflict:
        messages.error(request, "It went on meanwhile. This is how it stands now.")
    else:
        messages.success(request, "It is called off.")
    return go_to(f"/jobs/{job}")


@page("job.drop_file", "POST")
def drop(request: PageRequest, job: UUID) -> HttpResponse:
    """Delete the file before it expires."""
    jobs.drop_file(job, version=stated_version(request), by=request.actor)
    messages.success(request, "The file is deleted.")
    return go_to(f"/jobs/{job}")

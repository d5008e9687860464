"""Work that outlives a request: watching it, calling it off, and having it tried again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.responses import Response

from bedside import clinic, jobs
from bedside.api import cursors, downloads
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.appointments import ListWish, Why
from bedside.schemas.identifiers import GivenId
from bedside.schemas.jobs import Job, JobCounts, Jobs, KindCount, ListOrder, State
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(prefix="/api/jobs", tags=["jobs"], route_class=BedsideRoute)
ordering = APIRouter(prefix="/api", tags=["jobs"], route_class=BedsideRoute)

KindName = Annotated[str, StringConstraints(max_length=48, pattern=r"^[a-z_.]+$")]


@router.get("", summary="List jobs")
@needs("job.list")
def list_jobs(
    call: Current,
    state: Annotated[State | None, Query()] = None,
    kind: Annotated[KindName | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Jobs:
    """Return jobs, those put down last first: an administrator all, others what they asked for."""
    listed = f"jobs/{state}/{kind}"
    page = jobs.list_jobs(
        states=(state,) if state else (),
        kind=kind,
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
        by=call.by,
    )
    following = cursors.write_moment(page.next, of=listed, by=call.by)
    return Jobs(items=[_shown(view) for view in page.items], next=following)


@router.get("/counts", summary="Count the jobs")
@needs("job.read_counts")
def count_jobs(call: Current) -> JobCounts:
    """Return how many jobs there are by kind and state, and how late the oldest one is."""
    found = jobs.read_counts(by=call.by)
    kinds = [KindCount.model_validate({"kind": k, "states": s}) for k, s in found.kinds.items()]
    return JobCounts(kinds=kinds, late_seconds=int(found.late.total_seconds()))


@router.get("/{job}", summary="How far a job is")
@needs("job.read")
def read_job(call: Current, job: GivenId) -> Job:
    """Return one job. Ask every few seconds, not more often."""
    return _tagged(call, jobs.read_job(job, by=call.by))


@router.delete("/{job}", summary="Call a job off")
@needs("job.cancel", versioned=True)
def cancel_job(call: Current, job: GivenId) -> Job:
    """Cancel a job that is not done yet; it stays as `cancelled`."""
    return _tagged(call, jobs.cancel(job, version=call.known_version, by=call.by))


@router.post("/{job}/retry", summary="Try a job again")
@needs("job.retry", versioned=True)
def retry_job(call: Current, job: GivenId) -> Job:
    """Let a job that failed be tried again at once, with all its tries before it."""
    return _tagged(call, jobs.retry(job, version=call.known_version, by=call.by))


@router.get("/{job}/file", summary="Fetch what came of a job", responses=downloads.RESPONSES)
@needs("job.read_file")
def read_file(call: Current, job: GivenId) -> Response:
    """Return the file of a job that the caller asked for, until it expires.

    A download that broke goes on with `Range: bytes=...-` (and `If-Range` with the ETag).
    """
    found = jobs.read_file(job, by=call.by)
    return downloads.answer(
        call.request,
        found.read,
        size=found.file.size,
        tag=found.tag,
        name=found.file.name,
        media_type=found.file.media_type,
    )


@router.delete("/{job}/file", summary="Delete what came of a job")
@needs("job.drop_file", versioned=True)
def drop_file(call: Current, job: GivenId) -> Job:
    """Delete the file of a job before it expires. Nothing opens it any more."""
    return _tagged(call, jobs.drop_file(job, version=call.known_version, by=call.by))


@ordering.post(
    "/facilities/{facility}/appointment-list",
    status_code=202,
    summary="Ask for a list of appointments",
)
@needs("appointment_list.ask")
def ask_for_appointment_list(call: Current, facility: GivenId, body: ListOrder) -> Job:
    """Let a facility's appointments be written into a file (CSV); ask the job how far it is.

    The file holds names and phone numbers. Every patient in it finds on record that it was made.
    """
    wish = ListWish(facility, body.first_day, body.last_day, Why(body.why), body.words)
    return accepted(call, clinic.appointments.ask_for_list(wish, by=call.by))


def accepted(call: Call, job: UUID) -> Job:
    """Return a job that was put down just now, with its ETag and Location set."""
    call.headers["Location"] = f"/api/jobs/{job}"
    return _tagged(call, jobs.read_job(job, by=call.by))


def _tagged(call: Call, view: jobs.JobView) -> Job:
    call.tag(view.version)
    return _shown(view)


def _shown(view: jobs.JobView) -> Job:
    file = vars(view.file) if view.file else None
    return Job.model_validate({**vars(view), "file": file, "may": sorted(view.may)})

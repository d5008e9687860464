"""HL7's Bulk Data Access: all of a clinic's records as files of lines, made while nobody waits.

A group is a clinic's patients: what a doctor reaches, they reach there, and the audit log, the
reason and the file belong to one clinic. Asking is a GET too, as the standard wants. No other site
can make a browser ask: it cannot send Prefer, and a sign-in must be of just now.
Source: https://hl7.org/fhir/uv/bulkdata/ (version 2.0.0)
"""

from datetime import UTC
from email.utils import format_datetime

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from bedside import exports
from bedside.api import downloads
from bedside.api.bodies import parse
from bedside.api.call import Call, Current
from bedside.api.errors import Refusal
from bedside.api.fhir_route import FhirRoute, answer, asker_of, outcome_of
from bedside.api.problem import NO_STORE
from bedside.api.routing import needs
from bedside.errors import Invalid
from bedside.exports import BulkView
from bedside.interop import fhir
from bedside.interop.fhir.asking import uuid_of

router = APIRouter(prefix="/fhir", tags=["fhir"], route_class=FhirRoute)
READ = ["GET", "HEAD"]
LINES = "application/fhir+ndjson"
_ASK_AGAIN = "5"
"""Seconds between two looks at how far it is."""


@router.get("/Group/{id}/$export", summary="Ask for all records of a clinic")
@router.post("/Group/{id}/$export", summary="Ask for all records of a clinic")
@needs("clinic_file.ask", repeatable=False)
def begin_export(call: Current, id: str) -> Response:
    """Let the records of a facility's patients be written into files; ask at Content-Location."""
    prefers = _preferences(call)
    if "respond-async" not in prefers:
        raise Refusal(400, "Send Prefer: respond-async; this takes longer than a request may.")
    asker, facility = asker_of(call), uuid_of(id)
    try:
        wish = exports.ordered(
            call.request.query_params.multi_items(),
            parse(call.body) if call.body else None,
            request=f"{asker.base}/Group/{facility}/$export",
            lenient="handling=lenient" in prefers,
            asker=asker,
        )
    except Invalid as error:
        _, said = outcome_of(error)
        return answer(call, said, 400)
    job = exports.ask_for_clinic(facility, wish, by=call.by)
    call.headers["Content-Location"] = f"{asker.base}/bulk/{job}"
    return answer(call, fhir.under_way("The files are being made."), 202)


@router.api_route("/bulk/{id}", methods=READ, summary="How far an export is")
@needs("clinic_file.ask")
def read_export(call: Current, id: str) -> Response:
    """Return 202 while it is made, then the manifest, which names the files."""
    job = uuid_of(id)
    view = exports.read_bulk(job, by=call.by)
    if view.manifest is not None:
        return _manifest(call, view, f"{asker_of(call).base}/bulk/{job}")
    if view.failed:
        return answer(call, fhir.outcome(500, "The files could not be made. Ask again."), 500)
    call.headers["X-Progress"] = f"{view.done} of {view.total}" if view.total else "waiting"
    call.headers["Retry-After"] = _ASK_AGAIN
    return answer(call, fhir.under_way("The files are being made."), 202)


@router.delete("/bulk/{id}", summary="Call an export off")
@needs("clinic_file.ask")
def call_export_off(call: Current, id: str) -> Response:
    """Call an export off, or delete its files."""
    exports.call_off_bulk(uuid_of(id), by=call.by)
    return answer(call, fhir.under_way("It was called off, and its files are deleted."), 202)


@router.get("/bulk/{id}/{name}", summary="One file of an export")
@needs("clinic_file.ask")
def read_export_file(call: Current, id: str, name: str) -> Response:
    """Return a file, one resource a line, or a part of it (Range)."""
    file = exports.read_bulk_file(uuid_of(id), name, by=call.by)
    return downloads.answer(
        call.request, file.read, size=file.size, tag=file.tag, name=file.name, media_type=LINES
    )


def _preferences(call: Call) -> set[str]:
    said = ",".join(call.request.headers.getlist("prefer")).lower()
    return {one.strip() for one in said.replace(";", ",").split(",")}


def _manifest(call: Call, view: BulkView, address: str) -> Response:
    """Return the manifest with whole addresses."""
    said = dict(view.manifest or {})
    for part in ("output", "error"):
        said[part] = [{**one, "url": f"{address}/{one['url']}"} for one in said[part]]
    response = JSONResponse(said, headers=NO_STORE)
    if view.expires_at is not None:
        response.headers["Expires"] = format_datetime(view.expires_at.astimezone(UTC), usegmt=True)
    call.dress(response)
    return response

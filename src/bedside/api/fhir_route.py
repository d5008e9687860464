"""A route under /fhir: what differs from the other routes of the API is said here.

Its parameters are those of FHIR's searches, which the room of FHIR knows; its bodies are FHIR's
JSON, or a form for a search; and it is described by the CapabilityStatement, not by OpenAPI.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.utils.http import http_date
from fastapi import Request
from starlette.responses import Response

from bedside.api.bodies import is_json, names_utf8
from bedside.api.call import Call
from bedside.api.errors import Refusal, named_fields, status_of
from bedside.api.problem import NO_STORE
from bedside.api.routing import BedsideRoute
from bedside.assessment import Numbers
from bedside.errors import BedsideError
from bedside.interop.fhir import FORMATS, MEDIA_TYPE, Asker, OperationOutcome, Resource, outcome

_OUR_TAG = re.compile(r'W/"([1-9][0-9]{0,8})"')
_JSON = frozenset({MEDIA_TYPE, "application/json", "application/*", "*/*"})
_ONLY_JSON = f"The answers are {MEDIA_TYPE} and nothing else."
FORM = "application/x-www-form-urlencoded"


class FhirRoute(BedsideRoute):
    """A route with a rule that speaks FHIR."""

    def __init__(self, path: str, endpoint: Any, **options: Any) -> None:
        super().__init__(path, endpoint, **(options | {"include_in_schema": False}))
        # The lines of an export, whose form HL7 names for clients to ask for.
        self._is_a_file = path.startswith("/fhir/bulk/")

    async def _check(self, request: Request) -> None:
        if not (self._is_a_file or accepts_json(request.headers.getlist("accept"))):
            raise Refusal(406, _ONLY_JSON)
        if "if-none-exist" in request.headers:
            raise Refusal(400, "Nothing is made on a condition here (If-None-Exist): search first.")
        content_type = request.headers.get("content-type", "")
        if not await request.body():
            return
        if self.path.endswith("/_search"):
            if not is_form(content_type):
                raise Refusal(415, f"Send a search as {FORM} in UTF-8.")
        elif not is_json(content_type, MEDIA_TYPE):
            raise Refusal(415, f"Send the body as {MEDIA_TYPE} in UTF-8.")


def is_form(content_type: str) -> bool:
    """Return whether a Content-Type names a form in UTF-8."""
    return content_type.split(";")[0].strip().lower() == FORM and names_utf8(content_type)


def accepts_json(accepted: Sequence[str]) -> bool:
    """Return whether a caller takes FHIR's JSON as the answer, as Accept says it."""
    named = [one.partition(";")[0].strip().lower() for one in ",".join(accepted).split(",")]
    return not any(named) or bool(_JSON.intersection(named))


def asker_of(call: Call) -> Asker:
    """Return who asks, and what this server says of itself."""
    numbers = Numbers(call.options.emergency_number, call.options.crisis_line)
    return Asker(call.by, f"{call.options.public_url}/fhir", numbers)


def asked_in(call: Call) -> list[tuple[str, str]]:
    """Return what a search asks: in its address, and in its form. Raises Refusal (400)."""
    said = list(call.request.query_params.multi_items())
    try:
        said += parse_qsl(
            call.body.decode(), keep_blank_values=True, strict_parsing=bool(call.body)
        )
    except ValueError:
        raise Refusal(400, "The form cannot be read.") from None
    return said


def must_ask_no_more(call: Call) -> None:
    """Refuse what is asked about one resource besides how it is written (`_format`).

    A search knows its own parameters. Raises Refusal (400, 406).
    """
    for name, value in call.request.query_params.multi_items():
        if name != "_format":
            raise Refusal(400, "There is a parameter that is not known at this address.")
        if value not in FORMATS:
            raise Refusal(406, _ONLY_JSON)


def answer(call: Call, resource: Resource, status: int = 200) -> Response:
    """Return a resource as the answer, with its version as the ETag and since when it is so.

    Whoever reads it and has this version already is told that, and not sent it again.
    """
    if resource.etag is not None:
        call.headers["ETag"] = f'W/"{resource.etag}"'
    if resource.changed_at is not None:
        call.headers["Last-Modified"] = http_date(resource.changed_at.timestamp())
    body = resource.model_dump_json(by_alias=True)
    response = Response(body, status, headers=NO_STORE, media_type=MEDIA_TYPE)
    if call.request.method in ("GET", "HEAD") and _is_known(call):
        response = Response(status_code=304, headers=NO_STORE)
    call.dress(response)
    return response


def _is_known(call: Call) -> bool:
    """Whether the caller has this version; a tag is weak here whatever it looks like."""
    given = ",".join(call.request.headers.getlist("if-none-match")).split(",")
    tag = call.headers.get("ETag")
    return tag is not None and tag.removeprefix("W/") in {
        one.strip().removeprefix("W/") for one in given
    }


def known_version(call: Call) -> int:
    """Return the version in If-Match, as W/"3" or "3". Raises Refusal (428, 400) and Stale."""
    given = call.request.headers.getlist("if-match")
    if len(given) == 1 and (found := _OUR_TAG.fullmatch(given[0])):
        return int(found[1])
    return call.known_version


def outcome_of(error: BedsideError) -> tuple[int, OperationOutcome]:
    """Return what a refusal is over HTTP, for one entry of a batch."""
    status, fields = status_of(error), named_fields(error)
    return status, outcome(status, error.detail, [(one.field, one.detail) for one in fields])

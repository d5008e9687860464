"""From the house's errors to HTTP: one table, and the handlers that use it.

An answer never repeats what the caller sent. FastAPI's own 422 does (a password, a complaint, a
hundred megabytes), so validation errors are written anew: field names as the schema has them, and
sentences of ours.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bedside import errors
from bedside.api.problem import problem
from bedside.limits import at_most
from bedside.schemas.base import Incoming
from bedside.schemas.problems import CONTRAINDICATED, ON_RECORD_ALREADY, FieldProblem
from bedside.schemas.text import SAID

MOST_FIELDS = 50
"""How many bad fields one answer names."""

_SOURCES = ("body.", "query.", "path.", "header.")
"""Where a field is, when the room or route that refuses it says so itself."""
_DETAILS = {
    400: "The request could not be read.",
    404: errors.NotFound.detail,
    405: "This address does not know that method.",
}
_SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is a field here that is not known.",
    "string_too_short": "This is too short.",
    "too_long": "There are too many.",
    "string_pattern_mismatch": "This is not in the right form.",
    "literal_error": "Choose one of the allowed values.",
    "enum": "Choose one of the allowed values.",
    "greater_than_equal": "This number is too small.",
    "less_than_equal": "This number is too large.",
}
_KINDS: dict[type[errors.BedsideError], str] = {
    errors.Contraindicated: CONTRAINDICATED,
    errors.OnRecordAlready: ON_RECORD_ALREADY,
}
_MEANT_TWICE = "Say whether it is meant to be there twice."
_BOTH_CHANGED = "Somebody else has changed this too since you read it."


def status_of(error: errors.BedsideError) -> int:
    """Return the HTTP status for an error of the house."""
    match error:
        case errors.Unauthenticated():
            return 401
        case errors.Forbidden():
            return 403
        case errors.NotFound():
            return 404
        case errors.Stale():
            return 412
        case errors.Conflict() | errors.AlreadyDone():
            return 409
        case errors.Invalid():
            return 422
        case errors.Throttled():
            return 429
        case errors.Damaged():
            return 500
        case _:
            return 503


def add_handlers(app: FastAPI) -> None:
    """Make every failure of `app` leave as a problem."""
    app.add_exception_handler(errors.BedsideError, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _no_store)
    app.add_exception_handler(InterfaceError, _no_store)
    app.add_exception_handler(Exception, _broken)


def refusal(request: Request, error: errors.BedsideError) -> Response:
    """Return the answer for an error of the house."""
    status = status_of(error)
    return problem(
        request.scope,
        status,
        error.detail,
        fields=named_fields(error),
        kind=_KINDS.get(type(error), "about:blank"),
        headers=_headers(error, status),
    )


def _headers(error: errors.BedsideError, status: int) -> dict[str, str]:
    if isinstance(error, errors.Throttled):
        return {"Retry-After": str(error.retry_after)}
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": "5"} if status == 503 else {}


def named_fields(error: errors.BedsideError) -> Iterable[FieldProblem]:
    """Return which fields an error of the house speaks of, and why."""
    if isinstance(error, errors.Stale):
        return [FieldProblem(field=f"body.{name}", detail=_BOTH_CHANGED) for name in error.fields]
    if isinstance(error, errors.Contraindicated):
        return [FieldProblem(field="body.despite", detail=one) for one in error.found.values()]
    if isinstance(error, errors.OnRecordAlready):
        return [FieldProblem(field="body.repeated", detail=_MEANT_TWICE)]
    if not isinstance(error, errors.Invalid):
        return []
    return [
        FieldProblem(field=name if name.startswith(_SOURCES) else f"body.{name}", detail=text)
        for name, text in error.fields.items()
    ]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.BedsideError)
    return refusal(request, error)


async def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(request.scope, 422, errors.Invalid.detail, fields=bad_fields(error.errors()))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # Starlette's and FastAPI's own details may speak of the input; only ours are passed on.
    detail = error.detail if isinstance(error, Refusal) else _DETAILS.get(error.status_code)
    return problem(request.scope, error.status_code, detail or _DETAILS[400], headers=error.headers)


async def _no_store(request: Request, _: Exception) -> Response:
    return refusal(request, errors.Unavailable())


async def _broken(request: Request, _: Exception) -> Response:
    # Starlette raises the error again after this answer, so the edge logs it.
    return problem(request.scope, 500, "Something went wrong on our side.")


class Refusal(HTTPException):
    """A refusal that only HTTP knows (media type, missing If-Match); `detail` is a sentence."""


def bad_fields(found: Sequence[Any]) -> list[FieldProblem]:
    """Return which fields are wrong and why, from pydantic's errors, without any of the input."""
    known = _field_names(Incoming)
    named: dict[str, str] = {}
    for each in found[:MOST_FIELDS]:
        named.setdefault(_place(each["loc"], known), _sentence(each))
    return [FieldProblem(field=field, detail=detail) for field, detail in named.items()]


def _place(location: Sequence[str | int], known: frozenset[str]) -> str:
    """Return the part of the path that the schema wrote; a caller's own keys end it."""
    source, *rest = location or ("body",)
    names = [str(source)]
    for part in rest:
        if source == "body" and not isinstance(part, int) and part not in known:
            break
        names.append(str(part))
    return ".".join(names)


def _sentence(error: Any) -> str:
    if error["type"] == SAID:
        return str(error["msg"])
    if error["type"] == "string_too_long":
        return at_most(error["ctx"]["max_length"])
    return _SENTENCES.get(error["type"], "This is not valid.")


def _field_names(model: type[Incoming]) -> frozenset[str]:
    fields = model.model_fields.items()
    own = frozenset(name for said, field in fields for name in (said, field.alias or said))
    return own.union(*(_field_names(kind) for kind in model.__subclasses__()))

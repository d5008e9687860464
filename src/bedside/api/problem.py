"""Writing a problem down, always in the same shape, for every way to fail.

As RFC 9457 JSON, and under /fhir as that standard's OperationOutcome.
"""

import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope

from bedside.interop import fhir
from bedside.schemas.problems import FieldProblem, Problem

MEDIA_TYPE = "application/problem+json"
NO_STORE = {"Cache-Control": "no-store"}


def request_id(scope: Scope) -> str:
    """Return the id of this request, which the edge has set; make one where there is no edge."""
    state = scope.setdefault("state", {})
    return str(state.setdefault("request_id", uuid.uuid4().hex))


def problem(
    scope: Scope,
    status: int,
    detail: str,
    *,
    fields: Iterable[FieldProblem] = (),
    kind: str = "about:blank",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that says what went wrong. `detail` must hold nothing of the input."""
    if is_fhir(scope["path"]):
        return _outcome(status, detail, fields, headers or {})
    body = Problem(
        type=kind,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        request_id=request_id(scope),
        errors=list(fields),
    )
    return Response(
        body.model_dump_json(exclude_defaults=False),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={**NO_STORE, **(headers or {})},
    )


def is_fhir(path: str) -> bool:
    """Whether an address is one of FHIR's, whose errors have a shape of their own."""
    return path == "/fhir" or path.startswith("/fhir/")


def _outcome(
    status: int, detail: str, fields: Iterable[FieldProblem], headers: Mapping[str, str]
) -> Response:
    body = fhir.outcome(status, detail, [(each.field, each.detail) for each in fields])
    return Response(
        body.model_dump_json(by_alias=True),
        status_code=status,
        media_type=fhir.MEDIA_TYPE,
        headers={**NO_STORE, **headers},
    )

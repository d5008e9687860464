"""Writing a problem down as RFC 9457 JSON, always in the same shape, for every way to fail."""

import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope

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

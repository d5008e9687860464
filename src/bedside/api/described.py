"""What OpenAPI says about a route beyond its models: who may call it and how it can fail.

Worked out from the rule of the route, so that the documentation cannot say less than the code.
"""

from typing import Any

from pydantic import BaseModel

from bedside.api.problem import MEDIA_TYPE
from bedside.api.rule import Rule

SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of a sign-in, for programs.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sid",
        "description": "The browser's session. Writing also needs our Origin or X-CSRF-Token.",
    },
    "draft": {
        "type": "apiKey",
        "in": "cookie",
        "name": "draft",
        "description": "An assessment that was begun without an account.",
    },
}
_WHEN = {
    400: "The request cannot be read: not JSON, or an unknown query parameter.",
    401: "Nobody is signed in, or the proof is not good.",
    403: "This role may not do that.",
    404: "Not there, or outside the caller's reach.",
    408: "The body took too long to arrive.",
    409: "The present state does not allow it.",
    412: "Somebody changed it since it was read.",
    413: "The body is larger than 1 MB, or than 7 MB where a file is brought in.",
    415: "The body is not JSON in UTF-8.",
    416: "The file is shorter than the part that was asked for.",
    422: "A field is not valid.",
    428: "If-Match is missing.",
    429: "Too many tries; Retry-After says how long to wait.",
    431: "The headers are too many or too long.",
    503: "A store cannot be reached; nothing was changed.",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^(W/)?"[!#-~]*"$'},
    "description": "The ETag of what was read.",
    "example": '"3"',
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "format": "uuid"},
    "description": "A random UUID. The same request with the same key within a day has one effect.",
}


def add(options: dict[str, Any], path: str, endpoint: str, rule: Rule, *, writes: bool) -> None:
    """Add to FastAPI's `options` for a route what its rule says; `endpoint` names the operation."""
    options["operation_id"] = endpoint
    statuses = _statuses(path, rule, writes=writes)
    options["responses"] = {
        **{status: _problem(status) for status in sorted(statuses)},
        **(options.get("responses") or {}),
    }
    parameters = [_IF_MATCH] if rule.versioned else []
    if writes and rule.repeatable:
        parameters.append(_IDEMPOTENCY_KEY)
    extra: dict[str, Any] = {"x-permission": rule.permission or "open", **_security(rule)}
    if rule.reason:
        extra["x-open-because"] = rule.reason
    if parameters:
        extra["parameters"] = parameters
    options["openapi_extra"] = {**extra, **(options.get("openapi_extra") or {})}


def also(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return FastAPI's `responses` for statuses that the rule of a route does not imply."""
    return {status: _problem(status) for status in statuses}


def _security(rule: Rule) -> dict[str, Any]:
    if rule.permission is None:
        return {"security": []}
    schemes: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}]
    if rule.drafts:
        schemes += [{"draft": []}, {}]
    return {"security": schemes}


def _statuses(path: str, rule: Rule, *, writes: bool) -> set[int]:
    found = {400, 413, 422, 431, 503}
    if rule.permission is not None:
        found |= {401, 403}
    if "{" in path:
        found |= {404}
    if writes:
        found |= {408, 409, 415, 429} | ({401} if rule.permission is None else set())
    return found | ({412, 428} if rule.versioned else set())


def _problem(status: int) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": _WHEN[status], "content": {MEDIA_TYPE: {"schema": reference}}}


def complete(document: dict[str, Any], problem: type[BaseModel]) -> dict[str, Any]:
    """Return the OpenAPI document with our security schemes and the shape of a problem."""
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    schemas = components.setdefault("schemas", {})
    own = problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(own.pop("$defs", {}))
    schemas[problem.__name__] = own
    # FastAPI's own error body: every 422 of ours is a Problem.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document

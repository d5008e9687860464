"""What went wrong, in FHIR's words: every error under /fhir leaves as an OperationOutcome."""

from collections.abc import Iterable
from typing import Literal

from bedside.interop.fhir.base import FhirModel, Resource

_CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    408: "timeout",
    409: "conflict",
    412: "conflict",
    413: "too-long",
    415: "not-supported",
    422: "processing",
    428: "required",
    429: "throttled",
    431: "too-long",
    503: "transient",
}
"""The kind of issue for a status of HTTP (FHIR R4: the codes of issue-type)."""


class Issue(FhirModel):
    """One thing that is wrong, in a sentence that holds nothing of what was sent."""

    severity: Literal["error", "fatal", "warning", "information"] = "error"
    code: str
    diagnostics: str


class OperationOutcome(Resource):
    """Why a request was refused."""

    resource_type: Literal["OperationOutcome"] = "OperationOutcome"
    issue: list[Issue]


def warning(said: str) -> OperationOutcome:
    """Return that something is there in part only, in a sentence."""
    issue = Issue(severity="warning", code="incomplete", diagnostics=said)
    return OperationOutcome(issue=[issue])


def under_way(said: str) -> OperationOutcome:
    """Return that something is being done, in a sentence."""
    issue = Issue(severity="information", code="informational", diagnostics=said)
    return OperationOutcome(issue=[issue])


def outcome(status: int, detail: str, fields: Iterable[tuple[str, str]] = ()) -> OperationOutcome:
    """Return why a request was refused with `status`: a sentence, and one for each bad field."""
    code = _CODES.get(status, "exception")
    named = [Issue(code="invalid", diagnostics=f"{name}: {text}") for name, text in fields]
    return OperationOutcome(issue=[Issue(code=code, diagnostics=detail), *named])

"""Errors as RFC 9457 problem details. Nothing in them repeats what the caller sent."""

from typing import Annotated

from pydantic import Field

from bedside.schemas.base import Outgoing

CONTRAINDICATED = "urn:bedside:problem:contraindicated"
"""An allergy and a medicine on record would stand against each other: send `despite`, a reason."""

ON_RECORD_ALREADY = "urn:bedside:problem:on-record-already"
"""The same is on record already: change that, or send `repeated`."""


class FieldProblem(Outgoing):
    """One field that is not right, named as the schema names it."""

    field: Annotated[str, Field(examples=["body.birth_date"])]
    detail: Annotated[str, Field(examples=["There is no such day."])]


class Problem(Outgoing):
    """What went wrong. Quote `request_id` when you ask for help: it is in the server's log."""

    type: Annotated[str, Field(examples=["about:blank", CONTRAINDICATED])] = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldProblem] = []

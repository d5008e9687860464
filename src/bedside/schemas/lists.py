"""Lists that go on: one page of items and where the next one starts."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bedside.schemas.base import Outgoing

Cursor = Annotated[
    str,
    StringConstraints(min_length=1, max_length=600, pattern=r"^[A-Za-z0-9_.-]+$"),
    Field(description="`next` of the page before; signed, and good for the same caller only."),
]
PageSize = Annotated[int, Field(ge=1, le=100, description="How many items at most.")]


Readable = Annotated[
    bool,
    Field(
        description="False when a sealed document about this does not open: what it would say is "
        "null, and the damage is on record. Tell whoever runs this Bedside, naming the id."
    ),
]


class Listing(Outgoing):
    """What every list has: `next` is null on the last page."""

    next: str | None = None

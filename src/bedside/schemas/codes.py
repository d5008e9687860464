"""Codes of ICD-10-CM: finding one by what somebody types, and reading one."""

from typing import Annotated

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.text import SafeText, ShortLine

CodeText = Annotated[ShortLine, Field(examples=["E11.9"])]
"""A code, with or without its dot, in any case."""


class CodeSearch(Incoming):
    """What to look for; of the text the first 120 characters and 8 words count."""

    model_config = example(text="hart atack", limit=5, prefer=["I25.2"], codable=True)

    text: SafeText
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    prefer: Annotated[
        list[CodeText],
        Field(max_length=50, description="Codes to put first where they fit, in this order."),
    ] = []
    codable: Annotated[bool, Field(description="Only codes that a diagnosis may carry now.")] = (
        False
    )


class CodeHit(Outgoing):
    """A code that was found."""

    code: str
    display: str
    billable: Annotated[bool, Field(description="False for a header, which groups other codes.")]
    retired_after: Annotated[
        str, Field(description="The last release that had it; empty while it is in use.")
    ]
    said: Annotated[str, Field(description="What people call it, where that was found.")]


class CodeHits(Outgoing):
    """The codes found, the likeliest first, and the release they are from."""

    items: list[CodeHit]
    system: str
    release: str


class CodeLookup(Incoming):
    """Which code to read."""

    model_config = example(code="E11.9")

    code: CodeText


class PlaceOfCode(Outgoing):
    """A category, block or chapter of the classification."""

    code: str
    display: str


class Code(Outgoing):
    """A code with its places in the classification."""

    code: str
    display: str
    billable: bool
    retired_after: str
    category: PlaceOfCode
    block: PlaceOfCode
    chapter: PlaceOfCode
    terms: Annotated[list[str], Field(description="Other names that ICD-10-CM lists under it.")]
    system: str
    release: str

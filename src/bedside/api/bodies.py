"""Reading the bodies of requests: JSON, strictly, with one meaning for every body or none."""

from typing import Any

from fastapi import Request

from bedside import strict_json
from bedside.api.errors import Refusal

NOT_JSON = "The body is not valid JSON: UTF-8, each key once, and only finite numbers."
DEEPEST = 32
"""How many lists and objects may lie inside each other; ours need four."""


class StrictRequest(Request):
    """A request whose JSON is read by `parse`."""

    async def json(self) -> Any:
        """Return the body as JSON. Raises Refusal (400)."""
        return parse(await self.body())


def parse(body: bytes) -> Any:
    """Return the value that `body` says in JSON. Raises Refusal (400)."""
    try:
        return strict_json.parse(body, deepest=DEEPEST)
    except strict_json.TooDeep:
        raise Refusal(400, "The body is nested too deeply.") from None
    except strict_json.NotJson:
        raise Refusal(400, NOT_JSON) from None


def is_json(content_type: str, *others: str) -> bool:
    """Return whether a Content-Type names JSON in UTF-8 (parameters other than charset too).

    `others` are media types that are JSON as well.
    """
    kind = content_type.split(";")[0].strip().lower()
    return kind in ("application/json", *others) and names_utf8(content_type)


def names_utf8(content_type: str) -> bool:
    """Return whether a Content-Type names no charset but UTF-8."""
    parameters = (text.strip() for text in content_type.lower().split(";")[1:])
    return all(
        parameter.removeprefix("charset=").strip('"') in {"utf-8", "utf8"}
        for parameter in parameters
        if parameter.startswith("charset=")
    )

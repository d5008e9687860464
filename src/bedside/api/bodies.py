"""Reading JSON strictly: one meaning for every body, or none.

UTF-8 without a byte order mark. A key given twice, NaN, Infinity, a number of thousands of digits
and nesting past Python's limit are refused: storage and checks could otherwise read two different
things out of the same bytes.
"""

import json
from typing import Any, NoReturn

from fastapi import Request

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
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_not_a_number
        )
    except (ValueError, RecursionError):
        raise Refusal(400, NOT_JSON) from None
    if _is_deeper_than(DEEPEST, value):
        raise Refusal(400, "The body is nested too deeply.")
    return value


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


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a key is given twice")
    return named


def _not_a_number(_: str) -> NoReturn:
    raise ValueError("not a finite number")


def _is_deeper_than(levels: int, value: Any) -> bool:
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(_is_deeper_than(levels - 1, item) for item in inner)

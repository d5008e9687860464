"""Reading JSON strictly: one meaning for every text, or none.

UTF-8 without a byte order mark. A key given twice, NaN, Infinity, a number of thousands of digits
and nesting past Python's limit are refused: storage and checks could otherwise read two different
things out of the same bytes.
"""

import json
from typing import Any, NoReturn


class NotJson(ValueError):
    """Not JSON, or not in one meaning."""


class TooDeep(ValueError):
    """More lists and objects inside each other than are taken."""


def parse(text: bytes, *, deepest: int) -> Any:
    """Return the value that `text` says in JSON, with at most `deepest` levels.

    Raises NotJson and TooDeep.
    """
    try:
        value = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_each_key_once,
            parse_constant=_not_a_number,
        )
    except (ValueError, RecursionError):
        raise NotJson from None
    if _is_deeper_than(deepest, value):
        raise TooDeep
    return value


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

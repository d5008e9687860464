"""What a program asks a bulk export for: the parameters, in an address or in a body.

Bulk Data has no word for why records are taken out, and here a doctor says it: `why`, a code, and
`words`, which is what somebody wrote and so never stands in an address.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from bedside.errors import Invalid
from bedside.exports.records.asking import RecordWish, Why
from bedside.exports.records.formats import Format
from bedside.exports.records.only import Only
from bedside.exports.records.resources import types_of
from bedside.interop.fhir import Asker
from bedside.interop.fhir.params import asked_span

Said = Sequence[tuple[str, str]]
"""Parameters with their values, in order."""

FORMATS = frozenset({"application/fhir+ndjson", "application/ndjson", "ndjson"})
_KNOWN = frozenset({"_outputFormat", "_since", "_type", "why", "words"})
_IN_A_BODY = frozenset({"words"})
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def ordered(
    address: Said, body: Any, *, request: str, lenient: bool = False, asker: Asker
) -> RecordWish:
    """Return what a program asks for, as a wish for a clinic's records.

    `body` is a Parameters resource, None without one; `request` the address without parameters.
    What is not known is passed over for the `lenient`. Raises Invalid.
    """
    within = _parameters(body)
    _must_be_known([name for name, _ in (*address, *within)], lenient=lenient)
    if _IN_A_BODY & {name for name, _ in address}:
        raise Invalid(fields={"query.words": "Write this in a body: an address is kept in logs."})
    said = (*address, *within)
    if _one(said, "_outputFormat", "ndjson").replace(" ", "+") not in FORMATS:
        raise Invalid(fields={"_outputFormat": "Only NDJSON is written here."})
    return RecordWish(
        password=None,
        form=Format.FHIR,
        why=_why(said),
        words=_one(said, "words", ""),
        only=Only(_types(said, asker, lenient=lenient), _since(said), _repeated(request, address)),
    )


def _repeated(request: str, address: Said) -> str:
    """Return the address with those of its parameters that are known.

    What a body says is no part of it, as the standard has it.
    """
    known = [(name, text) for name, text in address if name in _KNOWN]
    return f"{request}?{urlencode(known)}" if known else request


def _parameters(body: Any) -> list[tuple[str, str]]:
    if body is None:
        return []
    said = body if isinstance(body, dict) else {}
    rows = said.get("parameter", [])
    if said.get("resourceType") != "Parameters" or not isinstance(rows, list):
        raise Invalid(fields={"body.resourceType": "Send Parameters."})
    return [_parameter(place, one) for place, one in enumerate(rows)]


def _parameter(place: int, row: Any) -> tuple[str, str]:
    """Return a parameter: its name, and its one value whatever the type."""
    said = dict(row) if isinstance(row, dict) else {}
    name, values = said.pop("name", None), list(said.items())
    if isinstance(name, str) and len(values) == 1:
        ((key, value),) = values
        if key.startswith("value") and isinstance(value, str):
            return name, value
    raise Invalid(fields={f"body.parameter.{place}": "Say a name and one value, which is a text."})


def _must_be_known(names: Iterable[str], *, lenient: bool) -> None:
    if not lenient and not _KNOWN.issuperset(names):
        raise Invalid("There is a parameter that is not known for this operation.")


def _one(said: Said, name: str, default: str) -> str:
    values = [value for one, value in said if one == name]
    if len(values) > 1:
        raise Invalid(fields={name: "Say this once."})
    return values[0] if values else default


def _why(said: Said) -> Why | None:
    text = _one(said, "why", "")
    if not text:
        return None
    try:
        return Why(text)
    except ValueError:
        raise Invalid(fields={"why": f"Say one of {', '.join(Why)}."}) from None


def _types(said: Said, asker: Asker, *, lenient: bool) -> tuple[str, ...]:
    asked = [one for name, text in said if name == "_type" for one in text.split(",") if one]
    known = types_of(asker)
    if not lenient and not set(known).issuperset(asked):
        raise Invalid(fields={"_type": f"Say some of {', '.join(known)}."})
    found = tuple(one for one in dict.fromkeys(asked) if one in known)
    if asked and not found:
        raise Invalid(fields={"_type": f"Say some of {', '.join(known)}."})
    return found


def _since(said: Said) -> str | None:
    text = _one(said, "_since", "")
    if not text:
        return None
    if not _INSTANT.fullmatch(text):
        raise Invalid(fields={"_since": "Write a moment, such as 2026-03-02T08:00:00Z."})
    asked_span(text, "_since")
    return text

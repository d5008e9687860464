"""Search parameters: what a caller may ask for, and whether a resource answers to it.

A parameter knows where its values are in a resource, so the search, the CapabilityStatement and
the documentation cannot say different things. Values of one parameter that are separated by commas
are alternatives; a parameter that is given twice must hold twice.
Source: https://hl7.org/fhir/R4/search.html
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from bedside.errors import Invalid
from bedside.interop.fhir.base import CodeableConcept, Coding, Identifier, Period, Reference

Kind = Literal["token", "date", "reference", "string"]
_DAY = timedelta(days=1)
_DATE = re.compile(
    r"(eq|ne|gt|lt|ge|le|sa|eb)?"
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)
_UNESCAPED_COMMA = re.compile(r"(?<!\\),")
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Param:
    """One search parameter. `of` yields a resource's values for it.

    None in the place of `of` says that the search of the resource itself answers to it. `to` are
    the types of resource that a reference may name.
    """

    name: str
    kind: Kind
    documentation: str
    of: Callable[[Any], Iterable[Any]] | None = None
    to: tuple[str, ...] = ()

    def holds(self, resource: Any, wanted: str) -> bool:
        """Whether a resource has one of the wanted values. Raises Invalid for unreadable ones."""
        if self.of is None:
            return True
        values = [value for value in self.of(resource) if value is not None]
        choices = [_unescaped(one) for one in _UNESCAPED_COMMA.split(wanted)]
        if self.kind == "token":
            return any(_is_token(value, one) for one in choices for value in values)
        if self.kind == "reference":
            return any(_is_reference(value, one, self) for one in choices for value in values)
        if self.kind == "string":
            return any(_begins(value, one) for one in choices for value in values)
        spans = [asked_span(one, self.name) for one in choices]
        return any(_lies(how, span_of(value), span) for how, span in spans for value in values)


Span = tuple[datetime, datetime]
"""From a moment until before another one."""


def asked_span(text: str, name: str) -> tuple[str, Span]:
    """Return how a date is compared (such as ge) and the time that it means. Raises Invalid."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise _bad(name, "Write a date as 2026, 2026-03, 2026-03-02 or with a time and its zone.")
    try:
        return found[1] or "eq", _span(*found.groups()[1:])
    except (ValueError, OverflowError):
        raise _bad(name, "There is no such day or time.") from None


def span_of(value: object) -> Span:
    """Return the time that a resource's value means; what is open ends nowhere."""
    if isinstance(value, Period):
        begin = span_of(value.start)[0] if value.start else _FIRST
        return begin, span_of(value.end)[1] if value.end else _LAST
    if isinstance(value, datetime):
        return value, value + timedelta(microseconds=1)
    written = value.isoformat() if isinstance(value, date) else str(value)
    found = _DATE.fullmatch(written)
    if found is None:
        raise ValueError("not a date of FHIR")
    return _span(*found.groups()[1:])


def reference_id(text: str, param: Param) -> str:
    """Return the id that a wanted reference names: "Patient/1", an address, or "1"."""
    kind, _, identifier = text.rpartition("/")
    named = kind.rpartition("/")[2]
    if named and param.to and named not in param.to:
        raise _bad(param.name, f"This refers to {' or '.join(param.to)}.")
    return identifier


def _is_token(value: object, wanted: str) -> bool:
    if isinstance(value, CodeableConcept):
        return any(_is_token(coding, wanted) for coding in value.coding)
    if isinstance(value, bool):
        return wanted == str(value).lower()
    system, bar, code = wanted.rpartition("|")
    if isinstance(value, Coding | Identifier):
        said = value.code if isinstance(value, Coding) else value.value
        return (not bar or system == (value.system or "")) and code in ("", said)
    return code == value


def _is_reference(value: Reference, wanted: str, param: Param) -> bool:
    kind, _, identifier = (value.reference or "").partition("/")
    asked = reference_id(wanted, param)
    named = wanted.rpartition("/")[0].rpartition("/")[2]
    return asked == identifier and named in ("", kind)


def _begins(value: str, wanted: str) -> bool:
    return _folded(value).startswith(_folded(wanted))


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _lies(how: str, value: Span, asked: Span) -> bool:
    begins, ends = value
    start, end = asked
    compare = {
        "eq": start <= begins and ends <= end,
        "ne": not (start <= begins and ends <= end),
        "gt": ends > end,
        "ge": ends > end or start <= begins,
        "lt": begins < start,
        "le": begins < start or ends <= end,
        "sa": begins >= end,
        "eb": ends <= start,
    }
    return compare[how]


def _span(
    year: str, month: str | None, day: str | None, clock: str | None, zone: str | None
) -> Span:
    first = date(int(year), int(month or 1), int(day or 1))
    if clock and zone:
        written = f"{first}T{clock}{'+00:00' if zone == 'Z' else zone}"
        moment = datetime.fromisoformat(written).astimezone(UTC)
        precision = {1: timedelta(minutes=1), 2: timedelta(seconds=1)}[clock.count(":")]
        return moment, moment + (timedelta(microseconds=1) if "." in clock else precision)
    last = first if day else _last_day(first, whole_year=month is None)
    midnight = datetime.combine(first, time(), UTC)
    return midnight, datetime.combine(last, time(), UTC) + _DAY


def _last_day(first: date, *, whole_year: bool) -> date:
    month = 12 if whole_year else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def _unescaped(text: str) -> str:
    return re.sub(r"\\([,|$\\])", r"\1", text)


def _bad(name: str, sentence: str) -> Invalid:
    return Invalid(fields={f"query.{name}": sentence})


# What resources have in common, and what many of them do.

ID = Param("_id", "token", "The id of the resource", lambda one: [one.id])
LAST_UPDATED = Param(
    "_lastUpdated", "date", "When the resource was changed last", lambda one: [one.changed_at]
)


def patient_of(attribute: str = "subject") -> tuple[Param, ...]:
    """Return the parameters that name the patient a resource is about."""

    def whose(one: Any) -> list[Reference]:
        return [getattr(one, attribute)]

    said = "The patient whom it is about"
    names = ("patient", "subject") if attribute == "subject" else ("patient",)
    return tuple(Param(name, "reference", said, whose, ("Patient",)) for name in names)


def token(name: str, documentation: str, of: Callable[[Any], Iterable[Any]]) -> Param:
    """Return a parameter for codes."""
    return Param(name, "token", documentation, of)


def when(name: str, documentation: str, of: Callable[[Any], Iterable[Any]]) -> Param:
    """Return a parameter for dates and times."""
    return Param(name, "date", documentation, of)


def refers(name: str, documentation: str, of: Callable[[Any], Iterable[Any]], *to: str) -> Param:
    """Return a parameter for references to other resources."""
    return Param(name, "reference", documentation, of, to)


def known(params: Sequence[Param]) -> dict[str, Param]:
    """Return parameters by name."""
    return {param.name: param for param in params}

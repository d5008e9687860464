"""Asking for a file about the house: what of it, in which form, and why it is taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from bedside import outbox
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.trail import Narrowed, events_of
from bedside.errors import Invalid, NotFound
from bedside.exports.records.formats import Format
from bedside.limits import REASON, at_most

KIND = "administration_file.make"
"""The kind of job, and the act of making."""
FORMS = (Format.CSV, Format.NDJSON)
"""How a file can be written down: each row is on its own, so it can be of any length."""


class What(StrEnum):
    """What is taken out."""

    FACILITIES = "facilities"
    STAFF = "staff"
    MEMBERSHIPS = "memberships"
    AUDIT = "audit"


class WhyTaken(StrEnum):
    """For what it is taken out; the log keeps the code."""

    REVIEW = "review"
    INCIDENT = "incident"
    LAW = "law"
    PLANNING = "planning"
    MOVING = "moving"
    OTHER = "other"


@dataclass(frozen=True)
class AdministrationWish:
    """What is wanted, and why. `words` are sealed; `narrowed` is for the log only."""

    what: What
    why: WhyTaken
    form: Format = Format.CSV
    words: str = ""
    narrowed: Narrowed = field(default_factory=Narrowed)


def ask_for_administration(wish: AdministrationWish, *, by: Actor) -> UUID:
    """Put down that a file about the house is wanted; return the job that makes it.

    Raises Invalid and TooMany.
    """
    with act("administration_file.ask", by=by) as doing:
        _must_be_allowed(wish)
        if by.user is None:
            raise NotFound
        said: dict[str, Any] = {
            "what": wish.what.value,
            "why": wish.why.value,
            "format": wish.form.value,
            "words": wish.words,
            "narrowed": narrowed_to_json(wish.narrowed),
        }
        job = outbox.ask(KIND, by=by.user, wish=said)
        doing.on(job=job)
        doing.note(what=wish.what.value, why=wish.why.value, format=wish.form.value)
        return job


_READ: Mapping[str, Callable[[str], Any]] = {
    "user": UUID,
    "first": date.fromisoformat,
    "last": date.fromisoformat,
}


def narrowed_to_json(narrowed: Narrowed) -> dict[str, str]:
    """Return what the log is narrowed to, as a wish keeps it."""
    return {name: str(value) for name, value in vars(narrowed).items() if value is not None}


def narrowed_from_json(said: dict[str, str]) -> Narrowed:
    """Return what `narrowed_to_json` wrote."""
    return Narrowed(**{name: _READ.get(name, str)(text) for name, text in said.items()})


def _must_be_allowed(wish: AdministrationWish) -> None:
    wrong = {}
    if wish.form not in FORMS:
        wrong["format"] = "Choose one of the list."
    if wish.why is WhyTaken.OTHER and not wish.words.strip():
        wrong["words"] = "Say what it is for."
    elif len(wish.words) > REASON:
        wrong["words"] = at_most(REASON)
    if wish.what is not What.AUDIT and narrowed_to_json(wish.narrowed):
        wrong["what"] = "Only the log can be narrowed."
    if wrong:
        raise Invalid(fields=wrong)
    events_of(wish.narrowed)

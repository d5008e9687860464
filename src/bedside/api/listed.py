"""The lists of a patient, between the clinic and the API's words."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from bedside.api import cursors
from bedside.api.call import Call
from bedside.api.written import person
from bedside.clinic.allergies import NoneKnownView
from bedside.clinic.entries.body import Body
from bedside.clinic.entries.views import EntryView
from bedside.clinic.pages import Place
from bedside.clinic.partial_dates import PartialDate
from bedside.schemas.allergies import NoneKnown
from bedside.schemas.base import Incoming
from bedside.schemas.entries import Entry

E = TypeVar("E", bound=Entry[Any])
P = TypeVar("P", bound="Page")


class Page(Protocol):
    """A page of any list of the clinic."""

    @property
    def items(self) -> list[Any]: ...
    @property
    def next(self) -> Place | None: ...


def page(
    call: Call,
    named: str,
    read: Callable[..., P],
    patient: UUID,
    state: str | None,
    limit: int,
    cursor: str | None,
) -> tuple[P, str | None]:
    """Read a page of the list `named` from where `cursor` says; return it and the next cursor."""
    listed = f"{named}/{patient}/{state}"
    found = read(
        patient,
        states=(state,) if state else (),
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
        by=call.by,
    )
    return found, cursors.write_moment(found.next, of=listed, by=call.by)


def said(body: Incoming) -> dict[str, Any]:
    """Return what was sent of an entry, as the clinic's rooms take it.

    Null takes back a day or a link; of everything else a new entry says nothing with it, like with
    what is left out.
    """
    given = body.model_dump(exclude_unset=True, exclude=_BESIDE)
    return {
        name: day(value) if name in _DAYS else value
        for name, value in given.items()
        if value is not None or name in _MAY_BE_EMPTY
    }


def day(text: str | None) -> PartialDate | None:
    """Return the day, month or year that was sent."""
    return PartialDate.parse(text) if text else None


def added(call: Call, named: str, view: EntryView[Any], model: type[E]) -> E:
    """Return a new entry, with its ETag and Location set."""
    call.headers["Location"] = f"/api/patients/{view.patient_id}/{named}/{view.id}"
    return tagged(call, view, model)


def tagged(call: Call, view: EntryView[Any], model: type[E]) -> E:
    """Return an entry, with its ETag set."""
    call.tag(view.version)
    return show(view, model)


def show(view: EntryView[Any], model: type[E]) -> E:
    """Return an entry; null in the place of words that could not be opened."""
    return model.model_validate(
        {
            "id": view.id,
            "patient": view.patient_id,
            "encounter": view.encounter_id,
            "state": view.state,
            "readable": view.readable,
            "said": view.body and _words(view.body),
            "recorded_at": view.recorded_at,
            "recorded_by": person(view.recorded_by),
            "changed_at": view.changed_at,
            "changed_by": person(view.changed_by),
            "version": view.version,
            "may": sorted(view.may),
            "history": _history(view) if view.history else None,
            **_told(view.told, model),
        }
    )


def show_none_known(view: NoneKnownView) -> NoneKnown:
    """Return the statement that no allergy is known."""
    return NoneKnown.model_validate(
        {
            "id": view.id,
            "patient": view.patient_id,
            "state": view.state,
            "recorded_at": view.recorded_at,
            "recorded_by": person(view.recorded_by),
            "version": view.version,
            "may": sorted(view.may),
        }
    )


def _history(view: EntryView[Any]) -> list[dict[str, Any]]:
    return [
        {
            "event": one.event,
            "at": one.at,
            "by": person(one.by),
            "state": one.state,
            "reason": one.reason,
            "despite": one.despite,
            "said": _words(one.body),
        }
        for one in view.history
    ]


def _words(body: Body) -> dict[str, Any]:
    """Return what a body says; when that was stands beside it."""
    return {name: value for name, value in body.to_json().items() if name not in _BESIDE_IT}


def _told(told: Mapping[str, Any], model: type[E]) -> dict[str, Any]:
    known = {name: told[name] for name in told if name in model.model_fields}
    return {name: vars(value) if name == "code" else value for name, value in known.items()}


_BESIDE_IT = {"measured_at", "started_at"}
_BESIDE = {"encounter", "code", "status", "despite", "repeated"}
_DAYS = frozenset({"since", "until", "onset", "abated"})
_MAY_BE_EMPTY = _DAYS | {"diagnosis"}

"""What several resources say alike: people, periods, the lists of a patient."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from bedside.clinic.encounters import Person
from bedside.clinic.entries.views import EntryView
from bedside.clinic.partial_dates import PartialDate
from bedside.interop.fhir.base import (
    Annotation,
    Extension,
    Meta,
    Period,
    Reference,
    Resource,
    meta,
    refer,
)
from bedside.interop.fhir.params import LAST_UPDATED, asked_span
from bedside.interop.fhir.searching import List, Place, Query, Row, Rows
from bedside.interop.fhir.systems import extra


def practitioner(who: Person | None) -> Reference | None:
    """Return a reference to somebody who did something, with their name if it opens."""
    return refer("Practitioner", who.id, who.name) if who else None


def encounter(identifier: UUID | None) -> Reference | None:
    """Return a reference to the encounter at which something was recorded."""
    return refer("Encounter", identifier) if identifier else None


def period(since: PartialDate | None, until: PartialDate | None) -> Period | None:
    """Return from when until when, as far as that is known."""
    if since is None and until is None:
        return None
    return Period(start=written(since), end=written(until))


def written(day: PartialDate | None) -> str | None:
    """Return a day, month or year as FHIR writes it."""
    return str(day) if day else None


def notes(*texts: str | None) -> list[Annotation]:
    """Return what was said in words; nothing for what was not."""
    return [Annotation(text=text) for text in texts if text]


def extras(**texts: str | None) -> list[Extension]:
    """Return own extensions with texts, such as why_ended as urn:bedside:why-ended."""
    said = {name.replace("_", "-"): text for name, text in texts.items() if text}
    return [extra(name, value_string=text) for name, text in said.items()]


def among_doctors(view: EntryView[Any]) -> list[Extension]:
    """Return why an entry stands against another one, and why it was last changed, if told."""
    return extras(despite=view.told.get("despite"), reason=view.told.get("reason"))


def meta_of(view: EntryView[Any]) -> Meta:
    """Return the version of an entry."""
    return meta(view.version, view.changed_at)


def entries(
    read_all: Callable[..., Any],
    show: Callable[[Any], Iterable[Resource]],
    happened: Callable[[Any], datetime] = lambda view: view.recorded_at,
) -> List:
    """Return the search of one list of a patient, which orders its entries by `happened`."""

    def rows(query: Query, after: Place | None, limit: int) -> Rows:
        page = read_all(
            query.patient(), after=moment(after), limit=query.rows(limit), by=query.asker.by
        )
        found = [row(happened(one), one.id, show(one)) for one in page.items]
        return Rows(found, place(page.next))

    return rows


def moment(after: Place | None) -> tuple[datetime, UUID] | None:
    """Return where a list in order of time goes on."""
    return (datetime.fromisoformat(after[0]), UUID(after[1])) if after else None


def bounds(query: Query, name: str) -> tuple[datetime | None, datetime | None]:
    """Return from when until before when is asked for; None for what is left open.

    What lies within may still not be what is asked: it is looked at again. Alternatives leave the
    time open.
    """
    since, until = None, None
    for value in query.all(name):
        if "," in value:
            continue
        how, (begin, end) = asked_span(value, name)
        if how in ("eq", "ge", "gt", "sa"):
            since = max(since or begin, begin)
        if how in ("eq", "le", "lt", "eb"):
            until = min(until or end, end)
    return since, until


def changed(query: Query) -> tuple[datetime | None, datetime | None]:
    """Return from when until before when it was changed what is asked for, as `bounds`.

    So whoever asks again and again reads what has changed, and not everybody each time.
    """
    return bounds(query, LAST_UPDATED.name)


def place(at: tuple[datetime, UUID] | None) -> Place | None:
    """Return where a list in order of time goes on, as JSON."""
    return _at(*at) if at else None


def row(at: datetime, identifier: UUID, resources: Iterable[Resource]) -> Row:
    """Return a row of a list in order of time."""
    return Row(_at(at, identifier), list(resources))


def _at(at: datetime, identifier: UUID) -> Place:
    return [at.isoformat(), str(identifier)]

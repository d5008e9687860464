"""All that is on record about one patient, as far as the caller may read it.

For the operation `$everything`, page by page, and for exports, one resource after the other: both
go through the same lists as a search of each type, and so through the same acts.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside.accounts import permissions
from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Reference, Resource, walk
from bedside.interop.fhir.bundle import Bundle, entry
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import asked_span, known
from bedside.interop.fhir.resources.patient import every_record
from bedside.interop.fhir.searching import (
    BEGINNING,
    LARGEST_PAGE,
    Found,
    List,
    Place,
    Query,
    Row,
    Rows,
    State,
    find,
)
from bedside.interop.fhir.table import KINDS

BESIDE = ("Practitioner", "Organization", "Location")
"""Who and what a record refers to; they come along."""


def kinds_of_a_record(asker: Asker) -> list[Kind]:
    """Return the types of resource that are about one patient and that the caller may read."""
    about_one = (kind for kind in KINDS.values() if kind.param("patient"))
    return [kind for kind in about_one if permissions.may(kind.reads, by=asker.by)]


def page_of_everything(
    patient: UUID, state: State, *, count: int, types: Iterable[str] = (), asker: Asker
) -> Found:
    """Return a page of a patient's record, of all types or some. Raises NotFound."""
    return find(_lists(patient, set(types), asker), Query(asker=asker, count=count), state)


def resources_of(patient: UUID, *, asker: Asker) -> Iterator[Resource]:
    """Yield all that the caller may read about a patient, then whom and what it refers to, once.

    Raises NotFound for a patient out of reach.
    """
    referred: dict[str, None] = {}
    state: State | None = BEGINNING
    while state is not None:
        page = page_of_everything(patient, state, count=LARGEST_PAGE, asker=asker)
        for one in page.matches:
            referred.update(dict.fromkeys(beside(one)))
            yield one
        state = page.next
    yield from come_along(referred, asker)


def of_type(kind: Kind, patient: UUID, *, since: str | None, asker: Asker) -> Iterator[Resource]:
    """Yield what the caller may read of one type about a patient, since then where it says when.

    Raises NotFound for a patient out of reach.
    """
    state: State | None = BEGINNING
    while state is not None:
        page = page_of_everything(
            patient, state, count=LARGEST_PAGE, types=(kind.name,), asker=asker
        )
        yield from (one for one in page.matches if is_since(one, since))
        state = page.next


def is_since(resource: Resource, since: str | None) -> bool:
    """Whether a resource was changed since; what does not say when, may have been."""
    if since is None:
        return True
    _, (begin, _) = asked_span(since, "_since")
    return resource.changed_at is None or resource.changed_at >= begin


def bundle_of(patient: UUID, *, asker: Asker) -> Bundle:
    """Return a patient's whole record as one bundle. Raises NotFound."""
    found = [entry(asker.base, one, None) for one in resources_of(patient, asker=asker)]
    return Bundle(type="collection", timestamp=timezone.now(), entry=found)


def ndjson_of(patient: UUID, *, asker: Asker) -> Iterator[str]:
    """Yield a patient's whole record, a resource a line, as NDJSON. Raises NotFound."""
    for one in resources_of(patient, asker=asker):
        yield json.dumps(one.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n"


def beside(resource: Resource) -> Iterator[str]:
    """Yield what of BESIDE a resource refers to, such as Practitioner/<id>."""
    for one in walk(resource):
        if isinstance(one, Reference) and (one.reference or "").partition("/")[0] in BESIDE:
            yield str(one.reference)


def come_along(references: Iterable[str], asker: Asker) -> Iterator[Resource]:
    """Yield those of BESIDE that some references name and that are in reach, each type in one go.

    A page has so few that no more than are read at once are ever asked for; an export goes on.
    """
    wanted: dict[str, list[str]] = {kind: [] for kind in BESIDE}
    for reference in references:
        kind, _, identifier = reference.partition("/")
        wanted[kind].append(identifier)
    for kind, ids in wanted.items():
        together = KINDS[kind].together
        for begin in range(0, len(ids), LARGEST_PAGE):
            if together is not None:
                yield from together(asker, ids[begin : begin + LARGEST_PAGE])


def _lists(patient: UUID, types: set[str], asker: Asker) -> list[List]:
    """Who they are first, which also asks whether they are in reach, then every list of theirs."""
    lists: list[List] = [] if types and "Patient" not in types else [_only(patient)]
    for kind in kinds_of_a_record(asker):
        if not types or kind.name in types:
            lists += [_of_one(one, kind, patient) for one in kind.lists]
    return lists


def _only(patient: UUID) -> List:
    """Every record of the person: what stands in one that was replaced is about that."""

    def rows(query: Query, after: Place | None, limit: int) -> Rows:  # noqa: ARG001
        return Rows([Row([], every_record(query.asker, patient))], None)

    return rows


def _of_one(list_of: List, kind: Kind, patient: UUID) -> List:
    """A list of a type, asked for one patient."""
    said: Any = (("patient", str(patient)),)
    params = known(kind.all_params)

    def rows(query: Query, after: Place | None, limit: int) -> Rows:
        own = Query(asker=query.asker, said=said, params=params, count=query.count)
        return list_of(own, after, limit)

    return rows

"""What a door asks of this room: read one, search, say what can be done."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bedside import vault
from bedside.errors import Invalid, NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import Resource
from bedside.interop.fhir.bundle import Bundle, Link, entry
from bedside.interop.fhir.everything import beside, come_along, is_since, page_of_everything
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import known
from bedside.interop.fhir.searching import (
    BEGINNING,
    LARGEST_PAGE,
    MOST_VALUES,
    USUAL_PAGE,
    Found,
    Query,
    State,
    find,
    references_in,
)
from bedside.interop.fhir.table import KINDS


def create(kind: Kind, body: Any, *, asker: Asker) -> Resource:
    """Make what was sent. Raises Invalid and what its act raises."""
    make = kind.create
    if make is None:
        raise NotFound
    said = _of_its_kind(kind, body)
    with _named_in_fhir(kind):
        return make(asker, said)


def update(kind: Kind, identifier: str, body: Any, version: int, *, asker: Asker) -> Resource:
    """Change what has this id to what was sent. Raises NotFound, Stale, Invalid and Conflict."""
    change = kind.update
    if change is None:
        raise NotFound
    said = _of_its_kind(kind, body)
    if said.get("id", identifier) != identifier:
        raise Invalid(fields={"body.id": "This is the id of another one."})
    with _named_in_fhir(kind):
        return change(asker, identifier, said, version)


@contextmanager
def _named_in_fhir(kind: Kind) -> Iterator[None]:
    """Name what a room refuses by the element that says it: whoever sent it knows no other name."""
    try:
        yield
    except Invalid as error:
        error.fields = {kind.elements.get(name, name): text for name, text in error.fields.items()}
        raise


def _of_its_kind(kind: Kind, body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or body.get("resourceType") != kind.name:
        raise Invalid(fields={"body.resourceType": f"This is the address of {kind.name}."})
    return body


CURSOR = "_cursor"
MOST_IDS = 20
"""Ids in one search at most: each is read by itself."""
_OF_THE_PAGE = frozenset({"_count", "_include", "_format"})
"""What can be asked of every search besides its parameters."""
FORMATS = frozenset({"json", "application/json", "application/fhir+json", "application/fhir json"})


@dataclass(frozen=True)
class Asked:
    """A search: its parameters in order, and where it goes on."""

    said: tuple[tuple[str, str], ...]
    state: State = BEGINNING


def search(kind: Kind, said: Sequence[tuple[str, str]], *, asker: Asker) -> Bundle:
    """Return a page of what was asked for, with what it includes. Raises Invalid."""
    asked = _going_on(kind.name, said, asker) or Asked(tuple(said))
    query = _query(kind, asked.said, asker)
    found = _by_id(kind, query) if query.all("_id") else find(kind.lists, query, asked.state)
    links = _links(kind.name, asked, found.next, asker)
    return _page(links, found.matches, _included(found.matches, query), asker)


def everything(patient: str, said: Sequence[tuple[str, str]], *, asker: Asker) -> Bundle:
    """Return a page of a patient's whole record, and whom and what it refers to.

    It can be asked for some types (`_type`) and for what was changed since (`_since`). Raises
    NotFound and Invalid.
    """
    name = f"Patient/{patient}/$everything"
    asked = _going_on(name, said, asker) or Asked(tuple(said))
    wanted = dict(asked.said)
    if set(wanted) - _OF_EVERYTHING or len(wanted) < len(asked.said):
        raise Invalid("There is a parameter that is not known for this operation, or said twice.")
    _must_be_spoken(wanted)
    found = page_of_everything(
        uuid_of(patient),
        asked.state,
        count=_count(wanted.get("_count")),
        types=filter(None, wanted.get("_type", "").split(",")),
        asker=asker,
    )
    matches = [one for one in found.matches if is_since(one, wanted.get("_since"))]
    along = come_along(dict.fromkeys(ref for one in matches for ref in beside(one)), asker)
    return _page(_links(name, asked, found.next, asker), matches, along, asker)


def _page(
    links: list[Link], matches: Iterable[Resource], along: Iterable[Resource], asker: Asker
) -> Bundle:
    """A page: what was looked for, and what comes along with it."""
    return Bundle(
        type="searchset",
        link=links,
        entry=[
            *(entry(asker.base, one, "match") for one in matches),
            *(entry(asker.base, one, "include") for one in along),
        ],
    )


_OF_EVERYTHING = frozenset({"_count", "_format", "_since", "_type"})


def _must_be_spoken(wanted: Mapping[str, str]) -> None:
    if wanted.get("_format", "json") not in FORMATS:
        raise Invalid(fields={"query._format": "Only JSON is spoken here."})


def _query(kind: Kind, said: Sequence[tuple[str, str]], asker: Asker) -> Query:
    if len(said) > MOST_VALUES:
        raise Invalid("Ask for less at once.")
    params = known(kind.all_params)
    unknown = [name for name, _ in said if name not in params and name not in _OF_THE_PAGE]
    if unknown:
        raise Invalid("There is a search parameter that is not known for this type.")
    of_the_page = dict(said)
    _must_be_spoken(of_the_page)
    return Query(
        asker=asker,
        said=tuple((name, value) for name, value in said if name in params),
        params=params,
        include=_asked_to_include(kind, [v for name, v in said if name == "_include"]),
        count=_count(of_the_page.get("_count")),
    )


def _count(text: str | None) -> int:
    if text is None:
        return USUAL_PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise Invalid(fields={"query._count": "Write a whole number from 1 on."})
    return min(int(text), LARGEST_PAGE)


def _asked_to_include(kind: Kind, values: Iterable[str]) -> tuple[str, ...]:
    names = []
    for value in values:
        source, _, name = value.partition(":")
        if source != kind.name or name.partition(":")[0] not in kind.includes:
            raise Invalid(fields={"query._include": "This cannot be included here."})
        names.append(name.partition(":")[0])
    return tuple(dict.fromkeys(names))


def _by_id(kind: Kind, query: Query) -> Found:
    """Read what is asked for by id; what is not in reach is not there."""
    wanted = {one for value in query.all("_id") for one in value.split(",")}
    if len(wanted) > MOST_IDS:
        raise Invalid(fields={"query._id": "Ask for fewer ids at once."})
    if kind.together:
        found = list(kind.together(query.asker, wanted))
    else:
        found = [one for identifier in wanted for one in _if_there(kind, identifier, query.asker)]
    return Found([one for one in found if query.admits(one)], None)


def _if_there(kind: Kind, identifier: str, asker: Asker) -> Iterator[Resource]:
    with suppress(NotFound):
        yield kind.read(asker, identifier)


def _included(matches: Sequence[Resource], query: Query) -> list[Resource]:
    """Return what the matches refer to and was asked for, each once, one reading a type."""
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for name in query.include:
        param = query.params[name]
        for one in matches:
            for reference in references_in(one, param):
                other, _, identifier = reference.partition("/")
                wanted[other][identifier] = None
    there = {one.id for one in matches}
    found: list[Resource] = []
    for other, ids in wanted.items():
        together = KINDS[other].together if other in KINDS else None
        if together is not None:
            found += [one for one in together(query.asker, list(ids)) if one.id not in there]
    return found


def _links(name: str, asked: Asked, following: State | None, asker: Asker) -> list[Link]:
    address = f"{asker.base}/{name}"
    own = f"{address}?{urlencode(asked.said)}" if asked.said else address
    links = [Link(relation="self", url=own)]
    if following is not None:
        cursor = _cursor(name, Asked(asked.said, following), asker)
        links.append(Link(relation="next", url=f"{address}?{CURSOR}={cursor}"))
    return links


# Where a search goes on is said by the server's own word, sealed: what was asked may name a person,
# and an address is kept by browsers and proxies.


def _cursor(name: str, asked: Asked, asker: Asker) -> str:
    body = json.dumps([name, asked.said, astuple(asked.state)]).encode()
    sealed = vault.seal(body, purpose="accounts", context=_place(asker))
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _going_on(name: str, said: Sequence[tuple[str, str]], asker: Asker) -> Asked | None:
    cursors = [value for name, value in said if name == CURSOR]
    if not cursors:
        return None
    others = {other for other, _ in said} - {CURSOR, "_format"}
    if len(cursors) > 1 or others:
        raise Invalid(fields={f"query.{CURSOR}": "Send this by itself."})
    of, values, state = _opened(cursors[0], asker)
    if of != name:
        raise _not_ours()
    return Asked(tuple((one, value) for one, value in values), State(*state))


def _opened(cursor: str, asker: Asker) -> tuple[str, list[list[str]], list[Any]]:
    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        said = json.loads(vault.open(sealed, purpose="accounts", context=_place(asker)))
    except (ValueError, vault.BrokenSeal):
        raise _not_ours() from None
    return said[0], said[1], said[2]


def _place(asker: Asker) -> vault.Context:
    """The cursor opens for whoever it was made for, and for nobody else."""
    whose = asker.by.user or asker.by.patient or UUID(int=0)
    return vault.Context(None, f"fhir_cursor:{asker.by.role}", whose, None, 1, 1)


def _not_ours() -> Invalid:
    return Invalid(fields={f"query.{CURSOR}": "This is not a cursor that this search gave you."})

"""Several requests in one: a batch, each for itself, or a transaction, all of them or none.

A transaction is one transaction of the database, as FHIR asks: the acts of its entries are kept
together, or none is. What one entry makes, others can refer to by its `fullUrl` (urn:uuid:...),
wherever it stands.
Source: https://hl7.org/fhir/R4/http.html#transaction
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Literal, TypeGuard
from urllib.parse import parse_qsl

from bedside import accounts
from bedside.accounts import permissions
from bedside.errors import BedsideError, Forbidden, Invalid, NotFound, Stale
from bedside.interop.fhir import serving
from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Resource
from bedside.interop.fhir.bundle import Bundle, Entry, Response
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.outcome import OperationOutcome
from bedside.interop.fhir.table import KINDS

MOST_ENTRIES = 50
"""Requests in one bundle at most: a transaction holds what it changes until its end."""
METHODS = ("POST", "PUT", "GET")
"""In the order in which a transaction does them; nothing is deleted here."""
_TAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"')
_SURROGATE = re.compile("[\ud800-\udfff]")
_URN = re.compile(r"urn:uuid:[0-9a-fA-F-]{36}")

Refused = Callable[[BedsideError], tuple[int, OperationOutcome]]
"""What a refusal is over HTTP, which only the door knows."""


@dataclass(frozen=True)
class Request:
    """One entry of a bundle: `place` is its number, `urn` what others call what it makes."""

    place: int
    method: str
    url: str
    body: Any
    urn: str
    if_match: str | None

    @property
    def kind(self) -> Kind:
        """The type of resource it is about. Raises NotFound."""
        found = KINDS.get(re.split(r"[/?]", self.url, maxsplit=1)[0])
        if found is None:
            raise NotFound
        return found


def run(body: Any, *, asker: Asker, refused: Refused) -> Bundle:
    """Do what a batch or a transaction asks for. Raises Invalid, and for a transaction whatever
    any of its acts raises."""
    kind, requests = _read(body)
    if kind == "batch":
        found = [_answered(one, asker, refused) for one in requests]
        return Bundle(type="batch-response", entry=found)
    with accounts.all_or_nothing():
        done = _together(requests, asker)
    return Bundle(type="transaction-response", entry=[done[one.place] for one in requests])


def _read(body: Any) -> tuple[Literal["batch", "transaction"], list[Request]]:
    said = body if isinstance(body, dict) else {}
    kind, entries = said.get("type"), said.get("entry", [])
    if said.get("resourceType") != "Bundle" or kind not in ("batch", "transaction"):
        raise Invalid(fields={"body.type": "Send a Bundle that is a batch or a transaction."})
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise Invalid(fields={"body.entry": f"Send at most {MOST_ENTRIES} entries at once."})
    return kind, [_request(place, one) for place, one in enumerate(entries)]


def _request(place: int, entry: Any) -> Request:
    said = entry.get("request") if isinstance(entry, dict) else None
    if not isinstance(said, dict):
        raise Invalid(fields={f"body.entry.{place}.request": "This is needed."})
    method, url, tag = said.get("method"), said.get("url"), said.get("ifMatch")
    unknown = set(said) - {"method", "url", "ifMatch"}
    if method not in METHODS or not _is_address(url) or unknown:
        sentence = f"Say {', '.join(METHODS)} and an address, and ifMatch for a PUT; no more."
        raise Invalid(fields={f"body.entry.{place}.request": sentence})
    urn = entry.get("fullUrl")
    named = urn if isinstance(urn, str) and _URN.fullmatch(urn) else ""
    return Request(place, method, url, entry.get("resource"), named, tag)


def _is_address(url: Any) -> TypeGuard[str]:
    """Whether it is a text that can be written: half of a surrogate pair, say, is not."""
    return isinstance(url, str) and not _SURROGATE.search(url)


def _answered(request: Request, asker: Asker, refused: Refused) -> Entry:
    """Return what became of one entry of a batch, whatever it is."""
    try:
        return _done(request, asker)
    except BedsideError as error:
        status, outcome = refused(error)
        said = Response(status=_status(status), outcome=outcome.to_json())
        return Entry(response=said)


def _together(requests: Sequence[Request], asker: Asker) -> dict[int, Entry]:
    done: dict[int, Entry] = {}
    made: dict[str, str] = {}
    for one in _in_order(requests):
        answer = _done(replace(one, body=_named(one.body, made)), asker)
        done[one.place] = answer
        if one.urn and answer.resource:
            made[one.urn] = f"{answer.resource['resourceType']}/{answer.resource['id']}"
    return done


def _in_order(requests: Sequence[Request]) -> Iterator[Request]:
    """Yield them by METHODS, and what others refer to before those. Raises Invalid for a circle."""
    waiting = sorted(requests, key=lambda one: (METHODS.index(one.method), one.place))
    urns = [one.urn for one in waiting if one.urn]
    if len(set(urns)) < len(urns):
        raise Invalid(fields={"body.entry": "Two entries have one fullUrl."})
    needs = {one.place: set(_urns(one.body)) - {one.urn} for one in waiting}
    while waiting:
        to_come = {one.urn for one in waiting}
        ready = next((one for one in waiting if not to_come & needs[one.place]), None)
        if ready is None:
            raise Invalid(fields={"body.entry": "These entries refer to each other in a circle."})
        yield ready
        waiting.remove(ready)


def _urns(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _URN.fullmatch(value):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _urns(one)


def _named(value: Any, made: Mapping[str, str]) -> Any:
    """Return a body in which what was made is called by its address."""
    if isinstance(value, str):
        return made.get(value, value)
    if isinstance(value, dict):
        return {name: _named(one, made) for name, one in value.items()}
    return [_named(one, made) for one in value] if isinstance(value, list) else value


def _done(request: Request, asker: Asker) -> Entry:
    _must_be_let(request, asker)
    if request.method == "POST":
        if request.url != request.kind.name:
            raise NotFound
        made = serving.create(request.kind, request.body, asker=asker)
        return _entry(made, 201, asker)
    path, _, query = request.url.partition("?")
    identifier = path.partition("/")[2]
    if request.method == "PUT":
        version = _version(request)
        changed = serving.update(request.kind, identifier, request.body, version, asker=asker)
        return _entry(changed, 200, asker)
    if identifier:
        return _entry(request.kind.read(asker, identifier), 200, asker)
    return _entry(serving.search(request.kind, parse_qsl(query), asker=asker), 200, asker)


def _must_be_let(request: Request, asker: Asker) -> None:
    """Ask for what the route of this request asks for, whatever its act is content with.

    Raises Forbidden, on record.
    """
    kind = request.kind
    needed = {"GET": kind.reads, "POST": kind.creates, "PUT": kind.updates}[request.method]
    if needed and not permissions.may(needed, by=asker.by):
        with accounts.act(needed, by=asker.by):
            raise Forbidden


def _version(request: Request) -> int:
    tag = request.if_match
    if not isinstance(tag, str):
        raise Invalid(fields={f"body.entry.{request.place}.request": "A PUT needs ifMatch."})
    found = _TAG.fullmatch(tag)
    if found is None:
        raise Stale
    return int(found[1])


def _entry(resource: Resource, status: int, asker: Asker) -> Entry:
    tag = f'W/"{resource.etag}"' if resource.etag else None
    address = f"{asker.base}/{resource.resource_type}/{resource.id}" if resource.id else None
    return Entry(
        full_url=address,
        resource=resource.to_json(),
        response=Response(
            status=_status(status),
            location=address if status == 201 else None,
            etag=tag,
            last_modified=resource.changed_at,
        ),
    )


def _status(code: int) -> str:
    return f"{code} {HTTPStatus(code).phrase}"

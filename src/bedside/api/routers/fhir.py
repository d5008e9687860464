"""HL7 FHIR R4: the routes of every type of resource, made from the table that also describes them.

Addresses say what is asked and ids, never who somebody is: a search that names a person is sent as
a form to `_search`. Whoever puts it into the address all the same is answered; the edge writes no
query into the log.
"""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bedside.api.bodies import parse
from bedside.api.call import Current
from bedside.api.fhir_route import (
    FhirRoute,
    answer,
    asked_in,
    asker_of,
    known_version,
    must_ask_no_more,
    outcome_of,
)
from bedside.api.routing import needs, open_to_all
from bedside.interop import fhir
from bedside.interop.fhir import KINDS, Kind

router = APIRouter(prefix="/fhir", tags=["fhir"], route_class=FhirRoute)
Endpoint = Callable[..., Any]
READ = ["GET", "HEAD"]


@router.api_route("/metadata", methods=READ, summary="What this FHIR server can do")
@open_to_all("It says what can be asked, and nothing about anybody.")
def read_capability_statement(call: Current) -> Response:
    """Return the CapabilityStatement."""
    base = asker_of(call).base
    return answer(call, fhir.capability_statement(base, version("bedside")))


@router.post("", summary="Several requests in one")
@needs("bundle.send", repeatable=False)
def send_bundle(call: Current) -> Response:
    """Do what a batch asks for, each for itself, or a transaction, all of it or nothing."""
    must_ask_no_more(call)
    asker = asker_of(call)
    return answer(call, fhir.run_bundle(parse(call.body), asker=asker, refused=outcome_of))


def _reader(kind: Kind) -> Endpoint:
    @needs(kind.reads)
    def read(call: Current, id: str) -> Response:
        must_ask_no_more(call)
        return answer(call, kind.read(asker_of(call), id))

    return read


def _searcher(kind: Kind) -> Endpoint:
    @needs(kind.reads, repeatable=False)
    def search(call: Current) -> Response:
        return answer(call, fhir.search(kind, asked_in(call), asker=asker_of(call)))

    return search


def _creator(kind: Kind) -> Endpoint:
    @needs(kind.creates)
    def create(call: Current) -> Response:
        must_ask_no_more(call)
        asker = asker_of(call)
        made = fhir.create(kind, parse(call.body), asker=asker)
        call.headers["Location"] = f"{asker.base}/{kind.name}/{made.id}"
        return answer(call, made, 201)

    return create


def _updater(kind: Kind) -> Endpoint:
    @needs(kind.updates, versioned=True)
    def update(call: Current, id: str) -> Response:
        must_ask_no_more(call)
        body, version = parse(call.body), known_version(call)
        return answer(call, fhir.update(kind, id, body, version, asker=asker_of(call)))

    return update


def _add(kind: Kind) -> None:
    """Add the routes of one type of resource."""
    search = _searcher(kind)
    router.add_api_route(f"/{kind.name}", search, methods=READ, summary=f"Search {kind.name}")
    router.add_api_route(
        f"/{kind.name}/_search", search, methods=["POST"], summary=f"Search {kind.name}"
    )
    router.add_api_route(
        f"/{kind.name}/{{id}}", _reader(kind), methods=READ, summary=f"Read a {kind.name}"
    )
    if kind.create:
        router.add_api_route(
            f"/{kind.name}", _creator(kind), methods=["POST"], summary=f"Make a {kind.name}"
        )
    if kind.update:
        router.add_api_route(
            f"/{kind.name}/{{id}}", _updater(kind), methods=["PUT"], summary=f"Change {kind.name}"
        )


@router.get("/Patient/{id}/$everything", summary="A patient's whole record")
@needs("patient.read")
def read_everything(call: Current, id: str) -> Response:
    """Return a page of all that the caller may read about a patient."""
    return answer(call, fhir.everything(id, asked_in(call), asker=asker_of(call)))


for _kind in KINDS.values():
    _add(_kind)

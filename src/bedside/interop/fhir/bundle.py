"""Several resources in one answer."""

from datetime import datetime
from typing import Any, Literal

from bedside.interop.fhir.base import FhirModel, Resource


class Link(FhirModel):
    """Another page, or this one."""

    relation: str
    url: str


class Search(FhirModel):
    """Why an entry is in a page: it was looked for, or it belongs to one that was."""

    mode: Literal["match", "include", "outcome"]


class Response(FhirModel):
    """What became of one entry of a batch or transaction."""

    status: str
    location: str | None = None
    etag: str | None = None
    last_modified: datetime | None = None
    outcome: dict[str, Any] | None = None


class Entry(FhirModel):
    """One resource of a bundle, as JSON."""

    full_url: str | None = None
    resource: dict[str, Any] | None = None
    search: Search | None = None
    response: Response | None = None


class Bundle(Resource):
    """Resources that belong together."""

    resource_type: Literal["Bundle"] = "Bundle"
    type: Literal["searchset", "collection", "batch-response", "transaction-response"]
    timestamp: datetime | None = None
    total: int | None = None
    link: list[Link] = []
    entry: list[Entry] = []


def entry(base: str, resource: Resource, mode: Literal["match", "include"] | None) -> Entry:
    """Return a resource's place in a bundle of the server at `base`."""
    return Entry(
        full_url=f"{base}/{resource.resource_type}/{resource.id}",
        resource=resource.to_json(),
        search=Search(mode=mode) if mode else None,
    )

"""What must hold for every answer under /fhir."""

from typing import Any

import httpx

from bedside.interop.fhir import MEDIA_TYPE


def assert_refused(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Return the OperationOutcome of a refusal, having checked its status and form."""
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert said["resourceType"] == "OperationOutcome"
    assert all(issue["severity"] == "error" for issue in said["issue"])
    return dict(said)


def matches(answer: httpx.Response) -> list[dict[str, Any]]:
    """Return the resources of a page that were looked for."""
    return _of(answer, "match")


def included(answer: httpx.Response) -> list[dict[str, Any]]:
    """Return the resources of a page that belong to those which were looked for."""
    return _of(answer, "include")


def following(answer: httpx.Response) -> str | None:
    """Return where the next page is."""
    links = {link["relation"]: link["url"] for link in answer.json()["link"]}
    return links.get("next")


def _of(answer: httpx.Response, mode: str) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    bundle = answer.json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    entries = bundle.get("entry", [])
    for entry in entries:
        own = f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
        assert entry["fullUrl"].endswith(f"/fhir/{own}")
    return [entry["resource"] for entry in entries if entry["search"]["mode"] == mode]

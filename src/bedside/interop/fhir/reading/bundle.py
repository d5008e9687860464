"""A bundle as its entries: who refers to whom, by `fullUrl`, by type and id, or contained.

References are followed one step and never on from there, so that no circle is walked.
Source: HL7 FHIR R4 (4.0.1), https://hl7.org/fhir/R4/bundle.html#references
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bedside import strict_json
from bedside.errors import Invalid
from bedside.interop.fhir.reading.element import Element
from bedside.interop.fhir.reading.findings import Findings

BYTES = 5_000_000
"""Of one bundle. A whole life in Synthea's exports has about one million."""
ENTRIES = 3_000
"""Real ones have about three hundred for each megabyte; more would keep a request waiting."""
DEEPEST = 40
"""Levels of lists and objects; those that Synthea writes have 11."""
TYPES = ("collection", "transaction", "batch", "document", "searchset")
TOO_LARGE = f"Bring in at most {BYTES // 1_000_000} MB at a time."
NOT_JSON = "This is no JSON in UTF-8 that says each key once and only finite numbers."
NO_BUNDLE = f"This is no FHIR R4 Bundle of a type that can be read: {', '.join(TYPES)}."


@dataclass
class Bundle:
    """The resources of a bundle in their order, and how they are referred to."""

    findings: Findings
    resources: list[Element] = field(default_factory=list)
    goes_on: bool = False
    """Whether it is a page of a search that has more."""
    _by_name: dict[str, Element | None] = field(default_factory=dict)

    def of(self, kind: str) -> list[Element]:
        """Return the resources of a type."""
        return [one for one in self.resources if one.kind == kind]

    def find(self, reference: str, near: Element) -> Element | None:
        """Return what a resource refers to, None for what is not in the bundle."""
        if reference.startswith("#"):
            return next((one for one in near.each("contained") if _id(one) == reference[1:]), None)
        plain = reference.partition("/_history/")[0]
        return self._by_name.get(plain)

    def add(self, place: int, full_url: str, value: Mapping[str, Any]) -> None:
        """Take in the resource of an entry."""
        kind = value.get("resourceType")
        path = f"Bundle.entry[{place}].resource"
        if not isinstance(kind, str) or not kind.isalnum():
            self.findings.wrong(f"{path}.resourceType", "This names no type of resource.")
            return
        one = Element(value, self.findings, path, kind[:60])
        self.resources.append(one)
        names = {full_url, f"{kind}/{_id(one)}" if _id(one) else ""} - {""}
        for name in names:
            # A name that two have means neither of them.
            self._by_name[name] = None if name in self._by_name else one


def read_bundle(text: bytes) -> Bundle:
    """Return a bundle. Raises Invalid for `file` when it is none, or too much."""
    if len(text) > BYTES:
        raise Invalid(fields={"file": TOO_LARGE})
    said = _parsed(text.removeprefix(b"\xef\xbb\xbf"))
    if not isinstance(said, dict) or said.get("resourceType") != "Bundle":
        raise Invalid(fields={"file": NO_BUNDLE})
    entries = said.get("entry", [])
    if said.get("type") not in TYPES or not isinstance(entries, list):
        raise Invalid(fields={"file": NO_BUNDLE})
    if len(entries) > ENTRIES:
        raise Invalid(fields={"file": f"Bring in at most {ENTRIES:,} entries at a time."})
    bundle = Bundle(Findings(), goes_on=any(_is_next(one) for one in _listed(said.get("link"))))
    for place, one in enumerate(entries):
        _take(bundle, place, one)
    return bundle


def is_bundle(text: bytes) -> bool:
    """Whether a file is JSON by its first sign, rather than a table."""
    return text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _parsed(text: bytes) -> Any:
    try:
        said = strict_json.parse(text, deepest=DEEPEST)
        # Half of a surrogate pair is no letter, and 1e999 no number: nothing could write them.
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    except strict_json.TooDeep:
        raise Invalid(fields={"file": "This is nested too deeply."}) from None
    except ValueError:
        raise Invalid(fields={"file": NOT_JSON}) from None
    return said


def _take(bundle: Bundle, place: int, entry: Any) -> None:
    path = f"Bundle.entry[{place}]"
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict):
        bundle.findings.wrong(f"{path}.resource", "There is no resource in this entry.")
        return
    full_url = entry.get("fullUrl", "")
    if not isinstance(full_url, str):
        bundle.findings.wrong(f"{path}.fullUrl", "This is a text.")
        return
    bundle.add(place, full_url, resource)


def _listed(links: Any) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in links if isinstance(one, dict)) if isinstance(links, list) else ()


def _is_next(link: Mapping[str, Any]) -> bool:
    return link.get("relation") == "next"


def _id(one: Element) -> str:
    found = one.value.get("id")
    return found if isinstance(found, str) else ""

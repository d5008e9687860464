"""The texts that were read for a rule: a table of sources, and what an item says of one."""

from __future__ import annotations

from typing import Any

from bedside.assessment.knowledge.model import Provenance, Source
from bedside.assessment.knowledge.problems import Problems
from bedside.assessment.knowledge.reading import (
    Document,
    Item,
    items_of,
    name_of,
    only,
    provenance_of,
)

GENERAL = "general clinical knowledge"
"""What an item says whose source nobody has read: it must then claim no place and no date."""

SUPPORTS = ("level", "picture")
CITATION = ("locator", "read", "supports")
"""What a citation adds to ``source``: where in the text, when it was read, what it holds up."""


class Sources:
    """Reads sources.toml and resolves the ``source`` of an item.

    ``as_of`` in that file is the day on which it was last added to: it stands in for a clock.
    """

    def __init__(self, document: Document, problems: Problems) -> None:
        self.known: dict[str, Source] = {}
        # A date as TOML has it: the engine itself knows no calendar.
        self._as_of: Any = document.get("as_of")
        for item in items_of(document, "source"):
            with problems.at(f"sources.toml {name_of(item)}"):
                only(item, "id", "title", "publisher", "where", "terms")
                if item["id"] in self.known:
                    raise ValueError("id used twice")
                self.known[item["id"]] = _source(item)

    def provenance_of(self, item: Item) -> Provenance:
        """Return where an item comes from; raises ValueError for half a citation."""
        plain = provenance_of(item)
        name = plain.source
        if name == GENERAL:
            if any(field in item for field in CITATION):
                raise ValueError(f"{GENERAL} has no {', '.join(CITATION)}")
            return plain
        if name not in self.known:
            raise ValueError(f"unknown source {name}")
        text = self.known[name]
        locator, read, supports = (item[field] for field in CITATION)
        if not isinstance(locator, str) or not locator.strip():
            raise ValueError("locator says where in the source")
        if type(read) is not type(self._as_of) or read > self._as_of:
            raise ValueError("read is a date, not later than as_of in sources.toml")
        if supports not in SUPPORTS:
            raise ValueError(f"supports is one of {', '.join(SUPPORTS)}")
        return Provenance(
            source=f"{text.title}, {text.publisher} ({text.where})",
            licence=plain.licence,
            reviewed=plain.reviewed,
            locator=locator.strip(),
            read=read.isoformat(),
            supports=supports,
        )


def _source(item: Item) -> Source:
    said = {field: item[field].strip() for field in ("title", "publisher", "where", "terms")}
    if not all(said.values()):
        raise ValueError("needs a title, a publisher, where it is and its terms")
    return Source(**said)

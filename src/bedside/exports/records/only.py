"""What of a record is asked for in FHIR: some types of resource, what was changed since then."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Only:
    """`types` are names of resources, all when there are none; `since` is a moment of FHIR.

    `request` is the address at which it was asked for, which the answer repeats.
    """

    types: tuple[str, ...] = ()
    since: str | None = None
    request: str = ""

    def has(self, kind: str) -> bool:
        """Whether a type of resource was asked for."""
        return not self.types or kind in self.types

    def to_json(self) -> dict[str, Any]:
        """Return it as it is sealed."""
        return asdict(self)


ALL_OF_IT = Only()


def only_in(wish: Mapping[str, Any]) -> Only:
    """Return what a job was asked for; everything, for one from before there was a choice."""
    said = wish.get("only") or {}
    return Only(tuple(said.get("types", ())), said.get("since"), said.get("request", ""))

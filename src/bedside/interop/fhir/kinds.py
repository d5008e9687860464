"""What a type of resource can do here: the one table row of which routes, searches, the
CapabilityStatement and the documentation are made."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Resource
from bedside.interop.fhir.params import ID, LAST_UPDATED, Param
from bedside.interop.fhir.searching import List

Read = Callable[[Asker, str], Resource]
"""Reads the resource with this id. Raises NotFound."""
Together = Callable[[Asker, Collection[str]], Sequence[Resource]]
"""Reads those of some ids that are in reach, in one go."""
Create = Callable[[Asker, Mapping[str, Any]], Resource]
"""Makes one of what was sent. Raises Invalid and what its act raises."""
Update = Callable[[Asker, str, Mapping[str, Any], int], Resource]
"""Changes the one with this id, whose version the caller knows. Raises as its act does."""


@dataclass(frozen=True)
class Kind:
    """One type of resource.

    `reads`, `creates` and `updates` name the permission that a route of it needs. `versioned` says
    whether its resources have versions; `dated`, whether they say when they were changed.
    """

    name: str
    about: str
    reads: str
    read: Read
    lists: Sequence[List]
    params: Sequence[Param] = ()
    includes: Sequence[str] = ()
    together: Together | None = None
    creates: str = ""
    create: Create | None = None
    updates: str = ""
    update: Update | None = None
    elements: Mapping[str, str] = field(default_factory=dict)
    """Where FHIR says what a room calls otherwise, by the room's name for it."""
    versioned: bool = True
    dated: bool = True

    @property
    def all_params(self) -> tuple[Param, ...]:
        """The parameters of its own, and those that every type has."""
        return (ID, *((LAST_UPDATED,) if self.dated else ()), *self.params)

    def param(self, name: str) -> Param | None:
        """Return the parameter of that name."""
        return next((one for one in self.all_params if one.name == name), None)

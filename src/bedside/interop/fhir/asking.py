"""Who asks this server, and how it speaks of itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bedside.assessment import Numbers
from bedside.audit import Actor
from bedside.errors import NotFound

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Asker:
    """Who asks, the address of the server (`https://clinic.example/fhir`), and the phone numbers
    that its texts have room for."""

    by: Actor
    base: str
    numbers: Numbers


def uuid_of(text: str) -> UUID:
    """Return the id that a resource's address ends with. Raises NotFound for anything else."""
    if not _UUID.fullmatch(text):
        raise NotFound
    return UUID(text)


def uuids_of(texts: Iterable[str]) -> list[UUID]:
    """Return those of some texts that are ids."""
    return [UUID(text) for text in texts if _UUID.fullmatch(text)]


def uuid_after(prefix: str, text: str) -> UUID | None:
    """Return the id behind a prefix, None when the text does not begin with it."""
    return uuid_of(text.removeprefix(prefix)) if text.startswith(prefix) else None

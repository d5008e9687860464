"""What the lists of a patient have in common: an entry, its history, ending it, an error in it."""

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.encounters import May, Person
from bedside.schemas.text import Reason, SomeDay

W = TypeVar("W", bound=Outgoing)
EntryState = Literal["active", "ended", "entered-in-error"]


class Change(Outgoing, Generic[W]):
    """One thing that happened to an entry, and what it said from then on.

    `despite` is why an allergy or a medicine stands against one of the other list.
    """

    event: Annotated[str, Field(examples=["end"])]
    at: datetime
    by: Person
    state: str
    reason: str
    despite: str = ""
    said: W


class Entry(Outgoing, Generic[W]):
    """One entry of a patient's list.

    `said` is null when it could not be opened. `recorded_at` is when it was entered, `changed_at`
    when it last was changed. `history` is there for doctors who read the one entry.
    """

    id: UUID
    patient: UUID
    encounter: UUID | None
    state: str
    readable: bool
    said: W | None
    recorded_at: datetime
    recorded_by: Person
    changed_at: datetime
    changed_by: Person
    version: int
    may: May
    history: list[Change[W]] | None = None


class Ending(Incoming):
    """Since when something is over, and why, as far as that is known."""

    model_config = example(until="2026-02", why_ended="It no longer helped.")

    until: SomeDay | None = None
    why_ended: Reason = ""


class Because(Incoming):
    """Why an entry was an error, or why it is reinstated. Doctors read it in the history."""

    model_config = example(reason="It was another patient's.")

    reason: Reason = ""


class Reinstating(Because):
    """Why it is reinstated; `despite` is why it holds although the other list stands against it."""

    model_config = example(reason="It was hers after all.")

    despite: Reason = ""


ASHA = "0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32"
_BELLO = {"id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32", "name": "Ayo Bello", "readable": True}


def entry(said: dict[str, Any], *, state: str = "active", may: list[str], **more: Any) -> Any:
    """Return the configuration of a model of an entry with an example."""
    return example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient=ASHA,
        encounter=None,
        state=state,
        readable=True,
        said=said,
        recorded_at="2026-03-02T09:15:00Z",
        recorded_by=_BELLO,
        changed_at="2026-03-02T09:15:00Z",
        changed_by=_BELLO,
        version=1,
        may=may,
        history=None,
        **more,
    )

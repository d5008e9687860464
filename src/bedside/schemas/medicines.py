"""Medicines that a patient takes or took, as written."""

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.entries import Entry, EntryState, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Entry as EntryText
from bedside.schemas.text import OptionalEntry, Reason, SomeDay

_SAID = {"as_written": "Metformin 500 mg tablets", "dose": "One with breakfast and dinner"}


class NewMedicine(Incoming):
    """A medicine as it is written on the box or told; `until` may be a planned end.

    One that names what the patient is allergic to, or is of the same or a related class, is refused
    (409, `urn:bedside:problem:contraindicated`) unless `despite` says why. Only words are compared:
    no interactions, no doses.
    """

    model_config = example(**_SAID, since="2024-05")

    as_written: EntryText
    dose: OptionalEntry = ""
    since: SomeDay | None = None
    until: SomeDay | None = None
    despite: Reason = ""
    encounter: GivenId | None = None


class MedicineChanges(Changes):
    """What to say differently; what is left out stays as it is."""

    EMPTIED = frozenset({"since", "until"})
    model_config = example(dose="One with dinner")

    as_written: EntryText | None = None
    dose: OptionalEntry | None = None
    since: SomeDay | None = None
    until: SomeDay | None = None
    why_ended: Reason | None = None
    despite: Reason = ""


class MedicineWords(Outgoing):
    """What a medicine says; `why_ended` is why it was stopped."""

    as_written: str
    dose: str
    since: str | None
    until: str | None
    why_ended: str


class Medicine(Entry[MedicineWords]):
    """A medicine. To end it is to stop it, to reinstate it is to start it again.

    `past_planned_end` is true of an active one whose planned end is over: nobody has said yet
    whether it was stopped. It is null when the words could not be opened. `despite` is why it is
    on record against an allergy, for doctors.
    """

    model_config = entry(
        {**_SAID, "since": "2024-05", "until": None, "why_ended": ""},
        may=["change", "end", "mark_as_error"],
        past_planned_end=False,
    )

    state: EntryState
    despite: str = ""
    past_planned_end: bool | None = None


class Medicines(Listing):
    """A page of medicines, the newest first."""

    items: list[Medicine]

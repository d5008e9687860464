"""Encounters elsewhere: that somebody was seen at another clinic, as its record says."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Outgoing
from bedside.schemas.entries import Entry, entry
from bedside.schemas.lists import Listing

ElsewhereKind = Literal[
    "AMB",
    "EMER",
    "FLD",
    "HH",
    "IMP",
    "ACUTE",
    "NONAC",
    "OBSENC",
    "PRENC",
    "SS",
    "VR",
    "record",
    "unknown",
]


class ElsewhereWords(Outgoing):
    """What is known of it. Where and with whom are names of that clinic, none of this house's."""

    kind: Annotated[
        ElsewhereKind, Field(description="HL7's code (v3-ActCode), or Bedside's own word.")
    ]
    ended_at: datetime | None
    service_provider: str
    participant: str
    type: str
    reason: str


class EncounterElsewhere(Entry[ElsewhereWords]):
    """An encounter at another clinic, which came with the patient's record. It is only read."""

    model_config = entry(
        {
            "kind": "AMB",
            "ended_at": "2019-05-06T06:45:00Z",
            "service_provider": "Riverside Clinic",
            "participant": "Dr Ada Quist",
            "type": "Check-up",
            "reason": "",
        },
        state="finished",
        may=[],
        started_at="2019-05-06T06:15:00Z",
    )

    state: Literal["finished"]
    started_at: datetime


class EncountersElsewhere(Listing):
    """A page of a patient's encounters at other clinics, the latest first."""

    items: list[EncounterElsewhere]

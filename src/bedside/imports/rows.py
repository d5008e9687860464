"""What a row of a file comes to, whatever kind of thing it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from bedside.clinic.duplicates import Likely
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.views import PatientView
from bedside.interop.fhir.reading import Record

Said = Mapping[str, str]
"""The cells of a row, by the fields that they were said to hold."""
Choice = Literal["create", "skip", "link"]


@dataclass(frozen=True)
class Decision:
    """What becomes of a row that may be somebody who is a patient already; `patient` to link."""

    choice: Choice
    patient: UUID | None = None


@dataclass(frozen=True)
class Ways:
    """How a file writes what can be written in several ways: `order` of its dates, and `decimal`,
    the sign in its numbers; empty where that was not said, or there is nothing to say."""

    order: str
    decimal: str = ""


@dataclass(frozen=True)
class Read:
    """What a row says by itself: what is to be made of it, or what is wrong with it, by field."""

    item: Any
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """A row beside what is on record: what to make of it by now, whose it is, who it may be, or
    what speaks against it, by field. `cells` are what is shown of it. `on_record` says to those
    who may not see likely ones that there are some."""

    item: Any
    cells: tuple[str, ...] = ()
    patient: PatientView | None = None
    likely: tuple[Likely, ...] = ()
    on_record: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be brought in: `field` is one of its sheet's `labels`, or a path."""

    row: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Judged:
    """A row that could be brought in. `patient` is whose it is, of what is about a patient;
    `likely` are who a new patient may be already; `on_record` says to those who may not see them
    that there is somebody. `cells` is what is shown of it."""

    row: int
    source: str
    item: Any
    cells: tuple[str, ...] = ()
    patient: PatientView | None = None
    likely: tuple[Likely, ...] = ()
    on_record: bool = False
    decision: Decision | None = None

    @property
    def profile(self) -> Profile:
        """Who the patient is that is made of it."""
        profile = self.item.profile if isinstance(self.item, Record) else self.item
        assert isinstance(profile, Profile)
        return profile

    @property
    def may_be_here(self) -> bool:
        """Whether somebody on record may be the same person."""
        return self.on_record or bool(self.likely)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say whether this is a patient already."""
        if not self.may_be_here:
            return False
        known = {one.patient.id for one in self.likely}
        one = self.decision
        return one is None or (one.choice == "link" and one.patient not in known)

    @property
    def choice(self) -> Choice:
        """What becomes of it as long as it is not open."""
        return self.decision.choice if self.decision and self.may_be_here else "create"


@dataclass(frozen=True)
class Made:
    """What was made of a row: `entry` is None where that is the patient."""

    row: int
    patient: UUID
    entry: UUID | None = None
    is_new: bool = True

"""What is shown of two records of one person, opened for the doctor who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from bedside.clinic.allergies import AllergyView, NoneKnownView
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.encounters.views import Person
from bedside.clinic.medicines import MedicineView
from bedside.clinic.merges.details import Detail
from bedside.clinic.patients.views import PatientView

E = TypeVar("E")


@dataclass(frozen=True)
class Pair(Generic[E]):
    """An entry of one list, or one of each that say the same."""

    kept: E | None
    replaced: E | None


@dataclass(frozen=True)
class Comparison:
    """Two records side by side, before they are made one.

    `details` are empty when a profile does not open. `contradicted` says that one side states that
    no allergy is known and the other one has one. `obstacles` are sentences: while there are any,
    the records cannot be made one. `overlaps` are appointments of the record to be replaced.
    """

    kept: PatientView
    replaced: PatientView
    details: tuple[Detail, ...]
    allergies: Sequence[Pair[AllergyView]]
    none_known: Pair[NoneKnownView]
    contradicted: bool
    medicines: Sequence[Pair[MedicineView]]
    overlaps: Sequence[AppointmentView]
    obstacles: tuple[str, ...]


@dataclass(frozen=True)
class Added:
    """Something written since two records became one: what, when, by whom, and to which record it
    goes when they are separated (`kept` or `replaced`), unless somebody says otherwise.

    `movable` says that they may: it is an entry that was not recorded at an encounter. `what` are
    the words that name an entry; None of anything else, and where they do not open.
    """

    kind: str
    id: UUID
    at: datetime
    by: Person | None
    goes_to: str
    movable: bool = False
    what: str | None = None


@dataclass(frozen=True)
class MergeView:
    """That two records are one person's. `undone_at` is set when they were separated again.

    `fields` are the details that were taken over. The words are None when they do not open.
    `added` is there when the one merge is read, the latest first; `more` says that there is more.
    """

    id: UUID
    kept: PatientView
    replaced: PatientView
    at: datetime
    by: Person
    undone_at: datetime | None
    undone_by: Person | None
    reason: str | None
    undone_because: str | None
    fields: tuple[str, ...]
    version: int
    may: frozenset[str]
    added: Sequence[Added] = ()
    more: bool = False

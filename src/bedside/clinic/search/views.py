"""What a search shows: who was found, why, and where it goes on."""

from dataclasses import dataclass
from uuid import UUID

from bedside.clinic.patients.views import PatientView
from bedside.clinic.search.asking import Match


@dataclass(frozen=True)
class Place:
    """Where a page of a search ended: how near, at which facility, at which record number."""

    nearness: int
    facility: UUID
    number: int


@dataclass(frozen=True)
class Hit:
    """Somebody who was found. `why` is one match for each part of what was asked, words first.

    Nothing is said of why when their profile did not open, nor in a list of who was seen last.
    `former_number` is that of a record which was merged into theirs, when what was asked fits that.
    """

    patient: PatientView
    record_number: str
    why: tuple[Match, ...] = ()
    former_number: str = ""


@dataclass(frozen=True)
class Found:
    """A page of hits, the nearest first; `next` is None when there are no more.

    A page may have fewer hits than were asked for, or none, and go on all the same: so many are
    looked at, and no more. `recent` says that nothing was asked, and that these were seen last.
    """

    hits: list[Hit]
    next: Place | None = None
    recent: bool = False

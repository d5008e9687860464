"""Reading encounters: one, or a patient's, the latest first."""

from dataclasses import dataclass
from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.encounters.reach import encounters_visible_to, find_encounter
from bedside.clinic.encounters.running import shown
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.encounters.views import EncounterView, people_of, view
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import record_ids

LARGEST_PAGE = 100


@dataclass(frozen=True)
class EncounterPage:
    """A page of a patient's encounters; `next` is None on the last one."""

    rows: list[EncounterView]
    next: Place | None


def read(encounter: UUID, *, patient: UUID | None = None, by: Actor) -> EncounterView:
    """Read one encounter within reach. Raises NotFound, also for one of another patient."""
    with act("encounter.read", by=by) as doing:
        return shown(find_encounter(encounter, patient=patient, doing=doing), by=by)


def read_of_patient(
    patient: UUID, *, by: Actor, after: Place | None = None, limit: int = 50
) -> EncounterPage:
    """Return a page of a patient's encounters, the latest first. Raises NotFound."""
    with act("encounter.list", by=by) as doing:
        row = named_patient(patient, doing=doing)
        size = min(limit, LARGEST_PAGE)
        found = of_patient(row.id, by=by, limit=size + 1, after=after)
        page = found[:size]
        doing.note(count=len(page))
        last = (page[-1].started_at, page[-1].id) if len(found) > size else None
        return EncounterPage(view_all(page, by=by), last)


def of_patient(
    patient: UUID, *, by: Actor, limit: int = LARGEST_PAGE, after: Place | None = None
) -> list[Encounter]:
    """Return a patient's latest encounters within reach; for acts that read them."""
    rows = encounters_visible_to(by).filter(patient__in=record_ids(patient))
    return list(earlier_than(rows, "started_at", after)[:limit])


def view_all(rows: list[Encounter], *, by: Actor) -> list[EncounterView]:
    """Return the views of many encounters, in two queries."""
    names, standing = accounts.names_of(people_of(rows)), Standing.of(by)
    return [view(row, names=names, standing=standing) for row in rows]

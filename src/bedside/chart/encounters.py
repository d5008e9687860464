"""When a patient was seen, here and at other clinics, in one list, the latest first."""

from dataclasses import dataclass
from uuid import UUID

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic import encounters
from bedside.clinic.elsewhere import ElsewhereView
from bedside.clinic.elsewhere.acts import ELSEWHERE
from bedside.clinic.encounters import EncounterView
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import views_of
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import record_ids

PAGE = 50
"""Encounters of a page."""


@dataclass(frozen=True)
class Seen:
    """One encounter: `here` is ours, `elsewhere` one at another clinic; the other is None."""

    here: EncounterView | None = None
    elsewhere: ElsewhereView | None = None


@dataclass(frozen=True)
class SeenPage:
    """A page of when a patient was seen; `next` is None on the last one."""

    rows: list[Seen]
    next: Place | None


def read_encounters(patient: UUID, *, after: Place | None = None, by: Actor) -> SeenPage:
    """Return a page of a patient's encounters, here and elsewhere. Raises NotFound."""
    with act("encounter.list", by=by) as doing:
        row = named_patient(patient, doing=doing)
        here = encounters.of_patient(row.id, by=by, limit=PAGE + 1, after=after)
        rows = ELSEWHERE.kind.rows_for(by).filter(patient__in=record_ids(row.id))
        there = list(earlier_than(rows, "started_at", after)[: PAGE + 1])
        either: list[Encounter | Entry] = [*here, *there]
        found = sorted(either, key=_place, reverse=True)
        page = found[:PAGE]
        doing.note(count=len(page))
        return SeenPage(_views(page, by), _place(page[-1]) if len(found) > PAGE else None)


def _place(row: Encounter | Entry) -> Place:
    at = row.started_at if isinstance(row, Encounter) else getattr(row, ELSEWHERE.kind.happened)
    return at, row.id


def _views(page: list[Encounter | Entry], by: Actor) -> list[Seen]:
    """Return the views of rows of both tables, each table's opened together."""
    ours = [one for one in page if isinstance(one, Encounter)]
    theirs = [one for one in page if not isinstance(one, Encounter)]
    here = {one.id: Seen(here=one) for one in encounters.view_all(ours, by=by)}
    opened = views_of({ELSEWHERE: theirs}, by=by)[ELSEWHERE]
    there = {one.id: Seen(elsewhere=one) for one in opened}
    return [(here | there)[one.id] for one in page]

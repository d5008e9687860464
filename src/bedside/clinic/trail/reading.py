"""Reading the log of everybody, which is on record as well."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from uuid import UUID

from django.db.models import QuerySet

from bedside import accounts, audit
from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import Actor, Event, Role, Wanted
from bedside.audit.models import Outcome
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import numbers_of
from bedside.clinic.trail.views import Check, EventView, Numbered, Trail
from bedside.errors import Invalid
from bedside.limits import NO_SUCH_DAY, is_on_the_calendar
from bedside.paging import read_page

PAGE = 100
"""Events on one page at most."""
NAMED = 3
"""Patients of one event who are named by their number: a list may have spoken of hundreds."""


def read_trail(
    *,
    action: str | None = None,
    user: UUID | None = None,
    role: str | None = None,
    outcome: str | None = None,
    first: date | None = None,
    last: date | None = None,
    after: Place | None = None,
    limit: int = PAGE,
    by: Actor,
) -> Trail:
    """Return who did what, the latest first, from behind `after`; `limit` (PAGE at most) events.

    From the day `first` to the day `last`, both included and by UTC. Raises Invalid for a verb, a
    role or an outcome that there is not, and for days out of order.
    """
    with act("audit.list", by=by) as doing:
        chosen = Narrowed(action, user, role, outcome, first, last)
        found = read_page(earlier_than(events_of(chosen), "at", after), min(limit, PAGE))
        views, patients = show_events(found, by=by)
        doing.about(*patients)
        doing.note(returned=len(found))
        return Trail(found.shown_as(views), _last_check())


@dataclass(frozen=True)
class Narrowed:
    """What the log is narrowed to; both days are included, by UTC."""

    action: str | None = None
    user: UUID | None = None
    role: str | None = None
    outcome: str | None = None
    first: date | None = None
    last: date | None = None


def events_of(chosen: Narrowed) -> QuerySet[Event]:
    """Return the events that are meant, in no order, for acts under way. Raises Invalid."""
    bounds = _bounds(chosen.first, chosen.last)
    wanted = Wanted(chosen.action, chosen.user, chosen.role, chosen.outcome, *bounds)
    _must_be_known(wanted)
    return audit.events_like(wanted)


def show_events(
    found: Sequence[Event], *, named: int = NAMED, by: Actor
) -> tuple[list[EventView], list[UUID]]:
    """Return some events as views, and the patients who are named in them; for acts under way.

    Of each event at most `named` patients are named, by their record numbers.
    """
    names = _names(found, named, by)
    return [_view(each, names, named) for each in found], list(names.numbers)


@dataclass(frozen=True)
class _Names:
    """What the accounts, facilities and patients of a page are called."""

    users: Mapping[UUID, str | None]
    facilities: Mapping[UUID, str]
    numbers: Mapping[UUID, Numbered]


def _must_be_known(wanted: Wanted) -> None:
    there_are: dict[str, tuple[str | None, Iterable[str]]] = {
        "action": (wanted.action, permissions.ACTIONS),
        "role": (wanted.role, get_args(Role)),
        "outcome": (wanted.outcome, Outcome.values),
    }
    unknown = [name for name, (said, known) in there_are.items() if said and said not in known]
    if unknown:
        raise Invalid(fields=dict.fromkeys(unknown, "There is none like this in the log."))


def _bounds(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    given = {"from": first, "until": last}
    far = [name for name, day in given.items() if day and not is_on_the_calendar(day)]
    if far:
        raise Invalid(fields=dict.fromkeys(far, NO_SUCH_DAY))
    if first and last and last < first:
        raise Invalid(fields={"until": "The last day comes before the first."})
    return _midnight(first), _midnight(last + timedelta(days=1) if last else None)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _names(found: Sequence[Event], named: int, by: Actor) -> _Names:
    """Say who and where, with one query for each kind of thing."""
    places = dict(
        facilities_in_reach(by)
        .filter(id__in={each.chain for each in found})
        .values_list("id", "name")
    )
    patients = {one for each in found for one in _first_of(each, named)}
    rows = patients_visible_to(by).filter(id__in=patients).select_related("facility")
    people = list(rows)
    numbers = numbers_of(people)
    return _Names(
        accounts.names_of({each.actor_user for each in found if each.actor_user}),
        places,
        {
            row.id: Numbered(numbers[row.id], row.facility.name)
            for row in people
            if row.id in numbers and row.facility
        },
    )


def _first_of(event: Event, named: int) -> list[UUID]:
    return [UUID(patient) for patient in event.subjects[:named]]


def _view(event: Event, names: _Names, named: int) -> EventView:
    return EventView(
        id=event.id,
        at=event.at,
        action=event.action,
        outcome=event.outcome,
        role=event.actor_role,
        user=event.actor_user,
        who=accounts.named(event.actor_user, names.users) or None,
        kinds=tuple(sorted(event.objects_touched)),
        facility=names.facilities.get(event.chain),
        patients=len(event.subjects),
        named=tuple(names.numbers[one] for one in _first_of(event, named) if one in names.numbers),
        address=event.address,
    )


def _last_check() -> Check | None:
    event = audit.last_check()
    if event is None:
        return None
    return Check(event.at, event.details["chains"], event.details["broken"])

"""The acts on an entry: adding one, and everything that may become of it. One way for every kind.

The document is sealed and stored first; the transaction then changes the row only if it is still
the version that the caller has read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

from django.utils import timezone

from bedside import documents, limits
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.encounters.reach import find_encounter, locked_row
from bedside.clinic.encounters.rules import must_be_open, must_work_there
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.entries.body import B, Body
from bedside.clinic.entries.history import Change, History
from bedside.clinic.entries.kinds import Guarded, Inside, Kind, Step, nothing_else
from bedside.clinic.entries.lifecycle import ACTIVE, ERROR, after
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.reading import find, show
from bedside.clinic.entries.views import EntryView
from bedside.clinic.patients.births import Happened, must_be_born
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.rules import account_of, must_be_current
from bedside.errors import Invalid
from bedside.locking import held

Turn = Callable[[B, str], B]
"""From what an entry says, and its state from now on, to what it says then."""


def add(
    kind: Kind[B],
    patient: UUID,
    body: B,
    *,
    state: str | None = None,
    encounter: UUID | None = None,
    prepare: Callable[[], Inside] = lambda: nothing_else,
    despite: str = "",
    by: Actor,
) -> EntryView[B]:
    """Add an entry to a patient's list, in the kind's first state or another.

    `prepare` is asked once the actor may: it refuses what else must not be, and returns what else
    the same transaction does. `despite` is why it is added against what the kind's guard may find.
    Raises NotFound (also for an encounter of somebody else), Invalid, Contraindicated, and Conflict
    for an encounter that is locked, or was at a clinic where the actor does not work.
    """
    state = state or kind.first
    with prepared_act(f"{kind.noun}.add", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        inside = prepare()
        now, user = timezone.now(), account_of(by)
        row = kind.model(
            patient=whose,
            encounter_id=encounter,
            state=state,
            recorded_by_id=user,
            recorded_at=now,
        )
        doing.on(**{kind.noun: row.id})
        if encounter:
            # What was recorded at an encounter stays with it, in whichever record that is.
            seen = find_encounter(encounter, patient=whose.id, doing=doing)
            row.patient_id = seen.patient_id
        body = body.checked(state)
        must_be_born(row.patient_id, body.happened)
        guarded = kind.guard(Step(row.patient_id, state, body, despite=_reason(despite, "despite")))
        change = Change("add", now, user, state, body, despite=guarded.despite or "")
        stored = write_history(row, History((change,)), version=1)
        with doing.commit():
            if encounter:
                _must_take_entries(encounter, by)
            _take(kind, row, _Written(change, stored, guarded, inside), doing=doing)
        return show(kind, row, by=by)


def turn(
    kind: Kind[B],
    event: str,
    patient: UUID,
    entry: UUID,
    said: Turn[B],
    *,
    version: int,
    reason: str = "",
    despite: str = "",
    inside: Inside = nothing_else,
    by: Actor,
) -> EntryView[B]:
    """Let `event` happen to an entry, which from then on says what `said` makes of it.

    A change without a difference keeps its version and adds nothing to its history.
    Raises NotFound, Conflict when its state does not allow that, Contraindicated, Stale and
    Invalid.
    """
    with prepared_act(f"{kind.noun}.{event}", by=by) as doing:
        row = find(kind, patient, entry, doing=doing)
        history = History.from_json(documents.read(row), kind.body)
        state = after(kind.lifecycle, row.state, event, before_error=history.before_error)
        must_be_current(row, version)
        body = _said_from_now_on(row, history, state, said)
        guarded = kind.guard(_as_guarded(row, history, state, body, despite))
        kept = history.changes[-1].despite if guarded.despite is None else guarded.despite
        if (state, body, kept) == (row.state, history.now, history.changes[-1].despite):
            with doing.commit():
                doing.note(state=state, different=False)
            return show(kind, row, by=by)
        now, user = timezone.now(), account_of(by)
        change = Change(event, now, user, state, body, _reason(reason), kept)
        stored = write_history(row, history.and_then(change), version=version + 1)
        with doing.commit():
            row = held(kind.model._default_manager.all()).get(id=entry)
            must_be_current(row, version)
            row.state = state
            _take(kind, row, _Written(change, stored, guarded, inside), doing=doing)
        return show(kind, row, by=by)


@dataclass(frozen=True)
class _Written(Generic[B]):
    """A change and the document that says it, which the transaction has only to take down, and what
    else it does then."""

    change: Change[B]
    stored: documents.Stored
    guarded: Guarded
    inside: Inside


def _take(kind: Kind[B], row: Entry, written: _Written[B], *, doing: Act) -> None:
    """Let the row, new or held, be as it is written, inside the act."""
    kind.in_the_clear(row, written.change.body)
    written.guarded.inside(row)
    written.inside(row)
    _save(row, written.stored, written.change)
    doing.note(state=row.state, **_noted(written.guarded))


def _said_from_now_on(row: Entry, history: History[B], state: str, said: Turn[B]) -> B:
    """Return what an entry says then, checked where it is different. Raises Invalid.

    Taking an error back says what was said before, a planned end included.
    """
    body = history.now if row.state == ERROR else said(history.now, state)
    if body is history.now:
        return body
    body = body.checked(state)
    must_be_born(row.patient_id, _newly_said(history.now, body))
    return body


def _as_guarded(row: Entry, history: History[B], state: str, body: B, despite: str) -> Step[B]:
    """Return the step as the kind's guard is asked about it."""
    before = history.now if row.state == ACTIVE else None
    against = _reason(despite, "despite")
    return Step(row.patient_id, state, body, before, against, entry=row.id, was=row.state)


def _newly_said(before: Body, body: Body) -> dict[str, Happened]:
    """Return the days that are said differently: an old slip refuses no other change."""
    kept = before.happened
    return {name: day for name, day in body.happened.items() if kept.get(name) != day}


def as_it_was(body: B, _: str) -> B:
    """Say the same as before: only the state changes."""
    return body


def _must_take_entries(encounter: UUID, by: Actor) -> None:
    """Raise Conflict for an encounter that is locked, or was where the actor does not work."""
    row = locked_row(encounter)
    must_be_open(row)
    must_work_there(row, Standing.of(by))


def write_history(row: Entry, history: History[Any], *, version: int) -> documents.Stored:
    """Seal and store all that an entry said, for its row at a version."""
    return documents.write(
        patient=row.patient_id,
        kind=row.KIND,
        document=row.id,
        version=version,
        body=history.to_json(),
    )


def _save(row: Entry, stored: documents.Stored, change: Change[Any]) -> None:
    is_new = row._state.adding
    stored.attach(row)
    row.changed_by_id, row.changed_at = change.by, change.at
    row.save(force_insert=is_new)


def _reason(text: str, field: str = "reason") -> str:
    tidy = limits.tidied(text)
    if len(tidy) > limits.REASON:
        raise Invalid(fields={field: limits.at_most(limits.REASON)})
    return tidy


def _noted(guarded: Guarded) -> dict[str, bool]:
    """Put on record that something stood against it; never why it was done all the same."""
    return {"despite": True} if guarded.despite else {}

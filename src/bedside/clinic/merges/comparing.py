"""Looking at two records side by side, before anybody makes them one."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from bedside import accounts, documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic import allergies, medicines
from bedside.clinic.allergies.models import Allergy, NoneKnown
from bedside.clinic.allergies.none_known import none_known_view
from bedside.clinic.appointments.showing import show as show_appointments
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import EntryView, people_in
from bedside.clinic.medicines.models import Medicine
from bedside.clinic.merges.details import details_of
from bedside.clinic.merges.finding import named_pair
from bedside.clinic.merges.rules import obstacles, overlaps
from bedside.clinic.merges.views import Comparison, Pair
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import open_patients
from bedside.limits import tidied

E = TypeVar("E", bound=EntryView[Any])

MOST = 200
"""Entries of one list and record that are compared, the latest."""
_UNREADABLE = "Who one of them is could not be opened, so nobody can compare them. Nothing is lost."


def compare(kept: UUID, replaced: UUID, *, by: Actor) -> Comparison:
    """Open two records within reach as they are, and say what would become of them as one.

    Raises NotFound, and Invalid for a record and itself.
    """
    with act("merge.read_both", by=by) as doing:
        both = named_pair(kept, replaced, doing=doing)
        mine, theirs = open_patients(both, by=by)
        stated = Pair(*(_none_known(row, by) for row in both))
        allergic = _pairs(Allergy, allergies.view, "substance", both, by)
        in_the_way = tuple(obstacles(*both))
        details = (
            details_of(mine.profile, theirs.profile) if mine.profile and theirs.profile else ()
        )
        return Comparison(
            kept=mine,
            replaced=theirs,
            details=details,
            allergies=allergic,
            none_known=stated,
            contradicted=bool(allergic) and any((stated.kept, stated.replaced)),
            medicines=_pairs(Medicine, medicines.view, "as_written", both, by),
            overlaps=_overlaps(both, by),
            obstacles=in_the_way if details else (_UNREADABLE, *in_the_way),
        )


def _pairs(
    model: type[Entry],
    view: Callable[..., E],
    field: str,
    both: tuple[Patient, Patient],
    by: Actor,
) -> list[Pair[E]]:
    """Return the active entries of both lists, those that name the same beside each other."""
    lists = [_entries(model, view, row, by) for row in both]
    rest = {_said(one, field): one for one in lists[1] if one.readable}
    found = [Pair(one, rest.pop(_said(one, field), None)) for one in lists[0]]
    alone = [one for one in lists[1] if not one.readable or _said(one, field) in rest]
    return [*found, *(Pair(None, one) for one in alone)]


def _entries(model: type[Entry], view: Callable[..., E], row: Patient, by: Actor) -> Sequence[E]:
    rows = model._default_manager.filter(patient=row, state=ACTIVE).order_by("-recorded_at", "-id")
    held = list(rows[:MOST])
    names = accounts.names_of(people_in(held))
    opened = documents.open_each(held)
    return [view(one, body, by=by, names=names) for one, body in zip(held, opened, strict=True)]


def _said(one: EntryView[Any], field: str) -> str:
    """What an entry names, whatever its capitals and spaces; its id where it does not open."""
    return tidied(getattr(one.body, field)).casefold() if one.readable else str(one.id)


def _none_known(row: Patient, by: Actor) -> Any:
    stated = NoneKnown.objects.filter(patient=row, state=ACTIVE).first()
    if stated is None:
        return None
    return none_known_view(stated, by=by, names=accounts.names_of({stated.recorded_by_id}))


def _overlaps(both: tuple[Patient, Patient], by: Actor) -> Any:
    rows = overlaps(*both).select_related("patient", "facility")
    return show_appointments(list(rows), by=by)

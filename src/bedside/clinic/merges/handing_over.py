"""Entries that go to the other record when two are separated, because somebody says so.

What was written while two records were one may be about either person. Separating leaves it where
it was written, unless whoever separates says of an entry that it goes to the other one: it is then
sealed anew under that person's key, whole, with its history, and nothing of it stays behind. What
was recorded at an encounter stays with that. Nothing is checked against the allergies again: while
the records were one, those of both were.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import under_way
from bedside.clinic.allergies.acts import ALLERGIES
from bedside.clinic.diagnoses.acts import DIAGNOSES
from bedside.clinic.entries.history import History
from bedside.clinic.entries.lists import Listed
from bedside.clinic.entries.models import Entry
from bedside.clinic.flags.acts import FLAGS
from bedside.clinic.medicines.acts import MEDICINES
from bedside.clinic.merges.details import KEPT, REPLACED
from bedside.clinic.merges.models import Merge
from bedside.clinic.problems.acts import PROBLEMS
from bedside.clinic.problems.models import Problem
from bedside.clinic.rules import account_of, must_be_current
from bedside.clinic.vitals.acts import VITALS
from bedside.errors import Invalid
from bedside.locking import held

LISTS: Mapping[str, Listed[Any]] = {
    one.kind.noun: one for one in (ALLERGIES, MEDICINES, PROBLEMS, DIAGNOSES, FLAGS, VITALS)
}
"""The kinds of entry, by what each is called."""
Goes = Mapping[UUID, str]
"""To which record an entry goes, KEPT or REPLACED, by its id."""


_CALLED: Mapping[str, Callable[[Any, Any], str]] = {
    "allergy": lambda _, body: body.substance,
    "medicine": lambda _, body: body.as_written,
    "problem": lambda _, body: body.title,
    "diagnosis": lambda row, _: f"{row.code.display} ({row.code.code})",
    "flag": lambda _, body: body.title,
    "vitals": lambda _, body: ", ".join(body.values),
}
"""The words that name an entry of each kind: of its row and of what it says now."""


@dataclass(frozen=True)
class HandedOver:
    """An entry as it was read, and its document under the other record's key."""

    list: Listed[Any]
    row: Entry
    to: UUID
    stored: documents.Stored


def movable(added: Mapping[str, Collection[UUID]]) -> dict[UUID, str | None]:
    """Return which entries, given by their kinds, may go to the other record, and what names each.

    None of one that does not open: that stays. They are opened in one fetch.
    """
    found = [
        (noun, row)
        for noun, ids in added.items()
        if noun in LISTS
        for row in _rows(LISTS[noun]).filter(id__in=ids, encounter=None)
    ]
    opened = documents.open_each([row for _, row in found])
    return {
        row.id: None if isinstance(body, documents.Unreadable) else _named(noun, row, body)
        for (noun, row), body in zip(found, opened, strict=True)
    }


def prepare(merge: Merge, goes: Goes) -> list[HandedOver]:
    """Seal anew those entries that go to the other record; the rest stay where they are.

    Raises Invalid for what was not written as an entry since the merge, and for what stays with
    something else, and Damaged for one that does not open.
    """
    to = {entry: _record(merge, whose) for entry, whose in goes.items()}
    found = [(each, row) for each in LISTS.values() for row in _written(each, merge, goes)]
    if len(found) < len(goes):
        raise _refused("Choose among the entries that were written since.")
    moved = [(each, row) for each, row in found if row.patient_id != to[row.id]]
    if any(row.encounter_id for _, row in moved):
        raise _refused("What was recorded at an encounter stays with it.")
    _must_keep_together(moved, to)
    bodies = documents.read_many([row for _, row in moved])
    return [
        HandedOver(each, row, to[row.id], _sealed(row, to[row.id], body))
        for (each, row), body in zip(moved, bodies, strict=True)
    ]


def hand_over(moved: Iterable[HandedOver]) -> None:
    """Give the entries to the other record, inside the act that has separated them.

    What else belongs to an entry of that person is done before it is there, as when one is added;
    problems come last, after the diagnoses that they name. Whose it is was changed now, by whoever
    separates: systems that ask what has changed would miss it otherwise. Raises Stale for one that
    was changed meanwhile.
    """
    user, now = account_of(under_way().by), timezone.now()
    for one in sorted(moved, key=lambda one: (isinstance(one.row, Problem), one.row.id)):
        row = held(one.list.kind.model._default_manager.all()).get(id=one.row.id)
        must_be_current(row, one.row.version)
        row.patient_id, row.changed_by_id, row.changed_at = one.to, user, now
        one.stored.attach(row)
        one.list.inside(row)
        row.save()


def _named(noun: str, row: Entry, body: documents.Body) -> str:
    return _CALLED[noun](row, History.from_json(body, LISTS[noun].kind.body).now)


def _rows(each: Listed[Any]) -> QuerySet[Entry]:
    return each.kind.model._default_manager.select_related(*each.kind.related)


def _record(merge: Merge, whose: str) -> UUID:
    if whose not in (KEPT, REPLACED):
        raise _refused("Choose one of the two records.")
    return merge.survivor_id if whose == KEPT else merge.replaced_id


def _written(each: Listed[Any], merge: Merge, goes: Goes) -> Iterable[Entry]:
    return (
        _rows(each)
        .filter(
            id__in=list(goes),
            patient__in=[merge.survivor_id, merge.replaced_id],
            recorded_at__gt=merge.at,
        )
        .order_by("id")
    )


def _must_keep_together(moved: list[tuple[Listed[Any], Entry]], to: Mapping[UUID, UUID]) -> None:
    """Raise Invalid where a problem would go without the diagnosis that it names, or be left."""
    going = [row.id for _, row in moved]
    linked = Problem.objects.exclude(diagnosis=None)
    pairs = linked.filter(Q(id__in=going) | Q(diagnosis__in=going))
    parted = [
        problem
        for problem, at, diagnosis, of in pairs.values_list(
            "id", "patient", "diagnosis", "diagnosis__patient"
        )
        if to.get(problem, at) != to.get(diagnosis, of)
    ]
    if parted:
        raise _refused("A problem goes where the diagnosis goes that it names.")


def _sealed(row: Entry, patient: UUID, body: documents.Body) -> documents.Stored:
    return documents.write(
        patient=patient, kind=row.KIND, document=row.id, version=row.version + 1, body=body
    )


def _refused(why: str) -> Invalid:
    return Invalid(fields={"goes_to": why})

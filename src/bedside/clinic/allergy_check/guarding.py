"""The stop in the acts: a medicine meets the active allergies, an allergy the active medicines.

Who goes on says why (`despite`), which is sealed with the entry. Both lists may be written to at
once: the act that makes an entry active holds the patient at its commit (`Act.about`), and looks
there whether the other list is still the one that was compared.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from bedside import documents
from bedside.clinic.allergy_check.matching import match
from bedside.clinic.entries.history import last_words
from bedside.clinic.entries.kinds import Guard, Guarded, Step
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.patients.records import records_of, records_of_each
from bedside.documents import Body, Unreadable
from bedside.errors import Conflict, Contraindicated

_NAMED_IN = {"allergy": "substance", "medicine": "as_written"}
_OTHER = {"allergy": "medicine", "medicine": "allergy"}
_UNREADABLE = "This one could not be opened, so it was not compared."
_MEANWHILE = "Somebody changed the allergies or medicines meanwhile. Look at them and try again."


def guard(noun: str) -> Guard:
    """Return what looks at every step that makes an `allergy` or a `medicine` hold from now on.

    It raises Contraindicated when entries of the other list answer to it and no reason was given.
    """
    field, other = _NAMED_IN[noun], _OTHER[noun]

    def look(step: Step[Any]) -> Guarded:
        if step.state != ACTIVE or _says_the_same(step, field):
            return Guarded()
        rows = list(_active(step.patient, other))
        found = dict(_answering(rows, getattr(step.body, field), other))
        if found and not step.despite:
            raise Contraindicated(found)
        return Guarded(step.despite if found else "", _unchanged(step.patient, other, rows))

    return look


def compare_each(noun: str, said: Sequence[tuple[UUID, str]]) -> list[dict[UUID, str]]:
    """Compare what many new entries of a list name with the other lists, as `guard` does for one.

    `said` are patients, by the record that is kept, and texts. Returns for each the entries that
    answer to it, by their ids, and the sentence for each.
    """
    other = _OTHER[noun]
    kept = records_of_each({patient for patient, _ in said})
    rows = list(_active_in(kept, other))
    theirs: defaultdict[UUID, list[tuple[Entry, Body | Unreadable]]] = defaultdict(list)
    for row, document in zip(rows, documents.open_each(rows), strict=True):
        theirs[kept[row.patient_id]].append((row, document))
    return [dict(_compared(theirs[patient], text, other)) for patient, text in said]


def _says_the_same(step: Step[Any], field: str) -> bool:
    """Whether it held before already, of the same substance."""
    return step.before is not None and getattr(step.before, field) == getattr(step.body, field)


def _answering(rows: list[Entry], said: str, other: str) -> Iterator[tuple[UUID, str]]:
    yield from _compared(zip(rows, documents.open_each(rows), strict=True), said, other)


def _compared(
    opened: Iterable[tuple[Entry, Body | Unreadable]], said: str, other: str
) -> Iterator[tuple[UUID, str]]:
    """The entries of the other list that answer to what is written, and the sentence for each."""
    for row, document in opened:
        if isinstance(document, Unreadable):
            yield row.id, _UNREADABLE
            continue
        theirs = last_words(document)[_NAMED_IN[other]]
        medicine, allergy = (theirs, said) if other == "medicine" else (said, theirs)
        if found := match(medicine, allergy):
            yield row.id, found.sentence


def _active(patient: UUID, noun: str) -> QuerySet[Any]:
    """All of them: the one that was cut off might be the one that matters."""
    return _active_in(records_of(patient), noun)


def _active_in(records: Collection[UUID] | QuerySet[Any], noun: str) -> QuerySet[Any]:
    model = apps.get_model("clinic", noun)
    return model._default_manager.filter(patient__in=records, state=ACTIVE)


def _unchanged(patient: UUID, noun: str, rows: list[Entry]) -> Callable[[Entry], object]:
    seen = {(row.id, row.version) for row in rows}

    def look_again(_: Entry) -> None:
        if set(_active(patient, noun).values_list("id", "version")) != seen:
            raise Conflict(_MEANWHILE)

    return look_again

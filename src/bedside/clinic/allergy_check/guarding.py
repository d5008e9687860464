"""The stop in the acts: a medicine meets the active allergies, an allergy the active medicines.

Who goes on says why (`despite`), which is sealed with the entry. Both lists may be written to at
once: the act that makes an entry active holds the patient at its commit (`Act.about`), and looks
there whether the other list is still the one that was compared.
"""

from collections.abc import Callable, Iterator
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
from bedside.clinic.patients.records import records_of
from bedside.documents import Unreadable
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


def _says_the_same(step: Step[Any], field: str) -> bool:
    """Whether it held before already, of the same substance."""
    return step.before is not None and getattr(step.before, field) == getattr(step.body, field)


def _answering(rows: list[Entry], said: str, other: str) -> Iterator[tuple[UUID, str]]:
    """The entries of the other list that answer to what is written, and the sentence for each."""
    for row, document in zip(rows, documents.open_each(rows), strict=True):
        if isinstance(document, Unreadable):
            yield row.id, _UNREADABLE
            continue
        theirs = last_words(document)[_NAMED_IN[other]]
        medicine, allergy = (theirs, said) if other == "medicine" else (said, theirs)
        if found := match(medicine, allergy):
            yield row.id, found.sentence


def _active(patient: UUID, noun: str) -> QuerySet[Any]:
    """All of them: the one that was cut off might be the one that matters."""
    model = apps.get_model("clinic", noun)
    return model._default_manager.filter(patient__in=records_of(patient), state=ACTIVE)


def _unchanged(patient: UUID, noun: str, rows: list[Entry]) -> Callable[[Entry], object]:
    seen = {(row.id, row.version) for row in rows}

    def look_again(_: Entry) -> None:
        if set(_active(patient, noun).values_list("id", "version")) != seen:
            raise Conflict(_MEANWHILE)

    return look_again

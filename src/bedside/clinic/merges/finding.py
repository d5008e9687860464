"""Finding the two records of an act, and the row that says that they are one."""

from uuid import UUID

from bedside.accounts.acts import Act
from bedside.clinic.merges.models import Merge
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import chain_of
from bedside.errors import Invalid, NotFound


def named_pair(kept: UUID, replaced: UUID, *, doing: Act) -> tuple[Patient, Patient]:
    """Return two records within reach, these very ones, named in the act.

    Raises NotFound, and Invalid for a record and itself.
    """
    rows = patients_visible_to(doing.by).in_bulk([kept, replaced])
    if len(rows) < len({kept, replaced}):
        raise NotFound
    if kept == replaced:
        raise Invalid(fields={"other": "Name another patient."})
    doing.about(kept, replaced)
    doing.chain = chain_of(rows[kept])
    return rows[kept], rows[replaced]


def find_merge(merge: UUID, *, doing: Act) -> Merge:
    """Return a merge with its two records, both within reach, named in the act. Raises NotFound."""
    doing.on(merge=merge)
    row = Merge.objects.select_related("survivor", "replaced").filter(id=merge).first()
    if row is None:
        raise NotFound
    named_pair(row.survivor_id, row.replaced_id, doing=doing)
    return row

"""What was brought in, and what was made of it: ids, counts, states and times.

What the file says lies sealed in a volume, for a few days, and what was chosen about it in a sealed
column. A source is a keyed hash of somebody's number in the other system, by which a second
bringing in of the same row is known for one; nothing leads back from it.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.clinic.models import Facility, Patient
from bedside.ids import new_id
from bedside.vault import Context, HasSealed, SealedField


class ImportState(models.TextChoices):
    """`asked` while a job has it or has failed at it; `undone` and `done` end it."""

    PLANNED = "planned"
    ASKED = "asked"
    DONE = "done"
    UNDONE = "undone"


class Import(models.Model, HasSealed):
    """One file that somebody brings in for a facility."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=16, default="patients", db_default="patients")
    """What its rows are: a code of `nouns.SHEETS`."""
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.PLANNED)
    created_at = models.DateTimeField(default=timezone.now)
    volume = models.UUIDField(null=True)
    """The file, until it was brought in or has expired."""
    expires_at = models.DateTimeField()
    plan = SealedField()
    """How the file is read and what becomes of which row (`planning.Plan`)."""
    job = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    """Patients, or what is about them, that were made."""
    linked = models.PositiveIntegerField(default=0)
    """Rows that were said to be somebody who is a patient already."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by", "created_at"], name="imports_by"),
            models.Index(fields=["expires_at"], name="imports_expires"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def place(self) -> Context:
        """Return where the plan belongs."""
        return plan_place(self.id, self.version)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        """Return the plan."""
        return [(bytes(self.plan), self.place())]


def plan_place(brought: uuid.UUID, version: int) -> Context:
    """Return where the plan of an import at a version belongs."""
    return Context(None, "import-plan", brought, None, version=version, schema=1)


class BroughtRow(models.Model):
    """A row of a file, and whom it is; `number` is its place in the file."""

    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="brought_rows")
    entry = models.UUIDField(null=True)
    """What was made of it in the patient's record; nothing where that is the patient."""
    number = models.PositiveIntegerField()
    is_new = models.BooleanField()
    """Whether something was made of it, rather than there already."""
    source = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "source"], name="imports_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.brought_id}"

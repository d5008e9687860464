"""The months of a clinic that were counted once and are kept, as administrators read them.

Exact counts, also small ones, lie sealed in a column: what of them may be shown is asked anew at
each reading.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from bedside.clinic.models import Facility
from bedside.ids import new_id
from bedside.vault import Context, HasSealed, SealedField


class ClosedMonth(models.Model, HasSealed):
    """What a facility did in a month, and for the last month of the time who was there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    """Its first day."""
    closed_at = models.DateTimeField(default=timezone.now)
    has_stock = models.BooleanField(default=False)
    """Whether it was counted who was there."""
    counts = SealedField()
    """See `counted`."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "month"], name="reports_month_closed_once")
        ]

    def __str__(self) -> str:
        return str(self.id)

    def place(self) -> Context:
        """Return where the counts belong."""
        return closed_place(self.id)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        """Return the counts."""
        return [(bytes(self.counts), self.place())]


def closed_place(row: uuid.UUID) -> Context:
    """Return where the counts of a closed month belong."""
    return Context(None, "closed-month", row, None, version=1, schema=1)

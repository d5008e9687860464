"""When a row was changed last: said by every writing of it, so that no act can forget it.

Other systems ask what has changed since they asked last. An act that raised the version and not
the moment would hide its change from them for good, so the moment is set where Django writes rows,
and nowhere else: `save`, and `update` of several.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

M = TypeVar("M", bound=models.Model)
CHANGED_AT = "changed_at"


class SayingWhen(models.QuerySet[M]):
    """Rows that say when they were changed."""

    def update(self, **values: Any) -> int:
        """Write these values, and when that was."""
        if _is_seen(self.model, values):
            values.setdefault(CHANGED_AT, timezone.now())
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]


class HasChangedAt(models.Model):
    """A row that says when it was changed last."""

    UNSEEN: ClassVar[frozenset[str]] = frozenset()
    """Fields that nobody reads of the row, and whose change is none of it."""

    changed_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)

    objects = SayingWhen.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **how: Any) -> None:
        """Store the row, and when that was."""
        fields = None if update_fields is None else set(update_fields)
        if not self._state.adding and (fields is None or _is_seen(type(self), fields)):
            self.changed_at = timezone.now()
            fields = None if fields is None else fields | {CHANGED_AT}
        super().save(*args, update_fields=fields, **how)


def changed_within(
    rows: models.QuerySet[M], since: datetime | None, until: datetime | None
) -> models.QuerySet[M]:
    """Return the rows that were changed last from `since` until before `until`, as far as set."""
    rows = rows if since is None else rows.filter(changed_at__gte=since)
    return rows if until is None else rows.filter(changed_at__lt=until)


def _is_seen(model: Any, names: Iterable[str]) -> bool:
    """Whether somebody who reads such a row could see that these fields are others now."""
    return bool(set(names) - model.UNSEEN)

"""What the API itself keeps: answers already given, so that a repeated request gets the same."""

from django.db import models
from django.utils import timezone

from bedside.ids import new_id


class RememberedResponse(models.Model):
    """The answer to one request that carried an Idempotency-Key, for a day.

    `name` is a hash of caller and key. `sealed` is empty from the act's commit until the answer
    is written down, moments later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)

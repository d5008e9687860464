"""The file that comes of a job: sealed, for whoever asked for it, and gone after some days.

It is written while the act prepares, and kept in the act's transaction: so the file is there when
the job is done, and not before.
"""

from datetime import timedelta

from django.utils import timezone

from bedside import documents
from bedside.outbox.leasing import LeaseLost
from bedside.outbox.models import Job
from bedside.outbox.tasks import Task

KEPT = timedelta(days=3)
"""Long enough for a weekend, short enough that nobody takes it for an archive (no source)."""


class Result:
    """The file of one job: `write`, `close` before the transaction, `keep` within it."""

    def __init__(self, task: Task, *, name: str, media_type: str) -> None:
        """Begin a file. `name` is the same for everybody's, as it says nothing about anybody."""
        self._task, self._name, self._type = task, name, media_type
        self._volume = documents.VolumeWriter()

    def write(self, text: str | bytes) -> None:
        """Add to the file; text as UTF-8. Any size: a quarter of a megabyte is held at a time."""
        self._volume.write(text.encode() if isinstance(text, str) else text)

    def close(self) -> None:
        """Store the rest of the file. Call it before the transaction."""
        self._volume.close()

    def keep(self, *, kept: timedelta = KEPT) -> None:
        """Give the file to whoever asked, in the act's transaction. Raises LeaseLost.

        For longer than usual only where nobody is in it.
        """
        expires_at = timezone.now() + kept
        given = Job.objects.filter(id=self._task.job, occasion=self._task.occasion)
        if not given.update(
            result=self._volume.volume,
            result_name=self._name,
            result_type=self._type,
            result_size=self._volume.size,
            result_expires_at=expires_at,
        ):
            raise LeaseLost
        self._volume.keep(expires_at=expires_at)

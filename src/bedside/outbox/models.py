"""The table of jobs: ids, times, states and counts. Nothing in the clear is about anybody.

No foreign keys: this room lies below whatever its jobs are about, and a job whose subject is gone
finds that out when it is done.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from bedside.ids import new_id
from bedside.vault.context import Context
from bedside.vault.fields import HasSealed, SealedField


class JobState(models.TextChoices):
    """`failed` is tried again, `dead` only when an administrator asks for it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DEAD = "dead"
    CANCELLED = "cancelled"


TO_DO = (JobState.WAITING, JobState.FAILED, JobState.RUNNING)
"""What a worker takes when `ready_at` has come: one that runs too, once its lease is over."""

CALLED_OFF = (*TO_DO, JobState.DEAD)
"""What can be called off: whatever is not done, and may still be."""


class Job(models.Model, HasSealed):
    """One piece of work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=48)
    """One of `kinds.KINDS`."""
    key = models.CharField(max_length=160, unique=True)
    """What makes two askings the same one."""
    subject = models.JSONField(default=dict)
    """What it is about: the id of each noun, such as `{"appointment": "0192..."}`."""
    asked_by = models.UUIDField(null=True, blank=True)
    """The account that waits for it; nobody when it was Bedside itself."""
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    """When it is to be done."""
    ready_at = models.DateTimeField()
    """When a worker may take it (next): when it is due, when it is tried again after a failure, or
    when the lease of whoever runs it is over."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When a broker was last told of it, if there is one; see `dispatching`."""
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    """How often it was begun since it was put down."""
    lease = models.UUIDField(null=True, blank=True)
    """Whoever holds this may finish it; another one each time that it is begun."""
    occasion = models.UUIDField(default=new_id)
    """The same for every try at the same work: what leaves the house carries it, so that a second
    copy is known for one."""
    error = models.CharField(max_length=64, blank=True)
    """The type of the latest failure, never its words."""
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    """How far it has come, of how much; 0 of 0 while nobody knows."""
    finished_at = models.DateTimeField(null=True, blank=True)
    wish = SealedField(null=True)
    """What was asked for beyond ids, sealed: a period, a choice, the reason."""
    result = models.UUIDField(null=True, blank=True)
    """The volume that came of it, for whoever asked; see `documents.volumes`."""
    result_name = models.CharField(max_length=80, blank=True, default="", db_default="")
    """What the file is called: the same for everybody's."""
    result_type = models.CharField(max_length=80, blank=True, default="", db_default="")
    result_size = models.PositiveBigIntegerField(default=0, db_default=0)
    result_expires_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outbox_running_is_leased",
                condition=models.Q(state=JobState.RUNNING, lease__isnull=False)
                | ~models.Q(state=JobState.RUNNING) & models.Q(lease__isnull=True),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ready_at", "id"],
                condition=models.Q(state__in=TO_DO),
                name="outbox_to_do",
            ),
            models.Index(fields=["state", "kind"], name="outbox_states"),
            models.Index(fields=["asked_by", "created_at"], name="outbox_asked_by"),
            models.Index(
                fields=["finished_at"],
                condition=models.Q(finished_at__isnull=False),
                name="outbox_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def subject_ids(self) -> dict[str, UUID]:
        """The id of each noun that it is about."""
        return {noun: UUID(value) for noun, value in self.subject.items()}

    def place(self) -> Context:
        """Return where the wish belongs."""
        return Context(None, "job", self.id, None, version=1, schema=1)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        """Return the wish, if there is one."""
        return [(bytes(self.wish), self.place())] if self.wish else []

"""The tables of the log. No foreign keys: an event outlives whatever it speaks of."""

from django.db import models

from bedside.ids import new_id

GENESIS = "0" * 64
"""What the first event of a chain names as its predecessor."""


class Outcome(models.TextChoices):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Event(models.Model):
    """One thing that happened. Database triggers refuse to change or delete it.

    `subjects` lists patient ids, `objects` maps a kind to an id and `details` holds codes:
    nothing here is ever a sentence that somebody wrote.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    actor_role = models.CharField(max_length=16)
    actor_user = models.UUIDField(null=True)
    actor_patient = models.UUIDField(null=True)
    session = models.UUIDField(null=True)
    address = models.CharField(max_length=64)
    device = models.CharField(max_length=64)
    subjects = models.JSONField(default=list)
    objects_touched = models.JSONField(default=dict, db_column="objects")
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="event_place"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq_from_1"),
        ]
        indexes = [
            models.Index(fields=["action", "at"], name="event_action"),
            models.Index(fields=["actor_user", "at"], name="event_actor"),
            models.Index(fields=["at", "id"], name="event_when"),
        ]


class Mention(models.Model):
    """That an event speaks of a patient: the index behind "who read my record".

    It repeats `Event.subjects`, which the hash covers, and verification compares the two.
    """

    event = models.UUIDField()
    patient = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "event"], name="mention_once"),
        ]
        indexes = [models.Index(fields=["event"], name="mention_event")]


class ChainHead(models.Model):
    """The last place of a chain; locking this row is how writers of one chain take turns."""

    chain = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

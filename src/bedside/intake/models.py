"""The assessment's row and the holder of a draft that was begun without an account.

The row says in the clear what the worklist orders by; everything the patient said, and the
result with its reasons, is in the sealed document.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.clinic.models import Appointment, Encounter, Facility, Patient
from bedside.documents.models import HasDocument
from bedside.ids import new_id
from bedside.intake import lifecycle
from bedside.intake.urgency import LEVELS, RANKS

_SENT = models.Q(state__in=lifecycle.SENT)


class Assessment(HasDocument):
    """One interview and its result."""

    KIND = "assessment"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="assessments")
    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(
        max_length=20,
        choices=[(state, state) for state in lifecycle.LIFECYCLE],
        default=lifecycle.DRAFT,
    )
    knowledge_version = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    triage = models.CharField(
        max_length=12, blank=True, choices=[(level, level) for level in LEVELS]
    )
    """Empty in a draft, like `when_code`."""
    when_code = models.CharField(
        max_length=20, blank=True, choices=[(when, when) for when in RANKS]
    )
    triage_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claimed_assessments",
    )
    """The doctor who has taken it, and whom the patient's reply goes back to."""
    encounter = models.ForeignKey(
        Encounter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    """The encounter that a doctor began from it."""
    enquiries_made = models.PositiveSmallIntegerField(default=0)
    """How often the patient was asked back: whether there is more to read than the document."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_sent_is_complete",
                condition=~_SENT
                | models.Q(
                    facility__isnull=False,
                    submitted_at__isnull=False,
                    triage__in=LEVELS,
                    when_code__in=list(RANKS),
                    triage_rank__isnull=False,
                    due_at__isnull=False,
                    blob_id__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="intake_reviewed_has_reviewer",
                condition=~models.Q(state__in=[lifecycle.REVIEWED, lifecycle.CLOSED])
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="intake_in_review_by_somebody",
                condition=~models.Q(state__in=[lifecycle.IN_REVIEW, lifecycle.NEEDS_INFORMATION])
                | models.Q(claimed_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["facility", "state", "triage_rank", "submitted_at", "id"],
                name="intake_worklist",
            ),
            models.Index(fields=["patient", "started_at"], name="intake_of_patient"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.patient_id


class Step(models.Model):
    """One step in the life of a sent assessment: which event, when, by which member of staff.

    `by` is nobody's where the patient did it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    """The state that it led to."""
    unread = models.CharField(
        max_length=20, blank=True, choices=[(why, why) for why in lifecycle.UNREAD]
    )
    """Why it was reviewed without being read; empty for every other step."""
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["assessment", "at", "id"], name="intake_steps_of")
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.assessment_id}"


class Enquiry(HasDocument):
    """What a doctor asked the patient back, and the reply: both in the document.

    At most one of an assessment waits for a reply.
    """

    KIND = "enquiry"
    PATIENT_OVER = ("assessment",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="enquiries")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(replied_at__isnull=True, withdrawn_at__isnull=True),
                name="intake_one_open_enquiry",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.assessment.patient_id


class FollowUp(models.Model):
    """An appointment was booked because of an assessment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="follow_ups")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.CASCADE, related_name="follow_up"
    )


class DraftHolder(models.Model):
    """Whoever holds the token may continue the drafts of this provisional patient."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="draft_holder")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

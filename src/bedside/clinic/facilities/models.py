"""Facilities, and who works there from when until when. All of it is in the clear."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.ids import new_id


class Facility(models.Model):
    """A place that treats patients. Its id names its key in the vault and its audit chain."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    address_line = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    staff: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="facilities"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "facilities"
        constraints: ClassVar = [
            # Of every row there is, as no name is null. A whole unique index would make PostgreSQL
            # lock the row of a renamed facility against all who write about its patients.
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(name__isnull=False),
                name="clinic_one_facility_of_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works at a facility, from `since` until (exclusive) `until`, if that is set.

    It has effect only while their account is active. Ended ones stay: who worked here when.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["facility", "user"],
                condition=models.Q(until__isnull=True),
                name="clinic_one_open_membership",
            ),
            models.CheckConstraint(
                name="clinic_membership_ends_after_it_began",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "facility", "until"])]

"""The tables of wrapped keys. Nothing in them opens anything without the root key."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bedside.vault.fields import SealedField


class KeyState(models.TextChoices):
    """As in Tink: the primary seals, it and the enabled ones open, the others do neither."""

    PRIMARY = "primary"
    ENABLED = "enabled"
    DISABLED = "disabled"
    DESTROYED = "destroyed"


USABLE = (KeyState.PRIMARY, KeyState.ENABLED)


class Key(models.Model):
    """A key wrapped by the root key. `owner` is the facility of a facility key, else nothing."""

    id = models.PositiveBigIntegerField(primary_key=True)
    purpose = models.CharField(max_length=16)
    owner = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=KeyState.choices)
    wrapped = SealedField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(state=KeyState.PRIMARY, owner__isnull=True),
                name="vault_one_primary",
            ),
            models.UniqueConstraint(
                fields=["purpose", "owner"],
                condition=Q(state=KeyState.PRIMARY),
                name="vault_one_primary_per_owner",
            ),
        ]
        indexes = [models.Index(fields=["purpose", "owner"], name="vault_key_purpose")]


class DataKey(models.Model):
    """A patient's key, wrapped by a facility's key or the intake key.

    After an erasure the row stays without its key, as a tombstone that a restored backup is held
    against.
    """

    patient = models.UUIDField(primary_key=True)
    key_id = models.PositiveBigIntegerField()
    wrapped = SealedField()
    wrapping_key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="data_keys")
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(wrapped=b""),
                name="vault_destroyed_is_empty",
            ),
        ]

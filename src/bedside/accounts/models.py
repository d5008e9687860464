"""Who can sign in, and the proofs they were given.

Every proof that leaves this house (session id, refresh token, reset link, code, device) is kept as
a SHA-256 hash only: somebody who reads the database cannot sign in with what they find.
"""

from typing import Any, Literal
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from bedside.ids import new_id
from bedside.vault.context import Context
from bedside.vault.fields import HasSealed, SealedField

SealedName = Literal["email", "name"]
"""What of an account is sealed."""


class Role(models.TextChoices):
    PATIENT = "patient", "Patient"
    DOCTOR = "doctor", "Doctor"
    RECEPTIONIST = "receptionist", "Receptionist"
    ADMINISTRATOR = "administrator", "Administrator"


class State(models.TextChoices):
    PENDING = "pending", "Waiting for approval"
    ACTIVE = "active", "Active"
    DISABLED = "disabled", "Disabled"


class Users(BaseUserManager["User"]):
    """Looks users up by blind index; making one goes through `users.create_user`."""


class User(AbstractBaseUser, HasSealed):
    """A person who can sign in. `email_sealed` and `name_sealed` open with the accounts key."""

    USERNAME_FIELD = "email_index"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email_index = models.CharField(max_length=64, unique=True, editable=False)
    email_sealed = SealedField()
    name_sealed = SealedField()
    role = models.CharField(max_length=16, choices=Role)
    state = models.CharField(max_length=16, choices=State)
    patient = models.UUIDField(null=True, unique=True, editable=False)
    """The patient this person is; no foreign key, as patients live in a room above."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    shut_at = models.DateTimeField(null=True, editable=False)
    """When the account was last closed or got a new password: secrets that open something of it
    without a password, and were made before, open nothing any more."""
    undeliverable_since = models.DateTimeField(null=True, editable=False)
    """Since when mails to the address come back; None while nobody knows of that."""
    last_login = None

    objects = Users()

    class Meta:
        indexes = [models.Index(fields=["role", "state"], name="accounts_user_role_state")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state == State.ACTIVE

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets them in."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    def sealed(self, field: SealedName) -> tuple[bytes, Context]:
        """Return the sealed name or email, with its place."""
        text = self.email_sealed if field == "email" else self.name_sealed
        return bytes(text), place_of(self.id, field)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        return [self.sealed("email"), self.sealed("name")]

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002
        """The admin's coarse question; every save there is an act with its own permission."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002
        return self.is_staff


def place_of(user: UUID, field: SealedName) -> Context:
    """Return where the name or the email of a user is sealed."""
    return Context(
        patient=None, kind=f"user.{field}", document=user, blob=None, version=1, schema=1
    )


class Approval(models.Model):
    """That an account was opened, and what had been checked: codes of `approvals.CHECKS`.

    `by` is nobody's when it was done on the command line.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="approval")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    checked = models.JSONField()

    def __str__(self) -> str:
        return f"approval of {self.user_id}"


class Session(models.Model):
    """One signed-in device. Everything a person holds points here, so ending it ends all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    sid_hash = models.CharField(max_length=64, unique=True)
    device_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=32, default="")

    class Meta:
        indexes = [models.Index(fields=["user", "device_hash"], name="accounts_session_device")]

    def __str__(self) -> str:
        return str(self.pk)


class RefreshToken(models.Model):
    """One link in a session's chain of refresh tokens; used ones stay, to notice reuse."""

    hash = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="refresh_tokens")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"refresh token of {self.session_id}"


class Attempt(models.Model):
    """A try that counts against an allowance: a failed sign-in, a registration, a draft, asking for
    a link to reset a password."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in"
        REGISTER = "register"
        DRAFT = "draft"
        RESET = "reset"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    account = models.CharField(max_length=64, default="")
    """Blind index of the email that was tried, whether or not it has an account."""
    device = models.CharField(max_length=64, default="")
    """Hash of the device, when that device has signed in to this account before."""
    address = models.CharField(max_length=45)
    """Where the try came from; of an IPv6 address only its network (throttle.network)."""
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "account", "at"], name="accounts_attempt_account"),
            models.Index(fields=["kind", "address", "at"], name="accounts_attempt_address"),
            models.Index(fields=["at"], name="accounts_attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M:%S}"


class RememberedAnswer(models.Model):
    """The answer to one request that may come twice, for a day (`accounts.repeats`).

    `sealed` is empty from the act's commit until the answer is written down, moments later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """A code with which somebody whose account was made for them opens it, once.

    `tries` counts birth dates that were said with it and were not right.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"


class ResetLink(models.Model):
    """A one-time link to set a password. Making another one ends those before it."""

    hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reset_links")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"reset link of {self.user_id}"

"""Signed statements of how far every chain has come, to be kept somewhere else.

Whoever owns the database can rewrite a whole log with hashes that fit. A checkpoint from before
then no longer fits: its events are missing or have other hashes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils import timezone

from bedside.audit.models import ChainHead

FORM = "bedside audit checkpoint 1"


class CheckpointError(Exception):
    """The file is not a checkpoint of this deployment; the message says why."""


@dataclass(frozen=True)
class Head:
    """The last event of a chain at some time."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint whose signature was found good."""

    at: datetime
    heads: Mapping[UUID, Head]


class Signer(Protocol):
    """Signs with the deployment's checkpoint key."""

    @property
    def key_id(self) -> int:
        """Which key signs."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`."""


@dataclass(frozen=True, repr=False)
class SeedSigner:
    """The signer over an Ed25519 seed (32 bytes), as the vault keeps it."""

    key_id: int
    seed: bytes

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def public_key(self) -> Ed25519PublicKey:
        """Return what verifies this signer's checkpoints, here or elsewhere."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key()


def checkpoint(signer: Signer) -> bytes:
    """Return a signed JSON statement of the head of every chain, as of now."""
    # One statement reads all heads, so they are from the same moment.
    heads = {str(head.chain): [head.seq, head.hash] for head in ChainHead.objects.all()}
    statement: dict[str, Any] = {
        "form": FORM,
        "at": timezone.now().astimezone(UTC).isoformat(),
        "key": signer.key_id,
        "heads": heads,
    }
    signature = signer.sign(rfc8785.dumps(statement)).hex()
    return rfc8785.dumps({**statement, "signature": signature}) + b"\n"


def read_checkpoint(
    data: bytes, public_key: Callable[[int], Ed25519PublicKey | None]
) -> Checkpoint:
    """Check a checkpoint's signature and return what it states.

    `public_key` finds the key by its id. Raises CheckpointError when the file is not a checkpoint,
    was changed, or was signed by a key that is not this deployment's.
    """
    statement, message, signature = _split(data)
    key = public_key(statement["key"])
    if key is None:
        raise CheckpointError("The checkpoint was signed by a key that this vault does not hold.")
    try:
        key.verify(signature, message)
    except InvalidSignature as error:
        raise CheckpointError("The checkpoint was changed after it was signed.") from error
    heads = {UUID(chain): Head(seq, hash_) for chain, (seq, hash_) in statement["heads"].items()}
    return Checkpoint(datetime.fromisoformat(statement["at"]), heads)


def _split(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        statement = json.loads(data)
        signature = bytes.fromhex(statement.pop("signature"))
        if statement["form"] != FORM or not isinstance(statement["key"], int):
            raise ValueError
        message = rfc8785.dumps(statement)
    except (
        rfc8785.CanonicalizationError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as error:
        raise CheckpointError("This is not a Bedside audit checkpoint.") from error
    return statement, message, signature

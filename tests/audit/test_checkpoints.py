"""A checkpoint is believed only with a good signature by a key of this deployment."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest

from bedside import audit
from tests.audit.tampering import CHAIN, at, write

SIGNER = audit.SeedSigner(5, b"s" * 32)
STRANGER = audit.SeedSigner(6, b"t" * 32)
KEYS = {5: SIGNER.public_key()}


@pytest.mark.django_db
def test_a_checkpoint_states_the_head_of_every_chain() -> None:
    write(3)
    write(1, chain=UUID(int=8))
    heads = audit.read_checkpoint(audit.checkpoint(SIGNER), KEYS.get).heads
    assert (heads[CHAIN].seq, heads[CHAIN].hash) == (3, at(3).hash)
    assert heads[UUID(int=8)].seq == 1


def changed(data: bytes) -> bytes:
    statement = json.loads(data)
    statement["heads"][str(CHAIN)][0] = 1
    return json.dumps(statement).encode()


def with_a_huge_key(data: bytes) -> bytes:
    return json.dumps({**json.loads(data), "key": 10**30}).encode()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (changed, "changed after it was signed"),
        (lambda data: data[:-9], "not a Bedside audit checkpoint"),
        (lambda _: b"[]", "not a Bedside audit checkpoint"),
        (lambda _: b'{"signature": "zz"}', "not a Bedside audit checkpoint"),
        (with_a_huge_key, "not a Bedside audit checkpoint"),
        (lambda _: b"\xff\xfe", "not a Bedside audit checkpoint"),
        (lambda _: audit.checkpoint(STRANGER), "key that this vault does not hold"),
    ],
    ids=["changed", "truncated", "a list", "no hex", "a huge key", "no text", "another key"],
)
@pytest.mark.django_db
def test_anything_else_is_refused(spoil: Callable[[bytes], bytes], sentence: str) -> None:
    write(2)
    with pytest.raises(audit.CheckpointError, match=sentence):
        audit.read_checkpoint(spoil(audit.checkpoint(SIGNER)), KEYS.get)


@pytest.mark.django_db
def test_another_keys_signature_under_our_key_id_is_refused() -> None:
    forged = audit.checkpoint(audit.SeedSigner(5, b"t" * 32))
    with pytest.raises(audit.CheckpointError, match="changed"):
        audit.read_checkpoint(forged, KEYS.get)

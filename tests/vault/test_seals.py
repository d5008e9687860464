"""A seal opens with its key in its place, and nowhere else. Tink is the second opinion."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tink import aead as tink_aead
from tink import proto_keyset_format, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

from bedside.vault.aead import Cipher, Sealed, key_id_of, new_key_id
from bedside.vault.context import Context
from bedside.vault.damage import BrokenSeal

KEY_ID = 0x01020304
MATERIAL = bytes(range(32))
CIPHER = Cipher(KEY_ID, MATERIAL)
NOTE = Context(UUID(int=1), "note", UUID(int=2), UUID(int=3), version=4, schema=1)
ids = st.uuids()
contexts = st.builds(
    Context,
    st.none() | ids,
    st.text(st.characters(codec="utf-8"), max_size=20),
    ids,
    st.none() | ids,
    st.integers(0, 2**31),
    st.integers(0, 2**15),
)


def tink(key_id: int, material: bytes) -> tink_aead.Aead:
    """The same key in Tink's hands."""
    tink_aead.register()
    keys = tink_pb2.Keyset(primary_key_id=key_id)
    key = keys.key.add()
    key.key_id, key.status, key.output_prefix_type = key_id, tink_pb2.ENABLED, tink_pb2.TINK
    key.key_data.type_url = "type.googleapis.com/google.crypto.tink.AesGcmKey"
    key.key_data.value = aes_gcm_pb2.AesGcmKey(key_value=material).SerializeToString()
    key.key_data.key_material_type = tink_pb2.KeyData.SYMMETRIC
    handle = proto_keyset_format.parse(keys.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(tink_aead.Aead)


@given(st.binary(max_size=4000), contexts)
def test_tink_opens_what_we_seal_and_we_open_what_tink_seals(text: bytes, place: Context) -> None:
    other = tink(KEY_ID, MATERIAL)
    assert other.decrypt(CIPHER.seal(text, place), place.encode()) == text
    assert CIPHER.open(other.encrypt(text, place.encode()), place) == text


@given(contexts, contexts)
def test_no_two_places_are_written_the_same(one: Context, other: Context) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@pytest.mark.parametrize(
    "elsewhere",
    [
        NOTE._replace(patient=UUID(int=9)),
        NOTE._replace(patient=None),
        NOTE._replace(kind="notes"),
        NOTE._replace(document=UUID(int=9)),
        NOTE._replace(blob=UUID(int=9)),
        NOTE._replace(version=3),
        NOTE._replace(version=5),
        NOTE._replace(schema=2),
    ],
    ids=["patient", "nobody", "kind", "document", "blob", "older", "newer", "schema"],
)
def test_a_text_moved_elsewhere_does_not_open(elsewhere: Context) -> None:
    sealed = CIPHER.seal(b"She cannot sleep.", NOTE)
    with pytest.raises(BrokenSeal) as raised:
        CIPHER.open(sealed, elsewhere)
    assert raised.value.reason == "wrong_tag"


def test_every_flipped_bit_is_refused() -> None:
    sealed = CIPHER.seal(b"ok", NOTE)
    for position in range(len(sealed) * 8):
        spoilt = bytearray(sealed)
        spoilt[position // 8] ^= 1 << position % 8
        with pytest.raises(BrokenSeal):
            CIPHER.open(bytes(spoilt), NOTE)


def test_every_truncation_is_refused() -> None:
    sealed = CIPHER.seal(b"ok", NOTE)
    for length in range(len(sealed)):
        with pytest.raises(BrokenSeal):
            CIPHER.open(sealed[:length], NOTE)


def test_a_key_does_not_open_what_another_key_sealed() -> None:
    sealed = Cipher(KEY_ID + 1, MATERIAL).seal(b"ok", NOTE)
    with pytest.raises(BrokenSeal) as raised:
        CIPHER.open(sealed, NOTE)
    assert raised.value.reason == "unknown_key"
    assert key_id_of(sealed, NOTE) == KEY_ID + 1


def test_sealing_twice_never_gives_the_same() -> None:
    assert CIPHER.seal(b"ok", NOTE) != CIPHER.seal(b"ok", NOTE)


def test_printing_shows_nothing() -> None:
    sealed = CIPHER.seal(b"ok", NOTE)
    assert f"{sealed} {sealed!r} {sealed!s}" == "Sealed(hidden) Sealed(hidden) Sealed(hidden)"
    assert isinstance(sealed, Sealed)
    assert MATERIAL.hex() not in repr(CIPHER)


def test_key_ids_are_those_of_tink() -> None:
    assert all(0 < new_key_id() < 2**32 for _ in range(100))

"""Long texts are sealed piece by piece, read from any place, and gone when they expire."""

import os
import tracemalloc
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bedside import documents
from bedside.documents.models import Blob, Piece, Volume
from bedside.documents.volumes import PIECE, OpenVolume, VolumeWriter, open_volume
from bedside.errors import NotFound
from bedside.vault import BrokenSeal

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def written(text: bytes) -> VolumeWriter:
    writer = VolumeWriter()
    for at in range(0, len(text), 100_000):
        writer.write(text[at : at + 100_000])
    writer.close()
    return writer


def kept(text: bytes) -> OpenVolume:
    writer = written(text)
    with transaction.atomic():
        writer.keep(expires_at=timezone.now() + SOON)
    return open_volume(writer.volume)


def read(volume: OpenVolume, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(volume.read(start, end))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE + 7])
def test_it_reads_as_it_was_written(size: int) -> None:
    text = os.urandom(size)
    volume = kept(text)
    assert (volume.size, read(volume)) == (size, text)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1),
        (5, 5),
        (PIECE - 1, PIECE + 1),
        (PIECE, 2 * PIECE),
        (3, 6 * PIECE),
        (6 * PIECE + 5, None),
        (7 * PIECE, 99 * PIECE),
        (99 * PIECE, None),
    ],
)
def test_any_part_of_it_can_be_read(start: int, end: int | None) -> None:
    text = os.urandom(6 * PIECE + 1234)
    assert read(kept(text), start, end) == text[start:end]


def test_nothing_of_it_is_stored_in_clear() -> None:
    kept(b"Asha has a headache. " * 30_000)
    assert Piece.objects.count() == 3
    for blob in Blob.objects.all():
        assert b"headache" not in bytes(blob.body)
    assert b"headache" not in bytes(Volume.objects.get().head)


def test_pieces_open_in_their_place_only() -> None:
    volume = kept(os.urandom(2 * PIECE))
    first, second = Piece.objects.order_by("number").values_list("blob_id", flat=True)
    body = Blob.objects.get(id=second).body
    Blob.objects.filter(id=first).update(body=body)
    with pytest.raises(BrokenSeal):
        read(volume)


def test_a_piece_that_is_gone_is_missed() -> None:
    volume = kept(os.urandom(2 * PIECE))
    Piece.objects.filter(number=1).delete()
    assert len(read(volume, 0, PIECE)) == PIECE
    with pytest.raises(BrokenSeal):
        read(volume)


def test_one_that_nobody_kept_is_swept_and_one_that_was_kept_is_not() -> None:
    volume = kept(b"kept")
    writer = written(b"not kept")
    with pytest.raises(NotFound):
        open_volume(writer.volume)
    Blob.objects.update(stored_at=timezone.now() - timedelta(days=3))
    assert documents.sweep(timezone.now()) == 1
    assert read(volume) == b"kept"


def test_it_is_gone_when_it_expires_with_its_key_and_its_pieces() -> None:
    volume = kept(os.urandom(2 * PIECE))
    later = timezone.now() + 2 * SOON
    assert documents.forget_expired(timezone.now()) == 0
    Volume.objects.update(expires_at=timezone.now())
    with pytest.raises(NotFound):
        open_volume(volume.volume)
    assert documents.forget_expired(later) == 1
    assert not Volume.objects.exists() and not Piece.objects.exists()
    assert documents.sweep(later + timedelta(days=2)) == 2
    assert not Blob.objects.exists()


def test_it_is_closed_before_the_transaction_that_keeps_it() -> None:
    writer = VolumeWriter()
    writer.write(b"something")
    with pytest.raises(RuntimeError):
        writer.keep(expires_at=timezone.now() + SOON)


def test_a_damaged_head_is_found_by_the_walk_over_everything() -> None:
    kept(b"something")
    Volume.objects.update(head=b"\x01" + os.urandom(80))
    found = [one for batch in documents.walk() for one in batch.unreadable]
    assert [one.context.kind for one in found] == ["volume"]


def test_any_length_is_written_and_read_in_the_same_little_memory() -> None:
    def peak(pieces: int) -> int:
        tracemalloc.start()
        writer = VolumeWriter()
        for _ in range(pieces):
            writer.write(bytes(PIECE))
        writer.close()
        with transaction.atomic():
            writer.keep(expires_at=timezone.now() + SOON)
        assert sum(len(one) for one in open_volume(writer.volume).read()) == pieces * PIECE
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(4)
    assert peak(60) < peak(12) + 2 * PIECE

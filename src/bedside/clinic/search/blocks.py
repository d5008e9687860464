"""How a list of record numbers is cut into blocks of a few fixed sizes.

The first block of a list also says how long the list is. A block is sealed at its full size however
little is in it, so its length tells which place it has in a list, and nothing about whose list it
is. Few sizes make the many short lists small and the few long ones quick to read, for finding a
block costs more than what is in it. Another cut needs another `terms.SCHEME`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

Numbers = np.ndarray[tuple[int], np.dtype[np.uint32]]

SIZES = (7, 60, 480)
"""Numbers in the first blocks of a list."""
LARGEST = 1980
"""Numbers in every block after those: a sealed one with its row fills one page of PostgreSQL's."""
_STARTS = (0, *accumulate(SIZES))
NONE: Numbers = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands in a list: the block, and how many come before it there."""

    block: int
    offset: int


def place_of(position: int) -> Place:
    """Return where the number at a position (from 0) of a list stands."""
    for block, start in enumerate(_STARTS[1:]):
        if position < start:
            return Place(block, position - _STARTS[block])
    block, offset = divmod(position - _STARTS[-1], LARGEST)
    return Place(len(SIZES) + block, offset)


def size_of(block: int) -> int:
    """Return how many numbers a block has room for."""
    return SIZES[block] if block < len(SIZES) else LARGEST


def how_many_blocks(length: int) -> int:
    """Return how many blocks a list of this length has."""
    return place_of(length - 1).block + 1 if length else 0


def filled(block: int, length: int) -> int:
    """Return how many numbers a block of a list of this length holds."""
    start = _STARTS[block] if block < len(SIZES) else _STARTS[-1] + LARGEST * (block - len(SIZES))
    return max(0, min(length - start, size_of(block)))


def packed(block: int, numbers: Sequence[int] | Numbers, length: int) -> bytes:
    """Return the bytes of a block: the first one begins with the length of the whole list."""
    body = np.zeros(size_of(block) + (block == 0), np.uint32)
    if block == 0:
        body[0] = length
    first = int(block == 0)
    body[first : first + len(numbers)] = numbers
    return body.tobytes()


def length_in(head: bytes) -> int:
    """Return how long the list is, as its first block says."""
    return int.from_bytes(head[:4], "little")


def numbers_in(block: int, body: bytes, length: int) -> Numbers:
    """Return the numbers that a block of a list of this length holds."""
    first = 4 if block == 0 else 0
    return np.frombuffer(body, np.uint32, filled(block, length), first)

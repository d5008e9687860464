"""Lists of record numbers by term, such as everybody with the word "okafor" in their name: sealed.

A term's list is a chain of blocks. The label under which a block lies is a keyed hash of the term
and of the block's place in the chain, so neither equal terms nor the blocks of one list can be told
from the table; what is in a block is sealed and bound to its label. Only whoever has the key and
thinks of a term can find its list.

Numbers are added at the end and not taken out: whoever is found is opened and looked at, so one who
is called otherwise by now is left out then. Making the index anew (`rebuilding`) drops what is left
over.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar
from uuid import UUID

from bedside import vault
from bedside.clinic.search import blocks, sets
from bedside.clinic.search.blocks import Numbers
from bedside.clinic.search.models import SearchBlock, SearchIndex
from bedside.statements import columns, execute_each, fetch_each
from bedside.vault import BrokenSeal, Unreadable

Key = tuple["Lists", str]
"""A term, and the lists that it is looked up in."""

_AT_ONCE = 2_000
"""Labels in one statement."""
_READ = columns(SearchBlock, "label", "body")
_LABEL, _INDEX, _BODY = columns(SearchBlock, "label", "index", "body")
T = TypeVar("T")


@dataclass(frozen=True)
class Lists:
    """The lists of one index, and the keys under which they lie."""

    index: int
    facility: UUID
    key_id: int

    @classmethod
    def of(cls, row: SearchIndex) -> "Lists":
        """Return the lists of an index. No query is made."""
        return cls(row.id, row.facility_id, row.key_id)

    @cached_property
    def _labels(self) -> bytes:
        return vault.derived("search", self.key_id, self._name(b"labels"))

    @cached_property
    def _cipher(self) -> vault.Cipher:
        return vault.derived_cipher("search", self.key_id, self._name(b"blocks"))

    def _name(self, what: bytes) -> bytes:
        return b"\0".join((what, self.facility.bytes, str(self.index).encode()))

    def label(self, term: str, block: int) -> UUID:
        """Return where a block of the term's list lies."""
        said = b"%d\0%s" % (block, term.encode())
        return UUID(bytes=hmac.digest(self._labels, said, hashlib.sha256)[:16])

    def seal(self, label: UUID, body: bytes) -> bytes:
        return self._cipher.seal(body, self._context(label))

    def open(self, label: UUID, sealed: bytes) -> bytes | Unreadable:
        try:
            return self._cipher.open(sealed, self._context(label))
        except BrokenSeal as broken:
            return Unreadable(broken.reason, broken.context)

    def _context(self, label: UUID) -> vault.Context:
        return vault.Context(None, "search-block", label, None, version=self.index, schema=1)


def read(keys: Iterable[Key]) -> dict[Key, Numbers]:
    """Return the set of numbers of each list; a list that is not there is left out.

    Two queries, however many lists; more for thousands of blocks. What does not open is passed
    over and reported as damage.
    """
    found: dict[Key, list[Numbers]] = {}
    rest: list[tuple[Key, int, int]] = []
    for key, head in _opened([(key, 0) for key in set(keys)]):
        length = blocks.length_in(head)
        found[key[0]] = [blocks.numbers_in(0, head, length)]
        rest += [(key[0], block, length) for block in range(1, blocks.how_many_blocks(length))]
    lengths = {key: length for key, _, length in rest}
    for (of, block), body in _opened([(key, block) for key, block, _ in rest]):
        found[of].append(blocks.numbers_in(block, body, lengths[of]))
    return {key: sets.in_any(parts) for key, parts in found.items()}


def under_all(found: Mapping[Key, Numbers], place: Lists, terms: Iterable[str]) -> Numbers:
    """Return which numbers of those that were read are under every one of some terms."""
    return sets.in_all(found.get((place, term), blocks.NONE) for term in terms)


def add(into: Lists, entries: Mapping[str, Sequence[int]]) -> None:
    """Append numbers to lists by their terms, within the transaction that holds the register.

    A block that does not open is begun anew, and reported: what it held is lost to the search until
    the index is made anew, and nobody is kept from registering.
    """
    heads = {key[1]: body for (key, _), body in _opened([((into, term), 0) for term in entries])}
    lengths = {term: blocks.length_in(head) for term, head in heads.items()}
    last = {term: blocks.place_of(length) for term, length in lengths.items()}
    begun = [
        ((into, term), place.block)
        for term, place in last.items()
        if place.block > 0 and place.offset > 0
    ]
    ends = {(key[1], block): body for (key, block), body in _opened(begun)}
    ends |= {(term, 0): head for term, head in heads.items()}
    rows: dict[UUID, bytes] = {}
    for term, more in entries.items():
        length = lengths.get(term, 0)
        for block, body in _written(term, length, more, ends):
            label = into.label(term, block)
            rows[label] = into.seal(label, body)
    _store(into, rows)


def _written(
    term: str, length: int, more: Sequence[int], ends: Mapping[tuple[str, int], bytes]
) -> Iterator[tuple[int, bytes]]:
    """The blocks of a list that change when it gets more numbers; always its first one."""
    total = length + len(more)
    if blocks.place_of(length).block > 0:
        head = ends[term, 0]
        yield 0, blocks.packed(0, blocks.numbers_in(0, head, length), total)
    at = 0
    while at < len(more):
        place = blocks.place_of(length + at)
        fits = blocks.size_of(place.block) - place.offset
        body = ends.get((term, place.block), b"")
        before = blocks.numbers_in(place.block, body, length) if place.offset and body else ()
        yield place.block, _with(place, before, more[at : at + fits], total)
        at += fits


def _with(
    place: blocks.Place, before: Sequence[int] | Numbers, more: Sequence[int], total: int
) -> bytes:
    held = [*before, *more] if len(before) == place.offset else [*([0] * place.offset), *more]
    return blocks.packed(place.block, held, total)


def _opened(wanted: Sequence[tuple[Key, int]]) -> Iterator[tuple[tuple[Key, int], bytes]]:
    """Fetch and open blocks; those that are not there, or do not open, are left out."""
    damaged: list[Unreadable] = []
    for some in _batches(wanted):
        labels = {lists.label(term, block): ((lists, term), block) for (lists, term), block in some}
        for label, sealed in _fetched(labels):
            key = labels[label]
            body = key[0][0].open(label, sealed)
            if isinstance(body, Unreadable):
                damaged.append(body)
            else:
                yield key, body
    vault.met(damaged)


def _fetched(labels: Collection[UUID]) -> Iterator[tuple[UUID, bytes]]:
    for label, body in fetch_each(_READ, labels):
        yield label, bytes(body)


_KEEP = """
    INSERT INTO clinic_searchblock (label, index_id, body) VALUES (%s, %s, %s)
    ON CONFLICT (label) DO UPDATE SET body = excluded.body
"""


def _store(into: Lists, rows: Mapping[UUID, bytes]) -> None:
    # In the order of their labels, which is random: as they come they would tell of their lists.
    in_order = sorted(rows.items(), key=lambda row: row[0].int)
    kept = ((label, into.index, body) for label, body in in_order)
    execute_each(_KEEP, (_LABEL, _INDEX, _BODY), kept)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    going = iter(items)
    while batch := list(islice(going, _AT_ONCE)):
        yield batch

"""Walking the chains and naming the first event of each that is not as it was written.

Every chain is read once, in order and page by page, so a log of any length needs little memory.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from bedside.audit.checkpoints import Checkpoint, Head
from bedside.audit.diagnosis import Kind, diagnose
from bedside.audit.models import ChainHead, Event, Mention

PAGE = 500

SENTENCES: dict[Kind, str] = {
    "edited": "was edited",
    "reordered": "is not in its place",
    "inserted": "was inserted",
    "missing": "is missing",
    "cut": "is missing, with all that followed it",
    "replaced": "is not the one in the checkpoint: it or events before it were rewritten",
    "unlisted": "is not listed for exactly the patients it speaks of",
}


@dataclass(frozen=True)
class Finding:
    """The first thing wrong in a chain: at which place, and what."""

    chain: UUID
    seq: int
    kind: Kind

    def __str__(self) -> str:
        return f"Event {self.seq} of chain {self.chain} {SENTENCES[self.kind]}."


def verify(chain: UUID | None = None, checkpoint: Checkpoint | None = None) -> list[Finding]:
    """Return the first finding of every broken chain (of one chain, when given); none is good.

    Only a checkpoint shows that a log was rewritten as a whole, or that a tail was cut off
    together with the record of how long the chain was.
    """
    kept = dict(checkpoint.heads) if checkpoint else {}
    walked = [chain] if chain is not None else chains(kept)
    first = (next(_findings(each, kept.get(each)), None) for each in walked)
    return [finding for finding in first if finding is not None]


def chains(kept: Collection[UUID] = ()) -> list[UUID]:
    """Return every chain that there is, or that was there when a checkpoint was made (`kept`)."""
    heads = ChainHead.objects.values_list("chain", flat=True)
    events = Event.objects.order_by().values_list("chain", flat=True).distinct()
    return sorted({*kept, *heads, *events})


def _findings(chain: UUID, kept: Head | None) -> Iterator[Finding]:
    # How far the chain had come when we began: what is appended meanwhile is not asked for.
    promised = _head(chain)
    last: Event | None = None
    for before, event, after in _neighbours(_events(chain)):
        wrong = diagnose(before, event, after)
        if wrong:
            yield Finding(chain, *wrong)
        elif event.seq == promised.seq and event.hash != promised.hash:
            yield Finding(chain, event.seq, "edited")
        elif kept and event.seq == kept.seq and event.hash != kept.hash:
            yield Finding(chain, event.seq, "replaced")
        last = event
    yield from _at_the_end(chain, last.seq if last else 0, promised, kept)


def _at_the_end(chain: UUID, last: int, promised: Head, kept: Head | None) -> Iterator[Finding]:
    if last < max(promised.seq, kept.seq if kept else 0):
        yield Finding(chain, last + 1, "cut")
    elif last > _head(chain).seq:
        yield Finding(chain, _head(chain).seq + 1, "inserted")
    yield from _unlisted(chain)


def _unlisted(chain: UUID) -> Iterator[Finding]:
    """Check the index by patient, which is no part of the hashes, against the events."""
    page: list[Event] = []
    for event in _events(chain):
        page.append(event)
        if len(page) == PAGE:
            yield from _unlisted_in(page)
            page = []
    yield from _unlisted_in(page)


def _unlisted_in(page: list[Event]) -> Iterator[Finding]:
    listed: dict[UUID, set[str]] = {event.id: set() for event in page}
    for mention in Mention.objects.filter(event__in=listed):
        listed[mention.event].add(str(mention.patient))
    for event in page:
        if listed[event.id] != set(event.subjects):
            yield Finding(event.chain, event.seq, "unlisted")


def _events(chain: UUID) -> Iterator[Event]:
    return Event.objects.filter(chain=chain).order_by("seq", "id").iterator(chunk_size=PAGE)


def _neighbours(
    events: Iterator[Event],
) -> Iterator[tuple[Event | None, Event, Event | None]]:
    """Go through the events, each with the one before and the one after it."""
    before: Event | None = None
    event = next(events, None)
    while event is not None:
        after = next(events, None)
        yield before, event, after
        before, event = event, after


def _head(chain: UUID) -> Head:
    row = ChainHead.objects.filter(chain=chain).first() or ChainHead(chain=chain)
    return Head(row.seq, row.hash)

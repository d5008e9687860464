"""Opening every document there is, as an act: what an operator does after a disk failure."""

from collections.abc import Callable
from dataclasses import dataclass

from bedside import documents, vault
from bedside.accounts.acts import prepared_act
from bedside.audit.actor import Actor
from bedside.documents import Unreadable


@dataclass(frozen=True)
class Verified:
    """How many sealed texts there are, how many of them are damaged, and how many were erased."""

    read: int = 0
    damaged: int = 0
    erased: int = 0

    def plus(self, walked: documents.Walked) -> "Verified":
        """Return the sum with one more batch."""
        damaged = sum(each.is_damage for each in walked.unreadable)
        return Verified(
            self.read + walked.read,
            self.damaged + damaged,
            self.erased + len(walked.unreadable) - damaged,
        )


def verify_documents(*, found: Callable[[Unreadable], object], by: Actor) -> Verified:
    """Open everything that is sealed; call `found` with each text that is damaged.

    Each batch's damage is on record before the next is read, so a walk that is broken off has said
    what it saw. Nothing is locked meanwhile. Raises Unavailable when a store cannot be reached.
    """
    with prepared_act("documents.verify", by=by) as doing:
        total = Verified()
        for walked in documents.walk():
            total = total.plus(walked)
            vault.report_each(walked.unreadable, by=by, chain=doing.chain)
            for each in walked.unreadable:
                if each.is_damage:
                    found(each)
        with doing.commit():
            doing.note(read=total.read, damaged=total.damaged, erased=total.erased)
    return total

"""The log of who did what to whom: rows that follow from one another and are never changed.

Every act and every reading of health data leaves one event here, in the transaction of the data it
speaks of. Each event carries the hash of the one before it, so that a row that was edited, moved,
slipped in or taken out shows; a signed checkpoint kept elsewhere also shows a tail that was cut
off. This room imports nothing above it: keys that sign are passed in.
"""

from bedside.audit.actor import AT_A_FACILITY, Actor, Role
from bedside.audit.checkpoints import (
    Checkpoint,
    CheckpointError,
    SeedSigner,
    checkpoint,
    read_checkpoint,
)
from bedside.audit.finding import CHECKED, Wanted, events_like, last_check
from bedside.audit.log import SYSTEM_CHAIN, append, events_about, how_many, subjects_lately
from bedside.audit.models import Event
from bedside.audit.verifying import Finding, chains, verify

__all__ = [
    "AT_A_FACILITY",
    "CHECKED",
    "SYSTEM_CHAIN",
    "Actor",
    "Checkpoint",
    "CheckpointError",
    "Event",
    "Finding",
    "Role",
    "SeedSigner",
    "Wanted",
    "append",
    "chains",
    "checkpoint",
    "events_about",
    "events_like",
    "how_many",
    "last_check",
    "read_checkpoint",
    "subjects_lately",
    "verify",
]

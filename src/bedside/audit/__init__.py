"""The log of who did what to whom: rows that follow from one another and are never changed.

Every act and every reading of health data leaves one event here, in the transaction of the data it
speaks of. Each event carries the hash of the one before it, so that a row that was edited, moved,
slipped in or taken out shows; a signed checkpoint kept elsewhere also shows a tail that was cut
off. This room imports nothing above it: keys that sign are passed in.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.audit.actor import Actor as Actor
    from bedside.audit.actor import Role as Role
    from bedside.audit.checkpoints import Checkpoint as Checkpoint
    from bedside.audit.checkpoints import CheckpointError as CheckpointError
    from bedside.audit.checkpoints import SeedSigner as SeedSigner
    from bedside.audit.checkpoints import checkpoint as checkpoint
    from bedside.audit.checkpoints import read_checkpoint as read_checkpoint
    from bedside.audit.log import SYSTEM_CHAIN as SYSTEM_CHAIN
    from bedside.audit.log import append as append
    from bedside.audit.log import events_about as events_about
    from bedside.audit.models import Event as Event
    from bedside.audit.verifying import Finding as Finding
    from bedside.audit.verifying import verify as verify

_HOMES = {
    "Actor": "actor",
    "Role": "actor",
    "Checkpoint": "checkpoints",
    "CheckpointError": "checkpoints",
    "SeedSigner": "checkpoints",
    "checkpoint": "checkpoints",
    "read_checkpoint": "checkpoints",
    "Event": "models",
    "Finding": "verifying",
    "verify": "verifying",
    "SYSTEM_CHAIN": "log",
    "append": "log",
    "events_about": "log",
}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found

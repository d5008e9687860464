"""Identifiers: UUIDv7, so that rows made together lie together in an index.

An id tells when it was made and nothing else; knowing one never gives a right to anything.
"""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """Return a new random, time-ordered UUIDv7."""
    return uuid.UUID(int=uuid_utils.uuid7().int)

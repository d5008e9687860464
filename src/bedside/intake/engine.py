"""The one loaded copy of the medical knowledge that this process asks from."""

from functools import cache

from bedside.assessment import Knowledge, load


@cache
def knowledge() -> Knowledge:
    """Return the knowledge, loaded once."""
    return load()

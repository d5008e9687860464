"""The one loaded copy of the medical knowledge that this process asks from."""

from functools import cache

from bedside.assessment import Knowledge, load, make_ready


@cache
def knowledge() -> Knowledge:
    """Return the knowledge, loaded and made ready once."""
    return make_ready(load())

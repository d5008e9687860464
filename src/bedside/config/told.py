"""What of an address the log may tell: the words of our own routes, ids, and nothing else.

A path can hold anything that somebody typed: a name, a symptom, the token of a calendar in an
address that is nearly right. So what is not one of our words is left out, whichever door it was
meant for, whether or not there is such a route.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from django.urls import URLPattern, URLResolver

_OF_THE_PORTAL = ("portal", "_stcore", "stream", "health", "assets")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,9}")
_BEFORE_WORDS = frozenset({"answers"})
"""What comes after is the id of a question, which is a word too."""


def words_of(pages: Iterable[URLPattern | URLResolver], api: Iterable[str]) -> frozenset[str]:
    """Return every fixed part of the addresses of the pages, the API (as templates), the portal."""
    parts = {part for route in (*_routes(pages), *api) for part in route.split("/")}
    return frozenset(part for part in parts if not set(part) & set("<>{}^$\\")) | set(
        _OF_THE_PORTAL
    )


def told(path: str, words: Collection[str]) -> str:
    """Return a path with dots for every part that is neither one of our `words` nor an id."""
    parts = path.split("/")
    return "/".join(
        part if _is_ours(part, before, words) else "..."
        for before, part in zip(["", *parts], parts, strict=False)
    )


def _is_ours(part: str, before: str, words: Collection[str]) -> bool:
    if not part or _ID.fullmatch(part):
        return True
    return part in words and before not in _BEFORE_WORDS


def _routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        yield str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns)

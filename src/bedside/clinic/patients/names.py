"""Names as people have them: one word or ten, any script, apostrophes, marks, either direction.

A name is kept as it was typed; only spaces are tidied. There is no rule about letters, capitals or
the number of words, because every such rule is wrong about somebody. Refused are what no store or
line can hold (see `limits.is_line`), what shows nothing at all, and a turn of direction that is
opened and never closed: it would also turn the age or the dose that a page writes after the name.
"""

import unicodedata

from bedside import limits

SENTENCE = f"Write the name in at most {limits.NAME} letters."
_OPEN = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPEN |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
"""What turns or embeds a direction, and what ends it (Unicode Standard Annex 9)."""
_CLOSING = frozenset(_OPEN.values())


def tidied(name: str) -> str:
    """Return the name without spaces around it, and one between its words."""
    return " ".join(name.split())


def is_name(name: str) -> bool:
    """Return whether a tidied text can be kept as a name."""
    return limits.is_line(name, limits.NAME) and limits.says_something(name) and _is_closed(name)


def sort_key(name: str) -> tuple[str, str]:
    """Return what a list of names is ordered by: "Åse" stands at A, "O'Brien" beside "Obrien"."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in apart if one.isalnum() or one == " "), name


def _is_closed(name: str) -> bool:
    """Whether every turn of direction ends within the name, the last one opened first."""
    awaited: list[str] = []
    for one in name:
        if one in _OPEN:
            awaited.append(_OPEN[one])
        elif one in _CLOSING and (not awaited or awaited.pop() != one):
            return False
    return not awaited

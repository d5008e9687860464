"""The words of a text, folded as the index folds them, so the two always agree.

What people type is bounded here, before anything else looks at it. Only letters and digits are
left, which is why nothing typed can reach the index as part of its query language.
"""

import re
from dataclasses import dataclass

from bedside.signs import without_accents

LONGEST = 120
"""Characters of a text that are looked at: the longest description has 228."""
MOST = 8
"""Words of a text that are looked for."""
EMPTY = frozenset({
    "a", "an", "and", "are", "at", "by", "due", "for", "from", "had", "has", "have", "having",
    "her", "his", "i", "in", "is", "it", "its", "my", "of", "on", "or", "some", "that", "the",
    "this", "to", "was", "with", "your",
})  # fmt: skip
"""Words without which a text means the same here."""
_GAP = re.compile(r"[^a-z0-9]+")
_SPELLINGS = [
    (re.compile(british), spelled)
    for british, spelled in (
        ("ae|oe", "e"), ("our", "or"), ("([bt])re$", r"\1er"), ("is(e|ed|ing|ation)$", r"iz\1"),
        ("lys(e|ed)$", r"lyz\1"),
    )
]  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that is looked for; while it is being typed, what begins with it counts as well."""

    words: tuple[str, ...]
    """As it was typed, and as Americans spell it."""
    typing: bool
    others: tuple[str, ...] = ()
    """Whole words that count as it."""

    def query(self) -> str:
        """Return it in the index's query language."""
        star = "*" if self.typing else ""
        begun = (f'"{word}"{star}' for word in self.words)
        return "(" + " OR ".join((*begun, *(f'"{other}"' for other in self.others))) + ")"


def fold(text: str) -> str:
    """Return the text in lower case and without accents, one form for all that look alike."""
    return without_accents(text).lower()


def words_of(text: str) -> list[str]:
    """Return every word of a text, in order."""
    return _WORD.findall(fold(text.replace("'", "").replace("’", "")))


def folded(text: str) -> str:
    """Return a text as the index holds it: the words of it, but quick for the plain majority."""
    if text.isascii():
        return _GAP.sub(" ", text.replace("'", "").lower())
    return " ".join(words_of(text))


def asked_for(text: str) -> tuple[list[str], bool]:
    """Return the words of what somebody typed that are to be looked for, in order.

    And whether the last of them may be unfinished: then the text ends with it.
    """
    text = text[:LONGEST]
    words = words_of(text)
    meant = [word for word in words if word not in EMPTY] or words
    unfinished = bool(words) and text[-1:].isalnum() and meant[-1] == words[-1]
    return meant[:MOST], unfinished or len(meant) > MOST


def american(word: str) -> str:
    """Return a word as ICD-10-CM, which is American, would spell it: anaemia, tumour, goitre."""
    for british, spelled in _SPELLINGS:
        word = british.sub(spelled, word)
    return word


def key_of(code: str) -> str:
    """Return a code as it is compared: no dot, no spaces, upper case."""
    return re.sub(r"[.\s]", "", code[:LONGEST]).upper()


def dotted(code: str) -> str:
    """Return a code as ICD-10-CM writes it, however somebody did: `j45909` is J45.909."""
    key = key_of(code)
    return f"{key[:3]}.{key[3:]}" if key[3:] else key

"""Where the cues of a language stand in a text: words that say how what is near them is meant.

A kind of cue is a row of the language's file; its name says what it is for, and for roles also how
far it reaches ("roles.asked.sentence"). Nothing here knows a word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.tokens import Token, as_said

Rows = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
_OPTIONS = "options."
_SHARED = ("denial.", "course.", "answers.", "roles.", "conditions.", "questions.", "grammar.")
"""Kinds that mean the same whoever writes."""


@lru_cache(maxsize=8)
def rows_of(knowledge: Knowledge) -> Rows:
    """Every cue as its words and its kind, by the word that opens it."""
    return _by_first_word(knowledge.texts.cues)


@lru_cache(maxsize=8)
def clinical_rows_of(knowledge: Knowledge) -> Rows:
    """The same of the clinicians' own cues, beside those that everybody uses."""
    shared = {name: cues for name, cues in knowledge.texts.cues.items() if name.startswith(_SHARED)}
    own = knowledge.texts.clinical.cues
    names = {**shared, **own}
    return _by_first_word({name: (*shared.get(name, ()), *own.get(name, ())) for name in names})


def _by_first_word(cues: Mapping[str, tuple[str, ...]]) -> Rows:
    by_first: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    for name, written in cues.items():
        if name.startswith(_OPTIONS):
            continue
        for one in written:
            for spelled in _spelled_out(one):
                words = tuple(as_said(spelled).split())
                if words:
                    by_first.setdefault(words[0], {})[words, name] = None
    return {first: tuple(one) for first, one in by_first.items()}


_CHOICE = re.compile(r"\(([^()]*)\)(\??)")


def _spelled_out(written: str) -> Iterator[str]:
    """``told (me|us)? to`` is three cues."""
    pieces = _CHOICE.split(written)
    choices = [
        [piece] if place % 3 == 0 else [*piece.split("|"), *([""] if pieces[place + 1] else [])]
        for place, piece in enumerate(pieces)
        if place % 3 < 2
    ]
    return ("".join(one) for one in product(*choices))


class Cues:
    """The cues of one text: how many words the longest of each kind has at each place."""

    def __init__(self, rows: Rows, tokens: list[Token]) -> None:
        self.said = [token.said for token in tokens]
        self.sizes: dict[str, dict[int, int]] = {}
        for place, word in enumerate(self.said):
            for words, name in rows.get(word, ()):
                if tuple(self.said[place : place + len(words)]) == words:
                    of_kind = self.sizes.setdefault(name, {})
                    of_kind[place] = max(len(words), of_kind.get(place, 0))

    def size(self, place: int, name: str) -> int:
        """How many words the longest cue of this kind has that starts here; 0 for none."""
        return self.sizes.get(name, {}).get(place, 0)

    def starts(self, name: str) -> Mapping[int, int]:
        """Where cues of this kind start and how many words each has, in the order of the text."""
        return self.sizes.get(name, {})

    def covered(self, name: str) -> set[int]:
        """All places that cues of this kind stand on."""
        return {place for at, size in self.starts(name).items() for place in range(at, at + size)}

    def kinds(self, beginning: str) -> list[str]:
        """The kinds met in this text whose names begin so."""
        return [name for name in self.sizes if name.startswith(beginning)]

"""Where a text says what somebody looks for: words and phrases, without case and marks.

"creme" finds "crème", the beginning of a word finds it, and a phrase in quotation marks is found
with any space between its words. The places are those of the text as it was written.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 8
_ASKED = re.compile(r'"([^"]+)"?|(\S+)')
_AROUND = 60
"""Letters shown before and after what was found."""
Piece = tuple[str, bool]
"""Some of a text, and whether it is what was looked for."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: each part must be found somewhere."""

    parts: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """Take apart what somebody typed; only its first words count."""
        said = [phrase or word for phrase, word in _ASKED.findall(text)]
        parts = [words for one in said if (words := _folded(one)[0].split())]
        return cls(tuple(_pattern(words) for words in parts[:MOST_WORDS]))

    def all_in(self, texts: list[str]) -> bool:
        """Whether every part is in one of the texts at least."""
        folded = [_folded(text)[0] for text in texts]
        return bool(self.parts) and all(
            any(part.search(text) for text in folded) for part in self.parts
        )

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return from where to where the parts are found in a text, in its order."""
        folded, origin = _folded(text)
        found = (match.span() for part in self.parts for match in part.finditer(folded))
        return sorted((origin[start], _end(text, origin[end - 1])) for start, end in found)

    def excerpt(self, text: str) -> list[Piece]:
        """Return what is around the first place, cut where what was looked for begins and ends."""
        places = self.places(text)
        if not places:
            return []
        first = max(0, places[0][0] - _AROUND)
        last = min(len(text), places[0][1] + 2 * _AROUND)
        pieces: list[Piece] = [("…", False)] if first else []
        at = first
        for start, end in places:
            if start < at or end > last:
                continue
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
        pieces.append((text[at:last] + ("…" if last < len(text) else ""), False))
        return [piece for piece in pieces if piece[0]]


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)))


def _end(text: str, last: int) -> int:
    """Where what ends with this letter ends, with the marks that belong to it."""
    marks = (at for at in range(last + 1, len(text)) if not unicodedata.combining(text[at]))
    return next(marks, len(text))


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text without case and marks, and where each of its letters comes from."""
    letters: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign).casefold():
            if not unicodedata.combining(letter):
                letters.append(letter)
                origin.append(at)
    return "".join(letters), origin

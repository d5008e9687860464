"""The words of a name as they are compared: in any script, without case, marks and signs.

Every word is brought into Latin letters, one code point at a time (`anyascii`), so that a name is
found in its own script and in ours, and the beginning of a word in one is a beginning in the other.
That is no spelling that anybody agreed on: "محمد" becomes "mhmd". A name that its bearer writes in
Latin letters too belongs into the preferred or a former name.

"O'Brien" is also found as "Brien", "Smith-Jones" as "SmithJones", and a name in Chinese or
Korean writing without its family name: 王小明 as 小明.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import jellyfish
from anyascii import anyascii
from rapidfuzz.distance import OSA

MOST_WORDS = 16
"""Of one name; the rest is shown and not searched."""
LONGEST = 40
"""Letters of a word that are compared."""
SHORTEST_MISSPELT = 4
"""Letters of a word that may have one wrong."""
MISSPELT_WITHIN = 12
"""A wrong letter is found among the first twelve."""
_SHORTEST_SOUND = 2
"""Signs of a code by sound: one alone is said by too many names."""
_APOSTROPHES = "'’‘ʼʻ`´′"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_APOSTROPHES}](?=[^\W_]))*")
_PART = re.compile(rf"[^{_APOSTROPHES}]+")
_JOINERS = "\u200c\u200d"
_HYPHENS = "-‐‑‒–"
_WITHOUT_SPACES = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]{2,6}")
"""Chinese characters and Korean syllables: the family name comes first, with nothing after it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its Latin letters, its own letters, and where it stands."""

    latin: str
    own: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a name, as they stand, at most MOST_WORDS of them."""
    return [word for word in _spoken(text) if word.latin][:MOST_WORDS]


def searched(text: str) -> list[Word]:
    """Return all words by which a name is found: its words, their parts, and what they join to."""
    words = words_of(text)
    return [*words, *(more for word in words for more in _parts(word, text)), *_joined(words, text)]


def latin(text: str) -> str:
    """Return the letters and digits of a text in Latin letters, folded: "Åse" is "ase"."""
    return "".join(filter(str.isalnum, anyascii(_folded(text)).lower()))[:LONGEST]


def sound(word: str) -> str:
    """Return how a Latin word sounds (metaphone), "" when that would say too little."""
    code = jellyfish.metaphone(word) if word.isalpha() else ""
    return code if len(code) >= _SHORTEST_SOUND else ""


def without_one(word: str) -> set[str]:
    """Return the word without each of its first twelve letters in turn."""
    if len(word) < SHORTEST_MISSPELT:
        return set()
    return {word[:at] + word[at + 1 :] for at in range(min(len(word), MISSPELT_WITHIN))}


def one_wrong(asked: str, word: str) -> bool:
    """Return whether one letter is missing, too many, another, or two have changed places."""
    if len(asked) < SHORTEST_MISSPELT or len(word) < SHORTEST_MISSPELT - 1:
        return False
    return int(OSA.distance(asked, word, score_cutoff=1)) == 1


def _spoken(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(_without_marks(text)):
        yield _word(text, found.start(), found.end())


def _without_marks(text: str) -> str:
    """The text, as long as before, with marks and joiners as the letters that they belong to."""
    return "".join("x" if _belongs_to_a_letter(sign) else sign for sign in text)


def _belongs_to_a_letter(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign)[0] == "M"


def _word(text: str, start: int, end: int) -> Word:
    own = text[start:end]
    return Word(latin(own), _folded(own), start, end)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _parts(word: Word, text: str) -> Iterator[Word]:
    """What follows an apostrophe, or the first characters of a name without spaces."""
    own = text[word.start : word.end]
    starts = [found.start() for found in _PART.finditer(own)][1:]
    if _WITHOUT_SPACES.fullmatch(own):
        starts = list(range(1, len(own)))
    for start in starts:
        part = _word(text, word.start + start, word.end)
        if part.latin:
            yield part


def _joined(words: list[Word], text: str) -> Iterator[Word]:
    """Words with nothing but a hyphen between them, as one."""
    for one, other in pairwise(words):
        between = text[one.end : other.start]
        if len(between) == 1 and between in _HYPHENS:
            yield _word(text, one.start, other.end)

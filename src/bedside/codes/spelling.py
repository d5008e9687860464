"""Words that are probably misspelt, and the known words that they may be.

The vocabulary is some 11,000 words; comparing one with all of them takes a few milliseconds,
so nothing is kept in memory for it. A word may be wrong in one place from four letters on, in two
from six on. The last word is still being typed, so it may also be the beginning of a known one.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

MOST = 4
"""Known words offered for one that is not."""


def known(db: sqlite3.Connection, spellings: Iterable[str], typing: bool) -> bool:
    """Return whether a spelling is in the vocabulary, or with ``typing`` begins a word that is."""
    return any(_known(db, word, typing) for word in spellings)


def _known(db: sqlite3.Connection, word: str, typing: bool) -> bool:
    end = word + "\U0010ffff" if typing else word
    found = "SELECT 1 FROM word WHERE word BETWEEN ? AND ? LIMIT 1"
    return db.execute(found, (word, end)).fetchone() is not None


def alike(db: sqlite3.Connection, word: str, typing: bool) -> list[str]:
    """Return known words that ``word`` may be meant for, the nearest first, without itself."""
    most = wrong(word)
    if not most or word.isdigit():
        return []
    near = _near(word, _of_length(db, len(word) - most, len(word) + most), most)
    if typing:
        begun = {one: one[: len(word)] for one in _with_initial(db, word[0]) if one != word}
        near += [(distance + 0.5, whole) for distance, whole in _near(word, begun, most)]
    ordered = sorted(
        (distance, -JaroWinkler.similarity(word, one), one) for distance, one in near if distance
    )
    close = (one for distance, _, one in ordered if distance <= ordered[0][0] + 0.5)
    return list(dict.fromkeys(close))[:MOST]


def wrong(word: str) -> int:
    """Return how many letters of a word may be wrong."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 6 else 2


def _near(word: str, among: Mapping[str, str], most: int) -> list[tuple[float, str]]:
    """Distances and words, of those whose compared part is at most so many letters away."""
    found = process.extract(word, among, scorer=OSA.distance, score_cutoff=most, limit=3 * MOST)
    return [(distance, whole) for _, distance, whole in found]


def _of_length(db: sqlite3.Connection, least: int, most: int) -> dict[str, str]:
    rows = db.execute("SELECT word FROM word WHERE length BETWEEN ? AND ?", (least, most))
    return {word: word for (word,) in rows}


def _with_initial(db: sqlite3.Connection, initial: str) -> list[str]:
    within = (initial, initial + "\U0010ffff")
    return [
        word for (word,) in db.execute("SELECT word FROM word WHERE word BETWEEN ? AND ?", within)
    ]

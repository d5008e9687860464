"""Finding a code by what somebody types: its code, its words, what people call it, with mistakes.

Each way gives candidates, at most some hundred of them in the index's own order; `ranking` puts
them in theirs. Only when nothing holds all the words are words taken for misspelt, and after that
left out one by one. What is typed reaches the index only as words of letters and digits.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bedside.codes import ranking, spelling
from bedside.codes.ranking import Candidate
from bedside.codes.reading import reading
from bedside.codes.words import LONGEST, Wanted, american, asked_for, key_of

MOST = 50
"""Codes in one answer, and preferred codes that are looked at."""
CANDIDATES = 150
_CODE = re.compile(r"(?=.*\d)[A-Z][0-9A-Z]{1,6}")
_BY_CODE = "SELECT * FROM code WHERE key >= ? AND key < ? ORDER BY length(key), key LIMIT ?"
_BY_KEYS = "SELECT * FROM code WHERE key IN (SELECT value FROM json_each(?))"
_BY_WORDS = (
    "SELECT * FROM code WHERE id IN"
    " (SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rowid LIMIT ?)"
)
_BY_PHRASE = (
    "SELECT code.*, phrase.said, place FROM lay JOIN phrase ON phrase.id = lay.rowid"
    " JOIN meaning ON meaning.phrase = phrase.id JOIN code ON code.id = meaning.code"
    " WHERE lay MATCH ? ORDER BY lay.rowid LIMIT ?"
)
_OTHERS = "SELECT other FROM synonym WHERE word = ?"


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code that was found, as a list shows it."""

    code: str
    display: str
    billable: bool
    """Whether a diagnosis may carry it: a header only groups the codes below it."""
    retired_after: str
    """The last release that had it; empty while it is in use."""
    said: str
    """What people call it, where the text was found in that; else empty."""


def search(
    text: str, limit: int = 20, prefer: Sequence[str] = (), *, codable: bool = False
) -> list[CodeHit]:
    """Return the codes that `text` may mean, the likeliest first, at most 50.

    An exact code comes first, then codes of `prefer` that fit (what the patient has, what the
    doctor uses, in that order), then the others; without any text, `prefer` itself. With `codable`
    only what a new diagnosis may carry. Any text is taken: only its first 120 characters and 8
    words count. Raises Unavailable when the index cannot be read or made.
    """
    with reading() as db:
        found = _Finding(db, [key_of(code) for code in prefer[:MOST]]).found(text)
    if codable:
        found = [one for one in found if one.billable and not one.last]
    return [
        CodeHit(one.code, one.display, bool(one.billable), one.last, one.said)
        for one in found[: max(1, min(limit, MOST))]
    ]


class _Finding:
    """One search: its candidates by number, each with its best score."""

    def __init__(self, db: sqlite3.Connection, preferred: list[str]) -> None:
        self.db = db
        self.preferred = {key: place for place, key in reversed(list(enumerate(preferred)))}
        self.keys = json.dumps(preferred)
        self.best: dict[int, Candidate] = {}
        self.said: Mapping[str, str] = {}

    def found(self, text: str) -> list[Candidate]:
        words, typing = asked_for(text)
        self.said = ranking.with_and_without(text[:LONGEST])
        if words:
            self._by_code(key_of(text))
            self._by_words([*map(self._wanted, words[:-1]), self._wanted(words[-1], typing=typing)])
        else:
            self._keep((one, 0.0) for one in self._of_preferred())
        return ranking.order(self.best.values(), self.preferred)

    def _by_code(self, key: str) -> None:
        if _CODE.fullmatch(key):
            rows = self._rows(_BY_CODE, key, key + "\U0010ffff", CANDIDATES)
            rows += [one for one in self._of_preferred() if one.key.startswith(key)]
            self._keep((one, ranking.by_code(one, key)) for one in rows)

    def _by_words(self, wanted: list[Wanted]) -> None:
        if self._holding(wanted) or self.best:
            return
        mended = self._mended(wanted)
        if self._holding(mended, worth=ranking.MISSPELT) or len(mended) == 1:
            return
        for left_out in mended:
            fewer = [word for word in mended if word is not left_out]
            self._holding(fewer, worth=ranking.MISSPELT / 2)

    def _wanted(self, word: str, *, typing: bool = False) -> Wanted:
        others = [other for (other,) in self.db.execute(_OTHERS, (word,))]
        if len(word) > 3:
            others += [word[:-1]] if word.endswith("s") else [f"{word}s", f"{word}es"]
        return Wanted(tuple(dict.fromkeys((word, american(word)))), typing, tuple(others))

    def _mended(self, wanted: list[Wanted]) -> list[Wanted]:
        """The words, those that nobody knows (each, if all are known) with others like them."""
        unknown = [one for one in wanted if not spelling.known(self.db, one.words, one.typing)]
        return [self._mend(one) if one in (unknown or wanted) else one for one in wanted]

    def _mend(self, word: Wanted) -> Wanted:
        likely = map(self._wanted, spelling.alike(self.db, word.words[-1], word.typing))
        others = (other for one in likely for other in (*one.words, *one.others))
        return replace(word, others=tuple(dict.fromkeys((*word.others, *others))))

    def _holding(self, wanted: list[Wanted], worth: float = 1.0) -> bool:
        """Keep what holds every wanted word; return whether there is anything."""
        query = " AND ".join(word.query() for word in wanted)
        rows = self._rows(_BY_WORDS, query, CANDIDATES)
        rows += [one for one in self._of_preferred() if ranking.holds(one, wanted)]
        said = list(self.db.execute(_BY_PHRASE, (query, CANDIDATES)))
        phrases = [
            (Candidate(*row[:-1]), worth * ranking.by_phrase(row[-2], row[-1], wanted))
            for row in said
        ]
        named = [(one, worth * ranking.by_words(one, wanted)) for one in rows]
        if any(score > ranking.ONLY_PART for _, score in phrases):
            # What was typed is whole: what only begins like it comes after all else.
            phrases = [(one, score - ranking.begun(one.said, wanted)) for one, score in phrases]
            named = [(one, score - ranking.begun(_text(one), wanted)) for one, score in named]
        self._keep(named)
        self._keep(phrases)
        return bool(rows or said)

    def _of_preferred(self) -> list[Candidate]:
        # Read by themselves: they may be far down among what the index finds.
        return self._rows(_BY_KEYS, self.keys)

    def _rows(self, statement: str, *values: object) -> list[Candidate]:
        return [Candidate(*row) for row in self.db.execute(statement, values)]

    def _keep(self, found: Iterable[tuple[Candidate, float]]) -> None:
        for one, fits in found:
            score = fits - ranking.contradiction(one, self.said)
            had = self.best.get(one.id)
            if had is None or had.score < score:
                one.score = score
                self.best[one.id] = one


def _text(one: Candidate) -> str:
    return f"{one.display} {one.terms}"

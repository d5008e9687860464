"""In which order found codes are offered.

The scores only compare: an exact code, then a beginning of a code, then a phrase that people say
as a whole, then phrases and descriptions by how much of them the text covers. At an equal score a
code that a diagnosis may carry comes before a header.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bedside.codes.words import EMPTY, Wanted, folded

EXACT = 10.0
WHOLE_PHRASE = 3.0
ONLY_PART = 2.0
"""No phrase that is said only in part scores more, and no phrase said as a whole less."""
MISSPELT = 0.6
"""What a match is worth that took words for misspelt."""
ONLY_BEGUN = 1.0
"""What a match loses that only begins like a text that means something as it is."""
CONTRADICTED = 1.0
"""What a description loses that says the opposite of what was asked for."""
_OPPOSITE = {"with": "without", "without": "with"}
_FILLING = EMPTY | {
    "classified", "closed", "complication", "complications", "elsewhere", "encounter", "initial",
    "nos", "not", "other", "site", "specified", "type", "uncomplicated", "unspecified", "without",
}  # fmt: skip
"""Words of descriptions that set no code apart from what a person means."""
_DEFAULT = frozenset({"unspecified", "uncomplicated", "nos"})


@dataclass(slots=True)
class Candidate:
    """A row of the index, the phrase that led to it if one did, and how well it fits."""

    id: int
    key: str
    code: str
    billable: bool
    parent: str
    display: str
    terms: str
    last: str
    said: str = ""
    score: float = 0.0


def order(found: Iterable[Candidate], preferred: Mapping[str, int]) -> list[Candidate]:
    """Return the candidates, the likeliest first; ``preferred`` gives keys their places.

    Of equals the shorter description is first, but codes that begin alike stand as in the book.
    """

    def likeliest(one: Candidate) -> tuple[object, ...]:
        return (
            one.score < EXACT,
            preferred.get(one.key, len(preferred)),
            bool(one.last),
            -round(one.score, 2),
            not one.billable,
            0 if one.score > WHOLE_PHRASE else len(one.display),
            one.key,
        )

    return sorted(found, key=likeliest)


def by_code(one: Candidate, key: str) -> float:
    """Return the score of a code that begins with what was typed."""
    more = len(one.key) - len(key)
    return 5 - 0.1 * more - _later_visit(one.key) if more else EXACT


def by_phrase(said: str, place: int, wanted: list[Wanted]) -> float:
    """Return the score of what people say that holds every wanted word; ``place`` of its code."""
    words = [word for word in folded(said).split() if word not in EMPTY]
    exactly = sum(any(_fits(one, word) == 1 for one in wanted) for word in words)
    if exactly == len(words) == len(wanted):
        return WHOLE_PHRASE - 0.05 * place
    covered = sum(max(_fits(one, word) for one in wanted) for word in words)
    return 0.9 + 0.5 * covered / max(len(words), len(wanted)) - 0.05 * place


def holds(one: Candidate, wanted: list[Wanted]) -> bool:
    """Return whether a code's description and other names together hold every wanted word."""
    words = folded(f"{one.display} {one.terms}").split()
    return all(any(_fits(word, there) for there in words) for word in wanted)


def begun(text: str, wanted: list[Wanted]) -> float:
    """Return what it costs a text to hold the last word only as the beginning of another."""
    last = wanted[-1]
    is_whole = {*last.words, *last.others}.intersection(folded(text).split())
    return 0.0 if is_whole or not last.typing else ONLY_BEGUN


def with_and_without(text: str) -> Mapping[str, str]:
    """Return which words of a text are said to be there (`with`) and which not (`without`)."""
    words = folded(text).split()
    pairs = pairwise(words)
    return {word: before for before, word in pairs if before in _OPPOSITE}


def contradiction(one: Candidate, said: Mapping[str, str]) -> float:
    """Return what it costs a description to say `without` of what is looked for `with`."""
    if not said:
        return 0.0
    theirs = with_and_without(one.display)
    opposite = any(theirs.get(word) == _OPPOSITE[before] for word, before in said.items())
    return CONTRADICTED if opposite else 0.0


def by_words(one: Candidate, wanted: list[Wanted]) -> float:
    """Return the score of a description, or of the best other name that the release lists."""
    own = _text(folded(one.display).split(), wanted)
    named = (0.9 * _text(folded(name).split(), wanted) for name in one.terms.split("|") if name)
    return max((own, *named)) - _later_visit(one.key)


def _text(words: list[str], wanted: list[Wanted]) -> float:
    fits = [max((_fits(one, word) for word in words), default=0.0) for one in wanted]
    meant = [word for word in words if word not in _FILLING] or words
    covered = sum(any(_fits(one, word) for one in wanted) for word in meant)
    score = sum(fits) / len(fits) * (0.5 + 0.5 * covered / max(len(meant), 1))
    if meant and _fits(wanted[0], meant[0]):
        score += 0.2
    return score + (0.1 if _DEFAULT.intersection(words) else 0)


def _fits(one: Wanted, word: str) -> float:
    if word in one.words:
        return 1.0
    if one.typing and word.startswith(one.words):
        return 0.9
    return 0.7 if word in one.others else 0.0


def _later_visit(key: str) -> float:
    """What a seventh character costs that is not the first visit's: A, or B and C when open."""
    if len(key) < 7 or key.endswith("A"):
        return 0.0
    return 0.1 if key.endswith(("B", "C")) else 0.3

"""Whether a medicine as written names what somebody is allergic to: a pure function over words.

Both texts are free: "Amoxicillin 500 mg capsules", "penicillins (all)", "co-amoxiclav". They match
when they share a word that says something, when both name the same substance by any of its names,
when both belong to one class of medicines, or to two classes that are related. A long word may be
wrong in one letter. The table beside this module is small and ours; what it does not know is
compared word by word only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import tomli
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bedside.signs import without_accents

Code = Literal["substance", "class", "related"]
MAY_BE_MISSPELT = 7
"""From so many letters on a word may be wrong in one of them. No source: ours. Shorter names of
medicines differ from each other by as little."""
_PART = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Match:
    """How a medicine answers to an allergy: it names the `substance`, is of the same `class`, or
    of a `related` one; `classes` are the allergy's and, if related, the medicine's."""

    code: Code
    classes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is said of it; names of classes are ours, nothing in it was written by anybody."""
        if self.code == "substance":
            return "The medicine names this very substance."
        if self.code == "class":
            return f"Both belong to one class: {self.classes[0]}."
        return f"The classes are related: {self.classes[0]} and {self.classes[1]}."


@dataclass(frozen=True)
class Table:
    """What is known of names: the substances of a name, the classes of a substance or a word."""

    substances: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    related: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]
    names: tuple[str, ...]


def match(medicine: str, allergy: str) -> Match | None:
    """Return how a medicine as written answers to what an allergy names, or None.

    No source: the rule is ours. General clinical knowledge stands behind the classes.
    """
    theirs, mine = _meant(allergy), _meant(medicine)
    if theirs & mine or _nearly(theirs, mine):
        return Match("substance")
    known = table()
    of_allergy, of_medicine = _classes(theirs, known), _classes(mine, known)
    for one in sorted(of_allergy & of_medicine):
        return Match("class", (one,))
    for one in sorted(of_allergy):
        for other in known.related.get(one, ()):
            if other in of_medicine:
                return Match("related", (one, other))
    return None


def _meant(text: str) -> frozenset[str]:
    """Return the substances that a text names, and every other word of it that says something."""
    known = table()
    said = {word for word in _words(text) if not word[0].isdigit()}
    telling = said - known.empty or said
    return frozenset(one for word in telling for one in _substances(word, known))


def _substances(word: str, known: Table) -> Iterable[str]:
    if word in known.substances:
        return known.substances[word]
    if word in known.classes or len(word) < MAY_BE_MISSPELT:
        return (word,)
    near = process.extractOne(word, known.names, scorer=OSA.distance, score_cutoff=1)
    return known.substances.get(near[0], (near[0],)) if near else (word,)


def _nearly(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two long words that the table does not know differ in one letter."""
    names = table().names
    long = [w for w in others if len(w) >= MAY_BE_MISSPELT and w not in names]
    unknown = [w for w in some if len(w) >= MAY_BE_MISSPELT and w not in names]
    return any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in unknown for other in long)


def _classes(substances: Iterable[str], known: Table) -> set[str]:
    return {one for name in substances for one in known.classes.get(name, ())}


def _words(text: str) -> Iterator[str]:
    """The words of a text as they are compared; those with hyphens whole and in parts."""
    for written in _WRITTEN.findall(without_accents(text).casefold()):
        yield _stem(written.replace("-", ""))
        yield from (_stem(part) for part in _PART.findall(written))


def _stem(word: str) -> str:
    """Return a word in one spelling (sulph-, ceph-) and, if it is a plural, its singular."""
    spelt = word.replace("ph", "f")
    return spelt[:-1] if len(spelt) > 4 and spelt.endswith("s") and spelt[-2] != "s" else spelt


@cache
def table() -> Table:
    """Return what `classes.toml` says, by words as they are compared."""
    read = tomli.loads((files("bedside.clinic.allergy_check") / "classes.toml").read_text("utf-8"))
    substances: dict[str, set[str]] = defaultdict(set)
    for name, others in read["substances"].items():
        for other in (name, *others):
            substances[_one(other)].add(_one(name))
    classes: dict[str, set[str]] = defaultdict(set)
    for kind in read["classes"].values():
        for word in (*kind["words"], *kind["members"]):
            classes[_one(word)].add(kind["called"])
    called = {code: kind["called"] for code, kind in read["classes"].items()}
    return Table(
        {word: frozenset(names) for word, names in substances.items()},
        {word: frozenset(names) for word, names in classes.items()},
        {
            kind["called"]: tuple(called[one] for one in kind["related"])
            for kind in read["classes"].values()
        },
        frozenset(_stem(word) for word in read["empty"]["words"]),
        tuple({*substances, *classes}),
    )


def _one(name: str) -> str:
    return next(_words(name))

"""One text as the lexicon sees it: what each word may stand for, and which belong together.

Parts of the body joined by commas and "and" are one run ("my knees, hips and hands are sore"), and
so are qualities ("red, swollen and sore"): what is said of one is said of all of them.
"""

from __future__ import annotations

from dataclasses import replace

from bedside.assessment.words.lexicon import Lexicon
from bedside.assessment.words.phrases import ARTICLES, Part
from bedside.assessment.words.tokens import Token, stem, tokens_of

_LONGEST_STEP = 3
_SHORTEST_JOINED = 7
_WIDEST = 1


def words_in(lexicon: Lexicon, text: str) -> list[Token]:
    """The words of a text, those that were run together ("chestpain") taken apart again."""
    return [part for token in tokens_of(text) for part in _parts(lexicon, token)]


def _parts(lexicon: Lexicon, token: Token) -> tuple[Token, ...]:
    if len(token.said) < _SHORTEST_JOINED or len(token.said) != token.end - token.start:
        return (token,)
    cut = lexicon.cut(token.said, token.stem)
    if not cut:
        return (token,)
    one, other = token.said[:cut], token.said[cut:]
    middle = token.start + cut
    return (
        replace(token, said=one, stem=stem(one), end=middle),
        replace(token, said=other, stem=stem(other), start=middle, led_on=False, listed=False),
    )


class Reading:
    """``tokens`` with the clauses of a run made one; places count them."""

    def __init__(self, lexicon: Lexicon, tokens: list[Token]) -> None:
        self.lexicon = lexicon
        self.said = [token.said for token in tokens]
        self.is_filler = [token.said in lexicon.filler for token in tokens]
        self.exact = [token.stem for token in tokens]
        self.guessed = [False] * len(tokens)
        self.meant = [self._meant(lexicon, place, token) for place, token in enumerate(tokens)]
        self.keys = [self._keys(lexicon, place) for place in range(len(tokens))]
        self.everything = frozenset().union(*self.keys)
        self.topics = {
            at for at, keys in enumerate(self.keys) if not lexicon.topics.isdisjoint(keys)
        }
        self.run = [0] * len(tokens)
        self.tokens = tokens
        self._find_runs(lexicon.topics)
        self._find_runs(lexicon.qualities)

    def _meant(self, lexicon: Lexicon, place: int, token: Token) -> tuple[str, ...]:
        if self.is_filler[place]:
            return (token.stem,)
        meant = lexicon.forgiven(token.said, token.stem)
        self.guessed[place] = meant != (token.stem,)
        return meant

    def _keys(self, lexicon: Lexicon, place: int) -> dict[str, int]:
        """What starts here: stems, wordings and classes, each with its last place."""
        keys = {"=" + self.said[place]: place}
        for word in self.meant[place]:
            keys[word] = place
            for key in lexicon.classes.get(word, ()):
                keys[key] = place
            for words, names in lexicon.several.get(word, ()):
                last = self._spans(words, place)
                if last is not None:
                    for key in names:
                        keys[key] = max(last, keys.get(key, last))
        return keys

    def _spans(self, words: tuple[str, ...], place: int) -> int | None:
        """The last place of these words in a row; small words may stand between them."""
        for word in words[1:]:
            place += 1
            while place < len(self.said) and word not in self.meant[place]:
                if not self.is_filler[place]:
                    return None
                place += 1
            if place >= len(self.said):
                return None
        return place

    def _find_runs(self, kinds: frozenset[str]) -> None:
        """Mark words of one kind that are only joined by commas and "and"."""
        places = [at for at, keys in enumerate(self.keys) if not kinds.isdisjoint(keys)]
        start = 0
        for at in range(1, len(places) + 1):
            if at < len(places) and self._joined(places[at - 1], places[at]):
                continue
            run = places[start:at]
            start = at
            if len(run) > 1 and any(
                one in self.lexicon.joins_run for one in self.said[run[0] : run[-1]]
            ):
                self._join(run)

    def _joined(self, one: int, other: int) -> bool:
        if self.tokens[one].sentence != self.tokens[other].sentence:
            return False
        between = range(one + 1, other)
        return (
            len(between) <= _LONGEST_STEP
            and all(
                self.said[at] in self.lexicon.within_run or self.is_filler[at] for at in between
            )
            and (
                self.tokens[one].clause != self.tokens[other].clause
                or any(self.said[at] in self.lexicon.joins_run for at in between)
            )
        )

    def _join(self, run: list[int]) -> None:
        first, last = self.tokens[run[0]].clause, self.tokens[run[-1]].clause
        for place in range(run[0], run[-1] + 1):
            self.run[place] = run[0] + 1
        if first != last:
            self.tokens = [
                replace(one, clause=first) if first < one.clause <= last else one
                for one in self.tokens
            ]

    def follow(self, parts: tuple[Part, ...], at: int, gaps: int) -> list[int]:
        """Token places of the parts in order from ``at``, empty when they are not all there.

        Small words may stand between two parts, and ``gaps`` other words; never the end of a
        clause, a denial or an "or", except within a run. Of a topic a denial may tell: "my lips
        aren't blue".
        """
        places: list[int] = []
        for part in parts:
            found = self._here(part, at) if not places else self._next(part, places[-1], gaps)
            if found is None:
                return []
            places.extend(range(found[0], found[1] + 1))
        return places

    def _here(self, part: Part, place: int) -> tuple[int, int] | None:
        keys = self.keys[place]
        last = max((keys[key] for key in part if key in keys), default=None)
        return None if last is None else (place, last)

    def _next(self, part: Part, after: int, gaps: int) -> tuple[int, int] | None:
        clause, own = self.tokens[after].clause, self.run[after]
        gaps = min(gaps, 0) if self.said[after] in self.lexicon.never_between else gaps
        words, runs = 0, set[int]()
        for place in range(after + 1, len(self.said)):
            token = self.tokens[place]
            if gaps <= 0 and token.led_on:
                clause = token.clause
            if token.clause != clause or words > max(gaps, 0):
                return None
            run = self.run[place]
            found = self._here(part, place)
            if found and words + len(runs - {run}) <= max(gaps, 0):
                return found
            if gaps < 0 and token.said not in ARTICLES:
                return None
            if run and run == own:
                continue
            if self._ends_here(after, place, gaps) and not run:
                return None
            if run:
                runs.add(run)
            elif (
                not self.is_filler[place]
                and self.said[place] not in self.lexicon.denies_what_follows
            ):
                words += 1
        return None

    def _ends_here(self, after: int, place: int, gaps: int) -> bool:
        """Does this word keep the two parts before and after it asunder?"""
        said = self.said[place]
        is_told_of_topic = (
            gaps > 0 and after in self.topics and said in self.lexicon.denies_what_follows
        )
        return said in self.lexicon.never_between and not is_told_of_topic

    def loose(self, places: list[int], is_turned: bool) -> bool:
        """Do other words stand between these, more than one, or any at all where their order is
        turned about ("mole on my leg that has got bigger" is no swollen leg)?"""
        own = set(places)
        apart = sum(
            not self.is_filler[at] and at not in own and not self.run[at]
            for at in range(places[0], places[-1])
        )
        wide = sum(
            self.said[at] in self.lexicon.holding_apart and at not in own and not self.run[at]
            for at in range(places[0], places[-1])
        )
        return apart > 1 or wide > _WIDEST or (is_turned and apart > 0)

    def denied_within(self, places: tuple[int, ...]) -> int | None:
        """The place of a denial that stands between these words and is none of them."""
        return next(
            (
                at
                for at in range(places[0] + 1, places[-1])
                if at not in places and self.said[at] in self.lexicon.denies_what_follows
            ),
            None,
        )

    def weight(self, places: list[int]) -> int:
        """How many words that count stand at these places (at least one)."""
        return sum(not self.is_filler[place] for place in places) or 1

"""The small language in which red flags are written, so that a clinician can read them.

``headache and headache.onset = sudden and age >= 50y`` is parsed once, when the knowledge is
loaded, into a tree that answers in four values: NO < UNKNOWN < UNSURE < YES. *and* is the
smallest of its parts, *or* the largest and "at least k of" the k-th largest, so "not sure" is
carried to the flag, which then says what it wants to make of it.

Grammar (names are finding ids, or ids from definitions.toml)::

    rule       = all ("or" all)*
    all        = part ("and" part)*
    part       = "not" part | "surely" part | "(" rule ")" | "any" "(" rule, ... ")"
               | N "of" "(" rule, ... ")" | "unknown" name | "unanswered" name
               | name [("=" | ">=" | "<=" | ">" | "<") value]

``unknown`` is true before anybody asked, ``unanswered`` only once somebody was asked and could not
say: with it a rule may ask for the onset first and still not let ignorance of it reassure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from bedside.assessment.age import Age

RESERVED = frozenset({"age", "sex", "speaker"})
"""What a rule may ask about that is no finding."""


class Truth(IntEnum):
    """How far a statement about the patient is known to hold."""

    NO = 0
    UNKNOWN = 1
    UNSURE = 2
    YES = 3


class Facts(Protocol):
    """What a rule may ask about the patient."""

    def present(self, name: str) -> Truth:
        """Is this finding there?"""
        ...

    def equals(self, name: str, value: str) -> Truth:
        """Is this option chosen (one of several for a ``many`` finding)?"""
        ...

    def number(self, name: str) -> float | Truth:
        """The number given, or UNKNOWN / UNSURE."""
        ...

    def unanswered(self, name: str) -> Truth:
        """Was it asked without an answer? UNKNOWN while nobody asked."""
        ...


class BadRule(ValueError):
    """A rule that cannot be read; the message says where."""


class Rule(Protocol):
    """A parsed rule."""

    def truth(self, facts: Facts) -> Truth: ...

    def names(self) -> frozenset[str]:
        """Every finding id it looks at."""
        ...

    def needs_findings(self) -> bool:
        """Is it never true before some finding is known, whoever the patient is?"""
        ...

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """The findings to ask next to decide it: of an *and*, only its first open part."""
        ...


@dataclass(frozen=True, slots=True)
class Present:
    name: str

    def truth(self, facts: Facts) -> Truth:
        return facts.present(self.name)

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def needs_findings(self) -> bool:
        return True

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return (self.name,) if self.truth(facts) is Truth.UNKNOWN else ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """YES while nobody has said yes or no."""

    name: str

    def truth(self, facts: Facts) -> Truth:
        return Truth.YES if Truth.NO < facts.present(self.name) < Truth.YES else Truth.NO

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def needs_findings(self) -> bool:
        return False

    def missing(self, facts: Facts) -> tuple[str, ...]:  # noqa: ARG002 - always decided
        return ()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """YES once it was asked and the answer was *not sure* or *not stated*."""

    name: str

    def truth(self, facts: Facts) -> Truth:
        return facts.unanswered(self.name)

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def needs_findings(self) -> bool:
        return True

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return (self.name,) if self.truth(facts) is Truth.UNKNOWN else ()


@dataclass(frozen=True, slots=True)
class Equals:
    name: str
    value: str

    def truth(self, facts: Facts) -> Truth:
        return facts.equals(self.name, self.value)

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def needs_findings(self) -> bool:
        return self.name not in RESERVED

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return (self.name,) if self.truth(facts) is Truth.UNKNOWN else ()


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    sign: str
    bound: float

    def truth(self, facts: Facts) -> Truth:
        number = facts.number(self.name)
        if isinstance(number, Truth):
            return number
        return Truth.YES if _COMPARE[self.sign](number, self.bound) else Truth.NO

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def needs_findings(self) -> bool:
        return self.name not in RESERVED

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return (self.name,) if self.truth(facts) is Truth.UNKNOWN else ()


@dataclass(frozen=True, slots=True)
class Not:
    part: Rule

    def truth(self, facts: Facts) -> Truth:
        truth = self.part.truth(facts)
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, truth)

    def names(self) -> frozenset[str]:
        return self.part.names()

    def needs_findings(self) -> bool:
        return False

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return self.part.missing(facts)


@dataclass(frozen=True, slots=True)
class Surely:
    """The part without the benefit of doubt: *not sure* counts as no, where a thing that nobody
    measured must not speak against somebody who is well."""

    part: Rule

    def truth(self, facts: Facts) -> Truth:
        truth = self.part.truth(facts)
        return Truth.NO if truth is Truth.UNSURE else truth

    def names(self) -> frozenset[str]:
        return self.part.names()

    def needs_findings(self) -> bool:
        return self.part.needs_findings()

    def missing(self, facts: Facts) -> tuple[str, ...]:
        return self.part.missing(facts)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the parts: *or* when count is 1, *and* when it is all of them."""

    count: int
    parts: tuple[Rule, ...]

    def truth(self, facts: Facts) -> Truth:
        if self.count == 1:
            return self._largest(facts)
        if self.count == len(self.parts):
            return self._smallest(facts)
        return sorted((part.truth(facts) for part in self.parts), reverse=True)[self.count - 1]

    def _largest(self, facts: Facts) -> Truth:
        """Nothing is larger than YES; most parts need not be looked at."""
        truth = Truth.NO
        for part in self.parts:
            truth = max(truth, part.truth(facts))
            if truth is Truth.YES:
                break
        return truth

    def _smallest(self, facts: Facts) -> Truth:
        truth = Truth.YES
        for part in self.parts:
            truth = min(truth, part.truth(facts))
            if truth is Truth.NO:
                break
        return truth

    def names(self) -> frozenset[str]:
        return frozenset().union(*(part.names() for part in self.parts))

    def needs_findings(self) -> bool:
        return sum(not part.needs_findings() for part in self.parts) < self.count

    def missing(self, facts: Facts) -> tuple[str, ...]:
        if self.truth(facts) is not Truth.UNKNOWN:
            return ()
        open_parts = [part for part in self.parts if part.truth(facts) is Truth.UNKNOWN]
        if self.count == len(self.parts):
            open_parts = open_parts[:1]
        return tuple(dict.fromkeys(name for part in open_parts for name in part.missing(facts)))


def options_named(rule: Rule) -> Iterator[tuple[str, str]]:
    """Every option of a finding that the rule looks for, as (finding, option)."""
    if isinstance(rule, Equals):
        yield rule.name, rule.value
    elif isinstance(rule, (Not, Surely)):
        yield from options_named(rule.part)
    elif isinstance(rule, AtLeast):
        for part in rule.parts:
            yield from options_named(part)


_TOKEN = re.compile(r"\s*(?:(>=|<=|[=<>(),])|([a-z0-9][a-z0-9_.+-]*))")
_AGE = re.compile(r"\d+(?:\.\d+)?[dwmy]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def parse(text: str, definitions: Mapping[str, Rule] | None = None) -> Rule:
    """Read one rule; names found in ``definitions`` stand for their rule. Raises BadRule."""
    return _Reader(text, definitions or {}).whole()


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise BadRule(f"cannot read {text[at : at + 20]!r} in rule {text!r}")
        yield found[1] or found[2]
        at = found.end()


class _Reader:
    """A recursive-descent reader over the tokens of one rule."""

    def __init__(self, text: str, definitions: Mapping[str, Rule]) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.definitions = definitions

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise BadRule(f"expected {expected or 'a name'!r} but found {token!r} in {self.text!r}")
        self.at += 1
        return token

    def whole(self) -> Rule:
        rule = self.either()
        if self.peek():
            raise BadRule(f"unexpected {self.peek()!r} in rule {self.text!r}")
        return rule

    def either(self) -> Rule:
        parts = [self.all()]
        while self.peek() == "or":
            self.take()
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else AtLeast(1, tuple(parts))

    def all(self) -> Rule:
        parts = [self.part()]
        while self.peek() == "and":
            self.take()
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))

    def part(self) -> Rule:
        word = self.take()
        if word == "not":
            return Not(self.part())
        if word == "surely":
            return Surely(self.part())
        if word == "(":
            rule = self.either()
            self.take(")")
            return rule
        if word == "any":
            return AtLeast(1, self.list())
        if word == "unknown":
            return Unknown(self.take())
        if word == "unanswered":
            return Unanswered(self.take())
        if word.isdigit() and self.peek() == "of":
            return self.count(int(word))
        return self.atom(word)

    def count(self, count: int) -> Rule:
        self.take("of")
        parts = self.list()
        if not 1 <= count <= len(parts):
            raise BadRule(f"cannot have {count} of {len(parts)} in {self.text!r}")
        return AtLeast(count, parts)

    def list(self) -> tuple[Rule, ...]:
        self.take("(")
        parts = [self.either()]
        while self.peek() == ",":
            self.take()
            parts.append(self.either())
        self.take(")")
        return tuple(parts)

    def atom(self, name: str) -> Rule:
        if self.peek() not in _COMPARE:
            return self.definitions.get(name) or Present(name)
        sign, value = self.take(), self.take()
        if _AGE.fullmatch(value):
            return Compared(name, sign, Age.written(value).in_days)
        if _NUMBER.fullmatch(value):
            return Compared(name, sign, float(value))
        if sign != "=":
            raise BadRule(f"{sign} needs a number in {self.text!r}")
        return Equals(name, value)

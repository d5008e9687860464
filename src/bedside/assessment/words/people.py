"""Who is speaking, about whom, how old and of which sex, as far as the text says.

Age and sex are read from the patient's nouns, titles and pronouns, not the speaker's: in "my son
has a fever, I am his mother" the patient is the son. What contradicts itself is left unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bedside.assessment.words.ages import AgeSaid, ages_in
from bedside.assessment.words.tokens import Token, word_set

_NOT_BEFORE = word_set("from with to like than by of off for at")
_NOT_AFTER = word_set(
    "thinks thought says said told noticed reckons wants wanted suggested advised "
    "gave works makes made asked insisted"
)
_SPEAKING_FOR = word_set("about for with calling ringing re regarding on")
_SAYING_WHO = word_set("am im as is turned")
_THIRD = word_set("he she hes shes him her his hers himself herself they theyre them their")
_FIRST = word_set("i ive im id my me myself mine")
_OWNERS = word_set("my our the")
_YOUNG = word_set("boy girl lad lass")
_BEFORE_NOUN = word_set("old little baby and")
_UNBORN = word_set("pregnant pregnancy gone trimester bump midwife")
_ON_ONESELF = word_set("dont not havent feel fine want")
_NO_PATIENT = "none"
_MET = word_set("me my him his her us our i")
_REACH = 6
_ACQUAINTED = word_set("neighbour neighbor friend mate colleague coworker boss client cousin")
_LAST = frozenset(
    {
        *(("last", span) for span in ("week", "month", "year", "summer", "winter")),
        *((span, "ago") for span in ("weeks", "month", "months", "year", "years")),
    }
)
_HAVING = word_set("has is")
_STILL = word_set("since still now today again ever is")


@dataclass(frozen=True, slots=True)
class People:
    """None where the text does not say. ``others`` are the clauses about somebody else, ``named``
    the places of the patient's own noun, and ``ages`` the spans of every age."""

    speaker: str | None
    age_days: int | None
    sex: str | None
    others: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    ages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Person:
    """A relation of the speaker that a clause is about."""

    kind: str
    noun: str
    place: int


def people_in(
    text: str,
    tokens: list[Token],
    cues: Mapping[str, tuple[str, ...]],
    told: tuple[int, ...] = (),
) -> People:
    """Read speaker, age in days and sex; ``told`` are the places of symptoms said to be there."""
    subjects = _subjects(tokens, cues)
    patient = _patient(tokens, subjects, told)
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else ""
    nouns = tuple(
        one for kind in ("child", "relative", "female", "male") for one in cues.get(kind, ())
    )
    ages = [
        one for one in ages_in(lowered, nouns) if not _is_of_another(tokens, one, patient, cues)
    ]
    said = [token.said for token in tokens]
    if patient:
        speaker: str | None = "parent" if patient.kind == "child" else "carer"
    else:
        speaker = "self" if _FIRST & set(said) else None
    return People(
        speaker,
        _age(ages, tokens, patient),
        _sex(lowered, said, cues, patient, speaker, ages),
        _others(tokens, subjects, patient),
        frozenset(
            at for at, one in enumerate(subjects) if patient and one == patient and at == one.place
        ),
        tuple((one.start, one.end) for one in ages),
    )


def _subjects(tokens: list[Token], cues: Mapping[str, tuple[str, ...]]) -> list[_Person | None]:
    """Whom each word is about: a relation, or None for the speaker or an unnamed patient."""
    kinds = {one: kind for kind in ("animal", "relative", "child") for one in cues.get(kind, ())}
    subjects: list[_Person | None] = []
    now: _Person | None = None
    for place, token in enumerate(tokens):
        if now and now.kind == _NO_PATIENT and token.clause != tokens[now.place].clause:
            now = None
        person = _person_at(tokens, place, kinds)
        if person:
            now = person
        elif now and token.said in ("i", "im", "ive", "my", "me") and _is_own(tokens, place, kinds):
            now = None
        elif now is None and token.said in ("he", "she", "hes", "shes"):
            now = next((one for one in reversed(subjects) if one), None)
        subjects.append(now)
    return subjects


def _person_at(tokens: list[Token], place: int, kinds: Mapping[str, str]) -> _Person | None:
    """The relation that is the subject from here: "my 3 year old son", "mum is", "the baby's"."""
    said = [token.said for token in tokens[place : place + 4]]
    noun = said[0] if said[0] in kinds else said[0].removesuffix("s")
    if noun not in kinds:
        return None
    two = " ".join(said[:2])
    noun = two if two in kinds else noun
    after = said[len(noun.split()) :][:1]
    is_owner = noun == said[0].removesuffix("s") != said[0]
    if (
        set(after) & _NOT_AFTER
        or (is_owner and any(one in kinds for one in said[1:]))
        or (noun == "baby" and any(token.said in _UNBORN for token in tokens))
        or not _is_subject(tokens, place, noun)
    ):
        return None
    kind = kinds[noun]
    if kind == "animal":
        met = [one.said for one in tokens[place:] if one.clause == tokens[place].clause]
        return None if _MET & set(met) else _Person(_NO_PATIENT, noun, place)
    is_told_of = after == ["died"] or (noun in _ACQUAINTED and _long_ago(tokens, place))
    return _Person(_NO_PATIENT if is_told_of else kind, noun, place)


def _long_ago(tokens: list[Token], place: int) -> bool:
    """ "My neighbour was coughing blood last week": over, and nobody's complaint today."""
    here = [one.said for one in tokens[place:] if one.clause == tokens[place].clause]
    is_past = any(pair in _LAST for pair in pairwise(here))
    return is_past and not _STILL.intersection(here)


def _is_subject(tokens: list[Token], place: int, noun: str) -> bool:
    """ "My son has", "calling about my son", "mum is"; but not "from my son" or "a boy band"."""
    before = [token.said for token in tokens[max(0, place - _REACH) : place]]
    opening = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _OWNERS), None)
    if opening is None:
        starts = not before or tokens[place].clause != tokens[place - 1].clause
        is_young = noun.split()[-1] in _YOUNG and place > _REACH
        return not is_young and (starts or before[-1] in _BEFORE_NOUN)
    leading = before[opening - 1] if opening else ""
    if leading not in _NOT_BEFORE:
        return True
    called = any(one in _SPEAKING_FOR for one in ("calling", *before[:1]))
    return leading in _SPEAKING_FOR and called and place <= _REACH


def _is_own(tokens: list[Token], place: int, kinds: Mapping[str, str]) -> bool:
    """Does the clause from here speak of the speaker, with nobody else in it?"""
    here = [one.said for one in tokens[place : place + 14] if one.clause == tokens[place].clause]
    return not (
        set(here) & _THIRD or any(one in kinds or one.removesuffix("s") in kinds for one in here)
    )


def _patient(
    tokens: list[Token], subjects: list[_Person | None], told: tuple[int, ...]
) -> _Person | None:
    """The relation, unless the speaker tells symptoms of their own and the relation's are only
    told as a contact ("my wife has had flu, now I ache")."""
    first = next((one for one in subjects if one and one.kind != _NO_PATIENT), None)
    if first is None or _is_family_history(tokens, subjects):
        return None
    if first.kind == "relative" and _is_only_contact(tokens, subjects, first):
        return None
    own = [place for place in told if subjects[place] is None and _speaks_of_self(tokens, place)]
    theirs = [place for place in told if subjects[place]]
    if not own or (
        first.kind == "child" and len(theirs) >= len(own) and not _contact(tokens, first)
    ):
        return first
    return None


def _is_family_history(tokens: list[Token], subjects: list[_Person | None]) -> bool:
    """ "My sister has eczema and my mother is asthmatic": no two patients in one story."""
    people = {one.noun: one for one in subjects if one and one.kind == "relative"}
    return len(people) > 1 and all(
        {token.said for token in tokens[one.place + 1 : one.place + 2]} & _HAVING
        for one in people.values()
    )


def _is_only_contact(tokens: list[Token], subjects: list[_Person | None], person: _Person) -> bool:
    """ "My brother had a heart attack, I feel fine": the speaker goes on about themselves."""
    after = [one.said for one in tokens[person.place + 1 : person.place + 2]]
    later = [
        at
        for at in range(person.place, len(tokens))
        if subjects[at] is None and tokens[at].said in ("i", "im", "ive")
    ]
    if after == ["had"]:
        return bool(later)
    return any(one.said in _ON_ONESELF for at in later for one in tokens[at + 1 : at + 2])


def _speaks_of_self(tokens: list[Token], place: int) -> bool:
    sentence = tokens[place].sentence
    return any(one.said in _FIRST for one in tokens if one.sentence == sentence)


def _contact(tokens: list[Token], person: _Person) -> bool:
    after = [one.said for one in tokens[person.place + 1 : person.place + 4]]
    return "had" in after


def _others(
    tokens: list[Token],
    subjects: list[_Person | None],
    patient: _Person | None,
) -> frozenset[int]:
    """Clauses whose words are about a relation who is not the patient."""
    if patient is None:
        foreign = [at for at, one in enumerate(subjects) if one is not None]
    else:
        foreign = [
            at
            for at, one in enumerate(subjects)
            if one is not None
            and one.noun != patient.noun
            and one.kind in ("relative", _NO_PATIENT)
            and patient.kind == "child"
        ]
    own = {tokens[at].clause for at in range(len(tokens)) if at not in set(foreign)}
    started = {tokens[at].clause for at in foreign}
    return frozenset(
        clause for clause in started if clause not in own or _mostly(tokens, set(foreign), clause)
    )


def _mostly(tokens: list[Token], foreign: set[int], clause: int) -> bool:
    """A clause that opens "my" before "wife" is still the wife's."""
    places = [at for at, one in enumerate(tokens) if one.clause == clause]
    return places[-1] in foreign and len([at for at in places if at in foreign]) >= len(places) / 2


def _is_of_another(
    tokens: list[Token],
    age: AgeSaid,
    patient: _Person | None,
    cues: Mapping[str, tuple[str, ...]],
) -> bool:
    """ "I have a 6 week old baby and I have a fever": the baby's age, the writer's complaint."""
    before = [one.said for one in tokens if one.start < age.start]
    noun = next((one.said for one in tokens if one.start >= age.end), "")
    if noun in cues.get("animal", ()):
        return True
    is_told_of_self = bool(_SAYING_WHO.intersection(before[-3:])) or not _FIRST & {*before[-6:]}
    if patient or is_told_of_self or not before:
        return False
    return any(noun in cues.get(kind, ()) for kind in ("child", "relative"))


def _age(ages: list[AgeSaid], tokens: list[Token], patient: _Person | None) -> int | None:
    """The patient's age; None when two different ones are said of them."""
    if not ages:
        return None
    if len(ages) == 1:
        return ages[0].days
    if patient:
        near = tokens[patient.place].start
        best = min(ages, key=lambda one: min(abs(one.start - near), abs(one.end - near)))
        return best.days
    return ages[0].days if len({one.days for one in ages}) == 1 else None


def _sex(
    text: str,
    said: list[str],
    cues: Mapping[str, tuple[str, ...]],
    patient: _Person | None,
    speaker: str | None,
    ages: list[AgeSaid],
) -> str | None:
    words = {sex: frozenset(cues.get(sex, ())) for sex in ("female", "male")}
    pronouns = {sex: frozenset(cues.get(f"{sex}_pronouns", ())) for sex in words}
    letters = {one.letter for one in ages if one.letter}
    if len(letters) == 1:
        return {"m": "male", "f": "female"}[letters.pop()]
    if patient:
        nearby = {patient.noun.split()[-1], *said[patient.place : patient.place + 3]}
        by_noun = [sex for sex, nouns in words.items() if nouns & nearby]
        if len(by_noun) == 1:
            return by_noun[0]
    elif speaker == "self":
        return _own_sex(text)
    else:
        by_noun = [sex for sex, nouns in words.items() if nouns & set(said)]
        if len(by_noun) == 1:
            return by_noun[0]
    by_pronoun = [sex for sex, one in pronouns.items() if one & set(said)]
    return by_pronoun[0] if len(by_pronoun) == 1 else None


_ONLY_WOMEN = re.compile(
    r"\b(?:i'm|i am|im) (?:[\w-]+ ){0,5}?pregnant\b|\bi(?:'m| am|m)? (?:\w+ )?breast ?feeding\b"
)
_WOMEN = "woman|female|girl|lady|lass|mum|mom|mother"
_MEN = "man|male|boy|guy|lad|bloke|fella|gentleman|dad|father"


def _own_sex(text: str) -> str | None:
    """The speaker's own sex only where they say it of themselves."""
    if _ONLY_WOMEN.search(text):
        return "female"
    found = {
        "female" if re.fullmatch(_WOMEN, one[1]) else "male"
        for pattern in (
            rf"\b(?:i am|i'm|im|as) (?:a |an )?(?:[\w-]+[\s,]+){{0,5}}?({_WOMEN}|{_MEN})\b",
            rf"^\W*(?:[\w-]+\s+){{0,4}}?(?:old|\d+\s*(?:yo|y/o|yrs?)?)[\s,]+({_WOMEN}|{_MEN})\b",
        )
        for one in re.finditer(pattern, text)
    }
    return found.pop() if len(found) == 1 else None

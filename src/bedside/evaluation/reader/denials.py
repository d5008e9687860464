"""Which words of a text are denied, tell of the family, or only of what makes it worse.

A denial reaches forward to the end of its sentence, unless a turn ("but", "although") or the start
of a new statement after a comma ends it before. "Cannot" and "unable" deny nothing: they describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.evaluation.reader.words import Word, grammar

_DESCRIBES = frozenset({"could", "can", "would", "may", "might"})
_NO_DENIAL = frozenset(
    {"only", "relief", "improvement", "longer", "well", "right", "himself", "herself", "myself"}
)
_BY_ITSELF = frozenset(
    {"trying", "meaning", "dieting", "warning", "reason", "effort", "exercise", "knowing", "cause"}
)
_OWN = frozenset({"his", "her", "my", "their", "our"})
_EXCEPTIONS = frozenset({"except"})
_SAYS_NOTHING = frozenset({"other", "normal"})
_LONGEST_ITEM = 6
_POSSESSIVES = frozenset({"his", "her"})
"""They open a new statement, but stand inside an item as well: "or trouble with her sight"."""
_FAMILY = re.compile(r"\bfamily history\b|\bfhx?\b", re.IGNORECASE)
_RUNS_IN_IT = re.compile(r"\bruns in (?:the|his|her|my|our) family\b", re.IGNORECASE)
_PEOPLE = (
    r"mother|mum|mom|mummy|father|dad|daddy|parents?|brother|sister|siblings?|uncle|aunt|auntie|"
    r"cousin|nephew|niece|grand\w+|nan|nana|gran|son|daughter|child|children|kids?|baby|toddler|"
    r"husband|wife|partner|boyfriend|girlfriend|fianc\w+|friend|colleague|co-?worker|boss|"
    r"neighbou?r|flatmate|roommate|housemate|classmate|teacher|dog|cat|puppy|kitten|horse"
)
_RELATIVES = re.compile(
    r"\b(?:his|her|their|my|our|the patient['’]s|patient['’]s|a|one|another)\s+(?:[\w-]+\s){0,2}?"
    rf"({_PEOPLE})s?"
    r"(?:\s+(?:also|all|both|just|recently|once|only))*(?:['’]s\s+(?=got|been|had|having|being)|\s+)"
    r"(?!(?:is|was|are|were|been)?\s*(?:(?:very|so|really|quite|a bit)\s+)?"
    r"(?:worried|concerned|anxious|afraid|scared|making|telling|saying|asking|nagging|here)\b)"
    r"(?!(?:has|had|have)\s+(?:noticed|seen|said|told|tried|brought|given|to\b|asked))"
    r"(?!(?:took|takes|got|had|has|caught|came|comes|went)\s+(?:me|him|her|my|his|us|to|in|home)\b)"
    r"(?:had|has|have|having|died|was|were|is|are|got|gets|caught|coughed|coughs|vomited|vomits|"
    r"fainted|collapsed|developed|tested|takes|took|drinks|smokes|smoked|suffers?|suffered|went|"
    r"came|comes|broke|with|being|been)\b",
    re.IGNORECASE,
)
_BACK_TO_THE_PATIENT = re.compile(
    r"(?:[,;]|\band\b|\bbut\b|\bso\b|\bnow\b|[–—-])\s*(?:and\s+|but\s+|so\s+|now\s+)?"
    r"(?:i\b|i['’]\w+|my\b|the patient\b)(?!\s+(?:think|thought|believe|guess|know|heard)\b)",
    re.IGNORECASE,
)

_PROVOKED = re.compile(
    r"\b(?:exacerbat|aggravat|worse|increas|reliev|eased|trigger|provok|precipitat)\w*\s+"
    r"(?:by|with|when|after|on|upon)\b",
    re.IGNORECASE,
)
_PROVOKING_ENDS = re.compile(
    r"[;:]|,?\s\b(?:but|although|though|associated|accompanied|coupled|along with|together with|"
    r"(?:and|also)\s+(?:is|was|has|had|he|she|they|i|it|there|sometimes|now|associated|accompanied|"
    r"does|did|reports|feels|felt))\b"
    r"|,\s*(?!(?:and |or )?(?:\w+ing|exercise|exertion|effort|movement|light|noise|cold|heat|"
    r"food|meals|stress|alcohol|rest|sleep)\b)",
    re.IGNORECASE,
)


def denied(text: str, words: list[Word], *, whole: bool) -> list[bool | None]:
    """For each word, whether it is denied; ``whole`` for a list of what is absent.

    None where neither follows: "no swelling of other joints" tells of one that is swollen, but
    not which.
    """
    if whole:
        return _all_but_exceptions(text, words)
    marks: list[bool | None] = [False] * len(words)
    for place, word in enumerate(words):
        if word.form in grammar("denials") and not _only_describes(words, place):
            for reached in range(place + 1, _end(text, words, place)):
                marks[reached] = True
    return marks


def never_before(words: list[Word]) -> list[bool]:
    """For each word, whether a "never" stands before it in its sentence, which is about other
    times than today."""
    begun = {}
    for word in reversed(words):
        if word.form == "never":
            begun[word.sentence] = word.at
    return [word.at > begun.get(word.sentence, word.at) for word in words]


def of_family(
    text: str, words: list[Word], *, whole: bool, patient: str | None = None
) -> list[bool]:
    """For each word, whether it is about somebody else's health, from where that person is named
    until the sentence ends or comes back to the patient.

    ``patient`` is how the text calls the patient ("son"), who is nobody else.
    """
    if whole:
        return [True] * len(words)
    reached = list(_of_others(text, words, patient))
    return [any(begin <= word.start < end for begin, end in reached) for word in words]


def _of_others(text: str, words: list[Word], patient: str | None) -> Iterator[tuple[int, int]]:
    for begin, end in _sentences(words):
        if _RUNS_IN_IT.search(text, begin, end):
            yield begin, end
        for found in _FAMILY.finditer(text, begin, end):
            yield found.start(), end
        for found in _RELATIVES.finditer(text, begin, end):
            if patient is None or found[1].lower() != patient:
                back = _BACK_TO_THE_PATIENT.search(text, found.end(), end)
                yield found.start(), back.start() if back else end


def _sentences(words: list[Word]) -> list[tuple[int, int]]:
    """Where the first word of each sentence begins and its last one ends."""
    places: dict[int, tuple[int, int]] = {}
    for word in words:
        begin, _ = places.get(word.sentence, (word.start, 0))
        places[word.sentence] = (begin, word.end)
    return list(places.values())


def provoking(text: str, words: list[Word]) -> list[bool]:
    """For each word, whether it tells what brings a symptom on or eases it ("worse on coughing"):
    that says nothing about being there by itself."""
    reached = []
    for begin, end in _sentences(words):
        for found in _PROVOKED.finditer(text, begin, end):
            stop = _PROVOKING_ENDS.search(text, found.end(), end)
            reached.append((found.end(), stop.start() if stop else end))
    return [any(begin <= word.start < end for begin, end in reached) for word in words]


def _all_but_exceptions(text: str, words: list[Word]) -> list[bool | None]:
    """Every item of the list is absent, except one that names an exception or a norm."""
    items: list[list[Word]] = []
    last = 0
    for word in words:
        between = text[last : word.start]
        if not items or any(mark in between for mark in ",.;"):
            items.append([word])
        else:
            items[-1].append(word)
        last = word.end
    return [_item_is_absent(item) for item in items for _ in item]


def _item_is_absent(item: list[Word]) -> bool | None:
    forms = {one.form for one in item}
    if forms & _SAYS_NOTHING:
        return None
    return not forms & _EXCEPTIONS


def _only_describes(words: list[Word], place: int) -> bool:
    """ "Could not breathe", "not only", "no longer than", "not his usual self", "without trying":
    nothing is said to be absent."""
    before = words[place - 1].form if place else ""
    after = words[place + 1].form if place + 1 < len(words) else ""
    later = words[place + 2].form if place + 2 < len(words) else ""
    if words[place].form == "without":
        return after in _BY_ITSELF
    own_self = after in _OWN and later in ("usual", "normal", "self")
    return before in _DESCRIBES or after in _NO_DENIAL or own_self


def _end(text: str, words: list[Word], cue: int) -> int:
    for place in range(cue + 1, len(words)):
        word, before = words[place], words[place - 1]
        if word.sentence != words[cue].sentence or word.form in grammar("turns"):
            return place
        if _says_something_new(words, place):
            return place
        between = text[before.end : word.start]
        if ";" in between or ":" in between or "(" in between:
            return place
        if "," in between and not _goes_on(text, words, place):
            return place
    return len(words)


def _goes_on(text: str, words: list[Word], place: int) -> bool:
    """Is what follows this comma one more short item of the same list?"""
    for reached in range(place, min(place + _LONGEST_ITEM, len(words))):
        word = words[reached]
        if _says_something_new(words, reached):
            return any(one.form == "or" for one in words[place:reached])
        begins = reached == place or word.form not in _POSSESSIVES
        if begins and word.form in grammar("new_statement"):
            return False
        ends = reached + 1 == len(words) or words[reached + 1].sentence != word.sentence
        if ends or "," in text[word.end : words[reached + 1].start]:
            return True
    # The last item of a list may be long: "or a change in her vision".
    return any(one.form == "or" for one in words[place : place + _LONGEST_ITEM])


def _says_something_new(words: list[Word], place: int) -> bool:
    """ "No fever, rash or cough and is drinking well": the list ends at "and is"."""
    if words[place].form != "and" or place + 1 == len(words):
        return False
    after = words[place + 1].form
    return after in grammar("new_statement") and after not in _POSSESSIVES

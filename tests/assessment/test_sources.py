"""What a rule says it rests on: a text that was read, with its place and its date, or nothing."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

import bedside.assessment.knowledge as room
from bedside.assessment import BadKnowledge, Knowledge, load
from bedside.assessment.facts import patient_of
from bedside.assessment.flags import newly_fired
from bedside.assessment.knowledge.load import load_folder
from bedside.assessment.knowledge.model import RedFlag, SelfCare
from bedside.assessment.knowledge.sources_of import GENERAL

KNOWLEDGE = load()
HERE = Path(room.__file__).parent
RULES: dict[str, RedFlag | SelfCare] = {**KNOWLEDGE.flags, **KNOWLEDGE.self_care}


def test_a_hundred_red_flags_rest_on_a_text_that_was_read() -> None:
    assert sum(bool(flag.provenance.locator) for flag in KNOWLEDGE.flags.values()) >= 100


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_cites_wholly_or_not_at_all(rule: RedFlag | SelfCare) -> None:
    origin = rule.provenance
    if origin.source == GENERAL:
        assert (origin.locator, origin.read, origin.supports) == ("", "", "")
        assert origin.cited() == GENERAL
    else:
        assert origin.locator
        assert origin.locator in origin.cited()
        assert origin.read in origin.cited()
        assert ("our own judgement" in origin.cited()) == (origin.supports == "picture")


def test_every_source_is_named_by_a_rule() -> None:
    cited = {rule.provenance.source for rule in RULES.values()}
    for name, one in KNOWLEDGE.sources.items():
        assert f"{one.title}, {one.publisher} ({one.where})" in cited, name


def test_who_is_shown_a_red_flag_sees_where_it_comes_from() -> None:
    flag = KNOWLEDGE.flags["black-stool"]
    nobody = patient_of({}, KNOWLEDGE.findings)
    patient = patient_of(
        {"age": "40y", "black-stool": True, "black-stool.appearance": ["tarry-sticky"]},
        KNOWLEDGE.findings,
    )
    fired = {one.id: one for one in newly_fired(KNOWLEDGE, nobody, patient, (), "q")}
    assert fired["black-stool"].source == flag.provenance.cited()
    assert flag.provenance.read in fired["black-stool"].to_data()["source"]


FLAG = """
[[red_flag]]
id = "new-flag"
when = "fever"
level = "urgent"
within = "within-24-hours"
not_sure = "ignored"
source = "a-page"
locator = "Second paragraph"
read = 2026-11-22
supports = "level"
licence = "Apache-2.0"
fires = [{ fever = true }]
quiet = [{ fever = false }]
"""
SOURCE = """
[[source]]
id = "a-page"
title = "Fever"
publisher = "A hospital"
where = "https://hospital.example/fever"
terms = "facts restated in our own words"
"""
WORDS = '[new-flag]\nlabel = "New"\nreason = "A reason."\n'


def _with(folder: Path, flag: str, source: str = SOURCE) -> Knowledge:
    copytree(HERE, folder, ignore=lambda *_: {"__pycache__"})
    (folder / "red_flags" / "new.toml").write_text(flag)
    (folder / "en" / "red_flags" / "new.toml").write_text(WORDS)
    with (folder / "sources.toml").open("a") as sources:
        sources.write(source)
    return load_folder(str(folder))


def test_a_citation_is_data_alone(tmp_path: Path) -> None:
    origin = _with(tmp_path / "k", FLAG).flags["new-flag"].provenance
    assert origin.cited() == (
        "Fever, A hospital (https://hospital.example/fever): Second paragraph; read 2026-11-22"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('locator = "Second paragraph"\n', "", "locator"),
        ('locator = "Second paragraph"', 'locator = " "', "locator says where"),
        ("read = 2026-11-22\n", "", "read"),
        ("read = 2026-11-22", 'read = "yesterday"', "read is a date"),
        ("read = 2026-11-22", "read = 2026-11-22T10:00:00", "read is a date"),
        ("read = 2026-11-22", "read = 2062-11-22", "not later than as_of"),
        ('supports = "level"\n', "", "supports"),
        ('supports = "level"', 'supports = "everything"', "supports is one of"),
        ('source = "a-page"', 'source = "another-page"', "unknown source another-page"),
        ('source = "a-page"', f'source = "{GENERAL}"', "general clinical knowledge has no"),
    ],
)
def test_half_a_citation_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadKnowledge, match=says):
        _with(tmp_path / "k", FLAG.replace(old, new))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (SOURCE * 2, "a-page: id used twice"),
        (SOURCE.replace('"A hospital"', '""'), "needs a title, a publisher"),
    ],
)
def test_a_fault_in_the_list_of_sources_is_named(tmp_path: Path, source: str, says: str) -> None:
    with pytest.raises(BadKnowledge, match=says):
        _with(tmp_path / "k", FLAG, source)

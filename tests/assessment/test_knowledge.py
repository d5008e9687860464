"""One file walks all of the knowledge: whatever is added there is tested here without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

import bedside.assessment.knowledge as room
from bedside.assessment import BadKnowledge, Knowledge, Question, load
from bedside.assessment.facts import patient_of
from bedside.assessment.knowledge.cases import flag_fires, unproven
from bedside.assessment.knowledge.load import load_folder
from bedside.assessment.knowledge.model import LEVELS, Case, RedFlag, SelfCare
from bedside.assessment.questions import ask_finding
from bedside.assessment.words import recognise
from bedside.assessment.words.phrases import spelled_out

KNOWLEDGE = load()
HERE = Path(room.__file__).parent


def _cases(kind: str) -> Iterator[object]:
    for flag in KNOWLEDGE.flags.values():
        for number, case in enumerate(getattr(flag, kind), 1):
            yield pytest.param(flag, case, id=f"{flag.id}-{number}")


@pytest.mark.parametrize(("flag", "case"), list(_cases("fires")))
def test_a_red_flag_fires(flag: RedFlag, case: Case) -> None:
    assert flag_fires(flag, patient_of(case.answers, KNOWLEDGE.findings))


@pytest.mark.parametrize(("flag", "case"), list(_cases("quiet")))
def test_a_red_flag_narrowly_does_not_fire(flag: RedFlag, case: Case) -> None:
    assert not flag_fires(flag, patient_of(case.answers, KNOWLEDGE.findings))


@pytest.mark.parametrize("rule", list(KNOWLEDGE.self_care.values()), ids=lambda rule: rule.id)
def test_self_care_needs_each_exclusion_answered_no(rule: SelfCare) -> None:
    for case in rule.cases:
        assert not unproven(rule, patient_of(case.answers, KNOWLEDGE.findings))
    for case in rule.not_cases:
        assert unproven(rule, patient_of(case.answers, KNOWLEDGE.findings))
    assert unproven(rule, patient_of({}, KNOWLEDGE.findings))


def test_every_item_says_where_it_comes_from() -> None:
    for items in (KNOWLEDGE.findings, KNOWLEDGE.flags, KNOWLEDGE.conditions, KNOWLEDGE.self_care):
        for item in items.values():
            assert item.provenance.source, item.id
            assert item.provenance.licence, item.id


def test_every_question_can_be_asked_and_says_why() -> None:
    for name, finding in KNOWLEDGE.findings.items():
        question = ask_finding(KNOWLEDGE, name)
        assert isinstance(question, Question)
        if finding.asked:
            assert question.text, name
            assert question.why, name


def test_every_symptom_is_recognised_by_its_first_words() -> None:
    for name in KNOWLEDGE.symptoms:
        words = KNOWLEDGE.texts.findings[name].words
        assert words, name
        first = next(spelled_out(words[0]))
        heard = recognise(KNOWLEDGE, first)
        assert name in (*heard.present, *heard.near), (name, first, heard.mentions)


def test_there_is_enough_of_it() -> None:
    assert len(KNOWLEDGE.symptoms) >= 60
    assert len(KNOWLEDGE.flags) >= 40
    assert len(KNOWLEDGE.conditions) >= 49
    assert sum(len(flag.when.names()) > 1 for flag in KNOWLEDGE.flags.values()) >= 10
    assert len(KNOWLEDGE.figure_codes["ddxplus"]) == 223


def test_every_level_can_be_forced_by_some_flag() -> None:
    assert {flag.level for flag in KNOWLEDGE.flags.values()} == set(LEVELS) - {"self-care"}


def test_no_wording_names_an_illness_as_a_fact() -> None:
    texts = [text.reason for text in KNOWLEDGE.texts.flags.values()]
    texts += [helps for one in KNOWLEDGE.texts.self_care.values() for helps in one.helps]
    texts += list(KNOWLEDGE.texts.phrases.values())
    for text in texts:
        assert "nothing serious" not in text.lower(), text
        assert "%" not in text, text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(copytree(HERE, tmp_path / "knowledge", ignore=lambda *_: {"__pycache__"}))


def test_the_version_is_made_of_the_content(copy: Path) -> None:
    assert load_folder(str(copy)).version == KNOWLEDGE.version
    limits = copy / "limits.toml"
    limits.write_text(limits.read_text() + "\n# a word more\n")
    assert load_folder(str(copy)).version != KNOWLEDGE.version


GOOD_FLAG = """
[[red_flag]]
id = "new-flag"
when = "fever"
level = "urgent"
within = "within-24-hours"
not_sure = "ignored"
source = "general clinical knowledge"
licence = "Apache-2.0"
fires = [{ fever = true }]
quiet = [{ fever = false }]
"""
WORDS = '[new-flag]\nlabel = "New"\nreason = "A reason."\n'


def _with_flag(copy: Path, flag: str, words: str = WORDS) -> Knowledge:
    (copy / "red_flags" / "new.toml").write_text(flag)
    (copy / "en" / "red_flags" / "new.toml").write_text(words)
    return load_folder(str(copy))


def test_adding_a_red_flag_is_data_alone(copy: Path) -> None:
    assert "new-flag" in _with_flag(copy, GOOD_FLAG).flags


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('when = "fever"', 'when = "feever"', "unknown finding feever"),
        ('when = "fever"', 'when = "fever and"', "expected"),
        ('when = "fever"', 'when = "headache.onset = suddenly"', "no option 'suddenly'"),
        ('level = "urgent"', 'level = "emergency"', "does not go with"),
        ('within = "within-24-hours"', 'within = "soon"', "soon"),
        ('not_sure = "ignored"', 'not_sure = "maybe"', "not_sure"),
        ('source = "general clinical knowledge"', 'source = ""', "source"),
        ("quiet = [{ fever = false }]", "quiet = []", "stays quiet"),
        ("fires = [{ fever = true }]", "fires = [{ feever = true }]", "feever"),
        ('id = "new-flag"', 'id = "new-flag"\nlevle = "urgent"', "levle"),
        ('id = "new-flag"', 'id = "another"', "no text for red flag another"),
    ],
)
def test_a_fault_is_named(copy: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadKnowledge, match="(?s)" + says):
        _with_flag(copy, GOOD_FLAG.replace(old, new))


def test_a_file_that_is_not_toml_is_named(copy: Path) -> None:
    with pytest.raises(BadKnowledge, match=r"red_flags/new\.toml"):
        _with_flag(copy, "[[red_flag")


def test_a_language_without_texts_is_refused(copy: Path) -> None:
    with pytest.raises(BadKnowledge, match="no texts for language"):
        load_folder(str(copy), "xx")


def test_a_screen_words_only_lines_that_it_offers() -> None:
    for screen in KNOWLEDGE.screens.values():
        said = KNOWLEDGE.texts.findings[screen.id]
        assert said.options.keys() <= set(screen.offers), screen.id
        assert said.question
        assert said.why


def test_what_a_red_flag_says_is_for_whoever_reads_it() -> None:
    """Its patient and a doctor in a list read the same words, so they speak to neither of them."""
    told = {
        flag: f"{said.label} {said.reason}".casefold().replace(".", " ").split()
        for flag, said in KNOWLEDGE.texts.flags.items()
    }
    to_somebody = {flag for flag, words in told.items() if {"you", "your", "yourself"} & {*words}}
    # Whoever is about to hurt themselves is spoken to, whoever else reads it.
    assert to_somebody == {"life-threat-in-danger-from-self"}

"""The report: one figure a line, the headline first, and able to fail an engine."""

from __future__ import annotations

from bedside.assessment import Knowledge
from bedside.evaluation import FORMATS, LabelMap, Scoring, lines_of
from bedside.evaluation.cases import Truth
from bedside.evaluation.interviews import Outcome
from bedside.evaluation.running import Evaluated
from tests.evaluation.made_up import evaluated

LABELS = LabelMap({"flu": ("influenza",), "cold": ("common-cold",), "odd": ("no-such-condition",)})
CASES = [
    ("emergency", "influenza", Truth("Flu", "em", "Lungs")),
    ("routine", "common-cold", Truth("Cold", "ne", "Nose")),
    ("self-care", "common-cold", Truth("Cold", "sc", "Nose")),
]


def _report(knowledge: Knowledge, said: list[tuple[str, str]]) -> dict[str, str]:
    scoring = Scoring(knowledge, FORMATS["semigran"], LABELS, LabelMap({"flu": ("influenza",)}))
    outcomes = [
        evaluated(triage, (condition,), truth)
        for (triage, condition), (_, _, truth) in zip(said, CASES, strict=True)
    ]
    lines = [one.rpartition(" (")[0] or one for one in lines_of(outcomes, scoring)]
    pairs = [line.removesuffix(" %").rpartition(" ") for line in lines]
    return {name.strip(): value for name, _, value in pairs}


def test_a_right_engine_gets_full_marks(knowledge: Knowledge) -> None:
    report = _report(knowledge, [(triage, name) for triage, name, _ in CASES])
    assert report["triage"] == report["safe"] == report["top-1"] == report["coverage"] == "100.0"
    assert report["recall-em"] == report["system Lungs top-1"] == "100.0"
    assert report["sc-sent-to-em"] == report["too-high"] == "0.0"


def test_an_engine_that_always_says_routine_fails(knowledge: Knowledge) -> None:
    report = _report(knowledge, [("routine", "common-cold")] * 3)
    assert report["triage"] == report["baseline always-routine triage"] == "33.3"
    assert report["recall-em"] == report["system Lungs top-1"] == "0.0"
    assert report["safe"] == report["top-1"] == "66.7"


def test_an_engine_that_always_says_emergency_over_triages(knowledge: Knowledge) -> None:
    report = _report(knowledge, [("emergency", "influenza")] * 3)
    assert report["safe"] == report["sc-sent-to-em"] == "100.0"
    assert report["too-high"] == "66.7"
    assert report["triage"] == report["baseline always-emergency triage"]


def test_answers_given_to_the_wrong_cases_score_nothing(knowledge: Knowledge) -> None:
    said = [(triage, name) for triage, name, _ in CASES]
    report = _report(knowledge, [said[2], said[0], said[1]])
    assert report["triage"] == "0.0"
    assert report["top-1"] == "33.3"


def test_labels_seen_in_development_are_told_apart(knowledge: Knowledge) -> None:
    report = _report(knowledge, [("routine", "common-cold")] * 3)
    assert report["seen-labels top-1"] == "0.0"
    assert report["unseen-labels top-1"] == "100.0"


def test_headline_figures_come_before_any_other(knowledge: Knowledge) -> None:
    names = list(_report(knowledge, [(triage, name) for triage, name, _ in CASES]))
    plain = [at for at, name in enumerate(names) if " " not in name]
    assert names[:3] == ["cases", "figure", "triage"]
    assert max(at for at in plain if "labels" not in names[at]) < names.index("system Lungs top-1")


def test_every_way_stands_beside_the_others(knowledge: Knowledge) -> None:
    """Nobody quotes the best way alone: each line has all of them."""
    case = evaluated("emergency", ("influenza",), Truth("Flu", "em", "Lungs"))
    other = Outcome("self-care", (), 4, 9, ())
    both = Evaluated(case.case, {**case.outcomes, "lay": other})
    lines = list(lines_of([both], Scoring(knowledge, FORMATS["semigran"], LABELS, LABELS)))
    assert lines[1].split() == ["figure", "full", "lay"]
    assert lines[2].split("  ")[0] == "triage"
    assert [one.strip() for one in lines[2].split("  ")[1:] if one.strip()] == [
        "100.0 % (1/1, 21-100)",
        "0.0 % (0/1, 0-79)",
    ]
    assert any(line.split() == ["questions", "10.0", "4.0"] for line in lines)


def test_a_label_without_a_condition_is_wrong_and_listed(knowledge: Knowledge) -> None:
    scoring = Scoring(knowledge, FORMATS["avey"], LABELS, LABELS)
    cases = [
        evaluated(None, ("influenza",), Truth("Unheard of")),
        evaluated(None, ("no-such-condition",), Truth("Odd")),
    ]
    lines = list(lines_of(cases, scoring))
    assert "without-condition Unheard of" in lines
    assert "without-condition Odd" in lines
    assert any(line.split()[:3] == ["coverage", "0.0", "%"] for line in lines)
    assert not any(line.startswith("triage") for line in lines)


def test_lenient_means_the_same_icd_category(knowledge: Knowledge) -> None:
    labels = LabelMap({"unstable angina": ("unstable-angina",)})
    assert not labels.is_strictly("Unstable  Angina", "stable-angina")
    assert labels.is_leniently("Unstable Angina", "stable-angina", knowledge)
    assert not labels.is_leniently("Unstable Angina", "influenza", knowledge)
    assert not labels.is_leniently("Nothing", "influenza", knowledge)

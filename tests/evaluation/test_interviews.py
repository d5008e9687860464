"""Whole interviews on made-up cases: where triage is scored, and what goes on after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bedside.assessment import Age, Knowledge
from bedside.cli.main import app
from bedside.errors import Invalid
from bedside.evaluation import FORMATS, cases_of, development_labels, evaluate, read_labels
from bedside.evaluation.cases import Case, Evidence, Truth
from bedside.evaluation.closed import ask, questionnaire
from bedside.evaluation.interviews import hold, opening_of
from tests.evaluation.made_up import story, write

SHARED = Path(__file__).parents[3] / "shared" / "evaluation"
SETS = {
    "avey": "avey_dev/avey_dev_100.csv",
    "ddxplus": "ddxplus_dev/patients_dev_611.csv",
    "clinicaflow": "clinicaflow_dev/vignettes.jsonl",
}


def test_triage_is_where_the_product_stops_and_questions_go_on(knowledge: Knowledge) -> None:
    told = story("A 61-year-old man has had crushing chest pain for 30 minutes and is sweating.")
    outcome = hold(knowledge, told, "full", "narrative")
    assert outcome.triage == "emergency"
    assert outcome.screens < len(outcome.asked) <= knowledge.limits.screens
    assert outcome.top


def test_silence_never_proves_self_care_in_strict_mode(knowledge: Knowledge) -> None:
    told = story("A 25-year-old woman has had a runny nose and sneezing for 2 days.")
    assert hold(knowledge, told, "full", "strict").triage != "self-care"


@pytest.mark.parametrize("way", ["full", "lay", "first"])
def test_the_same_case_gives_the_same_outcome(knowledge: Knowledge, way: str) -> None:
    told = story("A 25-year-old woman has a cough and a fever. On examination there are crackles.")
    first, second = (hold(knowledge, told, way, "narrative") for _ in range(2))  # type: ignore[arg-type]
    assert first == second
    assert ("crackles" in opening_of(told, "full").text) and first.asked


def test_the_truth_changes_nothing_but_the_score(knowledge: Knowledge) -> None:
    told = story("A 25-year-old woman has a cough.")
    cases = [Case("1", told, Truth(label, level)) for label, level in (("A", "em"), ("B", "sc"))]
    first, second = evaluate(knowledge, cases, "narrative")
    assert first.outcomes == second.outcomes


@pytest.fixture(scope="module", params=FORMATS)
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str]]:
    """Each format through the command: its name, what was printed, and the results."""
    folder = tmp_path_factory.mktemp("cases")
    out = folder / "results.jsonl"
    file = write(folder, request.param)
    done = CliRunner().invoke(app, ["evaluate", request.param, str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    yield request.param, done.output, out.read_text("utf-8")


def test_the_command_prints_and_writes_in_file_order(
    run: tuple[str, str, str], tmp_path: Path
) -> None:
    name, printed, written = run
    results = [json.loads(line) for line in written.splitlines()]
    assert [one["id"] for one in results] == [
        one.id for one in cases_of(name, write(tmp_path, name))
    ]
    for one in results:
        assert {"id", "triage", "within", "gold", "flags", "present", "top5"} < one.keys()
        assert len(one["top5"]) <= 5 and one["questions"]
    first = "triage" if FORMATS[name].levels else "top-1"
    assert printed.splitlines()[2].startswith(first)


def test_the_command_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    for wrong in (["nonsense", "x"], ["avey", "x", "--mode", "loud"], ["avey", str(tmp_path)]):
        done = CliRunner().invoke(app, ["evaluate", *wrong])
        assert isinstance(done.exception, Invalid)


def test_a_closed_questionnaire(knowledge: Knowledge) -> None:
    codes = {name: code for code, name in knowledge.figure_codes["ddxplus"].items()}
    told = frozenset(codes[one] for one in ("whooping-cough-sound", "coughing-fits", "cough"))
    evidence = Evidence(codes["cough"], told, Age.years(5), "female")
    for everything in (False, True):
        outcome = ask(questionnaire(knowledge, everything=everything), evidence)
        assert outcome.triage is None
        said = {one["id"]: one["answer"] for one in outcome.asked}
        assert all((answer == "yes") == (codes[one] in told) for one, answer in said.items())
    own = ask(questionnaire(knowledge, everything=False), evidence)
    assert own.top[0] in knowledge.figures["ddxplus"]
    with pytest.raises(Invalid):
        ask(
            questionnaire(knowledge, everything=False),
            Evidence("E_none", told, Age.years(5), "male"),
        )


def test_the_shipped_labels_lead_to_conditions_there_are(knowledge: Knowledge) -> None:
    for name in ("avey", "ddxplus"):
        entries = development_labels(name).entries
        assert entries
        assert {one for ids in entries.values() for one in ids} <= knowledge.conditions.keys()


def test_a_map_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('"Flu" = "influenza"\n"Heart" = ["heart-attack", "angina"]\n', "utf-8")
    labels = read_labels(path, "avey")
    assert labels.conditions("flu") == ("influenza",)
    assert labels.conditions("HEART") == ("heart-attack", "angina")
    path.write_text('"Flu" = 3\n', "utf-8")
    with pytest.raises(Invalid):
        read_labels(path, "avey")


@pytest.mark.parametrize("name", SETS)
def test_the_development_sets_are_read_whole(name: str, knowledge: Knowledge) -> None:
    path = SHARED / SETS[name]
    if not path.exists():
        pytest.skip(f"the development cases are not here ({path.name})")
    cases = cases_of(name, path)
    assert len({one.id for one in cases}) == len(cases)
    done = list(evaluate(knowledge, cases[:2], "narrative"))
    assert [one.case.id for one in done] == [one.id for one in cases[:2]]

"""``bedside evaluate``: the results file, and one clear sentence for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.cli.evaluate import evaluate_cases
from bedside.errors import Invalid
from tests.evaluation.made_up import AVEY, write


def test_the_results_are_one_object_a_case_in_the_order_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.jsonl"
    evaluate_cases("semigran", write(tmp_path, "semigran"), out=out)
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (first["id"], second["id"]) == ("1", "2")
    assert first["gold"] == {"triage": "em", "diagnosis": "Heart attack"}
    assert {"id", "triage", "gold", "top5", "questions"} <= first.keys()
    text = write(tmp_path, "semigran").read_text("utf-8").split("\n")[0]
    case = json.loads(text)["case_description"]
    supports = [one for asked in first["questions"] for one in asked["support"]]
    assert supports
    for support in supports:
        assert case[support["start"] : support["end"]] == support["text"]
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "cases 2"
    assert printed[1].split() == ["figure", "full", "lay", "first", "strict"]
    for name in ("triage", "safe", "too-low", "too-high", "recall-em", "sc-sent-to-em"):
        assert any(one.startswith(f"{name} ") for one in printed), name
    for name in ("coverage", "questions", "items"):
        assert any(one.startswith(f"{name} ") for one in printed), name


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("avey", None, "cannot be read"),
        ("avey", "", "has no cases"),
        ("avey", AVEY.split("\n")[0], "has no cases"),
        ("avey", "a,b\n1,2\n", "Case 1 has no 'demographics'"),
        ("avey", AVEY.replace("30 year old", "nobody"), "Case 1 is not in this format"),
        ("semigran", '{"case_description"', "Line 1 is not JSON"),
        ("semigran", "[1]", "Line 1 is not a JSON object"),
        ("clinicaflow", '{"input": {}}', "Case 1 has no"),
        ("ddxplus", "age,sex\n1,M\n", "Case 1 has no"),
        ("homer", "", "FORMAT is one of"),
    ],
)
def test_bad_cases_are_refused_in_one_sentence(
    name: str, text: str | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "cases"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(Invalid) as refused:
        evaluate_cases(name, path)
    assert says in str(refused.value.detail)
    assert "\n" not in str(refused.value.detail)


def test_an_unknown_mode_and_a_folder_to_write_to_are_refused(tmp_path: Path) -> None:
    cases = write(tmp_path, "avey")
    with pytest.raises(Invalid, match="--mode"):
        evaluate_cases("avey", cases, mode="lenient")
    for out in (tmp_path, tmp_path / "none" / "results.jsonl"):
        with pytest.raises(Invalid, match="cannot be written"):
            evaluate_cases("avey", cases, out=out)


@pytest.mark.parametrize("text", ["avey = [", "[avey]\nCough = 5\n", "[[avey]]\n", "[semigran]\n"])
def test_a_wrong_map_of_labels_is_refused(text: str, tmp_path: Path) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text(text, "utf-8")
    with pytest.raises(Invalid, match="labels"):
        evaluate_cases("avey", write(tmp_path, "avey"), labels=labels)

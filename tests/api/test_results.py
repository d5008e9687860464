"""Results over HTTP: the engine's report field by field, and what a patient must not be shown."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bedside.assessment import Result as Report
from bedside.assessment import load
from bedside.schemas.results import FOR_DOCTORS, Result
from tests.api.conftest import ORIGIN, Clinic
from tests.assessment.driving import result
from tests.intake.old_bodies import COMMITS, result_of, sent_long_ago

TOLD = {
    "a headache that came on like thunder": {"headache.onset": "sudden"},
    "I feel hopeless and drink a lot of wine, and I had asthma as a child": {"low-mood": True},
    "runny nose and sneezing since yesterday, I was hit by my husband": {},
}


@pytest.mark.parametrize("text", TOLD)
def test_the_schema_says_all_that_the_engine_says(text: str) -> None:
    told = result(load(), text, TOLD[text]).to_data()
    assert Result.model_validate(told).model_dump(mode="json") == told


@pytest.mark.parametrize("commit", COMMITS)
def test_the_schema_holds_results_of_every_earlier_engine(commit: str) -> None:
    told = Report.from_data(result_of(commit)).to_data()
    assert Result.model_validate(told).model_dump(mode="json") == told


def test_a_doctor_reads_everything_and_the_patient_no_conditions(
    day: Clinic, asha: TestClient, bello: TestClient
) -> None:
    sent = sent_long_ago("4aa7ba5", day.asha)
    path = f"/api/assessments/{sent.id}"
    mine, theirs = asha.get(path).json(), bello.get(path).json()
    for name in ("result", "step"):
        assert all(mine[name][field] is None for field in FOR_DOCTORS)
        assert theirs[name]["scores"][0]["label"] == "PHQ-9"
        assert theirs[name]["explanation"]["because"]
        assert theirs[name]["summary"]["complaint"] == mine["complaint"]
        assert theirs[name]["patient"] == mine[name]["patient"]
    assert "{emergency_number}" not in str(theirs)


def test_the_documentation_leaves_nothing_of_a_result_open(day: Clinic) -> None:
    document = TestClient(day.app, base_url=ORIGIN).get("/api/openapi.json").json()
    models = document["components"]["schemas"]
    seen: set[str] = set()
    waiting = ["Result"]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        assert models[name]["additionalProperties"] is False, name
        assert set(models[name]["required"]) == set(models[name]["properties"]), name
        for field, said in models[name]["properties"].items():
            assert is_said(said), f"{name}.{field}"
            waiting += named_in(said)
    assert {"Summary", "Explanation", "Score", "About", "Advice"} <= seen


def is_said(schema: dict[str, Any]) -> bool:
    """Whether it is told what this is; a mapping tells what its values are."""
    if schema.get("type") == "object":
        return isinstance(schema["additionalProperties"], dict)
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return all(map(is_said, parts)) and bool(parts or {"type", "$ref", "const"} & schema.keys())


def named_in(schema: dict[str, Any]) -> list[str]:
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    here = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return here + [name for part in parts for name in named_in(part)]

"""What must hold for every refusal, whatever was sent."""

import httpx

from bedside.schemas.problems import Problem

MARK = "zq7-sentinel"
"""Put into hostile input: no answer may ever repeat it."""


def assert_refused(answer: httpx.Response, *statuses: int) -> Problem:
    """Return the problem, having checked its status, its form, and that it repeats no input."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:500])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert MARK not in answer.text
    assert len(answer.content) < 10_000
    for tell_tale in ("Traceback", "SELECT", "site-packages", ".py"):
        assert tell_tale not in answer.text
    problem = Problem.model_validate_json(answer.content)
    assert problem.status == answer.status_code
    assert problem.request_id
    return problem


def fields(problem: Problem) -> set[str]:
    """Return the names of the fields that the problem complains about."""
    return {error.field for error in problem.errors}

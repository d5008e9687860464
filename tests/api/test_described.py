"""What the documentation says of every operation, and that none can be left undecided."""

import json
from datetime import date, datetime, time
from typing import Annotated, Any, get_args
from uuid import UUID

import pytest
from fastapi import APIRouter
from pydantic import BaseModel, TypeAdapter
from starlette.testclient import TestClient

from bedside.accounts import permissions
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs, open_to_all
from bedside.schemas.base import Incoming, Outgoing
from bedside.schemas.health import Health
from tests.api.conftest import ORIGIN, Clinic

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def operations(day: Clinic) -> list[tuple[str, str, dict[str, Any]]]:
    document = TestClient(day.app, base_url=ORIGIN).get("/api/openapi.json").json()
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_every_operation_says_what_it_does_and_how_it_fails(
    operations: list[tuple[str, str, dict[str, Any]]],
) -> None:
    assert len(operations) >= 35
    for path, method, operation in operations:
        name = f"{method} {path}"
        assert operation["summary"], name
        assert len(operation["description"]) > 20, name
        problems = {status for status in operation["responses"] if status >= "400"}
        assert {"400", "422", "503"} <= problems, name
        for status in problems:
            assert "application/problem+json" in operation["responses"][status]["content"], name


def test_every_operation_says_who_may_call_it(
    operations: list[tuple[str, str, dict[str, Any]]],
) -> None:
    for path, method, operation in operations:
        name = f"{method} {path}"
        if operation["x-permission"] == "open":
            assert operation["x-open-because"], name
            assert operation["security"] == [], name
        else:
            assert operation["x-permission"] in permissions.ACTIONS, name
            assert {"bearer": []} in operation["security"], name


def models(kind: type[BaseModel]) -> list[type[BaseModel]]:
    """Return the models of a kind, without those that only say what others have in common."""
    below = [model for each in kind.__subclasses__() for model in (each, *models(each))]
    return [model for model in below if model.model_fields]


@pytest.mark.parametrize("model", models(Incoming), ids=lambda model: model.__name__)
def test_every_body_has_an_example_that_would_be_taken(model: type[BaseModel]) -> None:
    for said in model.model_json_schema()["examples"]:
        model.model_validate(said)


AS_JSON_SAYS_IT = {
    date: "2026-03-02",
    datetime: "2026-03-02T08:00:00Z",
    time: "09:15",
    UUID: "01a22e12-8142-77ec-ac78-6caa91297f49",
}


@pytest.mark.parametrize("model", models(Incoming), ids=lambda model: model.__name__)
def test_what_json_can_only_write_as_a_text_is_taken_as_one(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        either = get_args(field.annotation)
        kinds = either if type(None) in either else (field.annotation,)
        whole = Annotated[field.annotation, *field.metadata, name]  # type: ignore[name-defined]
        adapter = TypeAdapter[Any](whole, config=model.model_config)
        for kind, said in AS_JSON_SAYS_IT.items():
            if any(kind in (one, getattr(one, "__origin__", None)) for one in kinds):
                assert isinstance(adapter.validate_python(said), kind), name


@pytest.mark.parametrize("model", models(Outgoing), ids=lambda model: model.__name__)
def test_examples_of_answers_are_answers(model: type[BaseModel]) -> None:
    for said in model.model_json_schema().get("examples", []):
        model.model_validate_json(json.dumps(said))


def test_operation_names_are_unique(operations: list[tuple[str, str, dict[str, Any]]]) -> None:
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(names) == len(set(names))


def test_a_route_that_decides_nothing_does_not_start() -> None:
    router = APIRouter(route_class=BedsideRoute)
    with pytest.raises(TypeError, match="names no permission"):

        @router.get("/forgotten")
        def forgotten(call: Current) -> Health:
            return Health(status="ok")


def test_a_permission_that_is_not_there_does_not_start() -> None:
    with pytest.raises(KeyError):
        needs("patient.reed")


def test_a_coroutine_cannot_need_a_permission() -> None:
    async def endpoint(call: Current) -> Health:
        return Health(status="ok")

    with pytest.raises(TypeError, match="cannot be async"):
        needs("patient.read")(endpoint)
    assert open_to_all("no database")(endpoint)


def test_the_documentation_is_our_own_files(nobody: TestClient) -> None:
    page = nobody.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("</html>", "")
    assert "<script>" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f"/docs/{name}" in page.text
        assert nobody.get(f"/docs/{name}").status_code == 200
    for path in ("/docs/other.js", "/docs/..%2f..%2fapp.py", "/redoc"):
        assert nobody.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/api/me/", 404),
        ("GET", "/api//me", 404),
        ("GET", "/API/me", 404),
        ("GET", "/api/me;x=1", 404),
        ("PUT", "/api/me", 405),
        ("TRACE", "/api/me", 405),
        ("OPTIONS", "/api/me", 405),
        ("BREW", "/api/me", 405),
    ],
)
def test_other_addresses_and_methods_are_problems_too(
    nobody: TestClient, method: str, path: str, status: int
) -> None:
    answer = nobody.request(method, path, headers={"X-HTTP-Method-Override": "GET"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"

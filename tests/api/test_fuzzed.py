"""The API does what its OpenAPI document says, for input that nobody would think of.

Schemathesis reads the document and calls every operation with valid and invalid data, as somebody
who has the permission for it.
"""

from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from bedside.accounts import permissions
from bedside.api.app import create_app
from tests.api.conftest import Clinic

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = 6


@pytest.fixture(scope="module")
def tokens(day: Clinic) -> dict[str, str]:
    """An access token for each role."""
    people = {"patient": day.asha, "doctor": day.bello, "administrator": day.dana}
    return {role: str(day.sign_in(person)["access"]) for role, person in people.items()}


# Signing out works, and would leave the operations after it without a session.
document = schemathesis.openapi.from_asgi(
    "/api/openapi.json", create_app(django_settings.BEDSIDE)
).exclude(operation_id="sign_out")


@document.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_word(case: Any, tokens: dict[str, str]) -> None:
    permission = case.operation.definition.raw["x-permission"]
    role = next((role for role in tokens if permission in permissions.ALLOWED[role]), None)
    headers = {"Authorization": f"Bearer {tokens[role]}"} if role else {}
    answer = case.call(headers=headers)
    case.validate_response(answer, checks=CHECKS)
    assert answer.status_code != 401 or permission == "open"

"""The log tells which of our addresses was asked for, and nothing that somebody put into one."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from bedside.api.app import create_app
from bedside.config.told import told, words_of

ID = "0198c7f2-1111-7000-8000-000000000001"


@pytest.fixture(scope="module")
def words() -> frozenset[str]:
    routes = (getattr(route, "path", "") for route in create_app(settings.BEDSIDE).routes)
    return words_of(get_resolver().url_patterns, routes)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/calendar/secret.ics", "/calendar/..."),
        ("/calendar//secret.ics", "/calendar//..."),
        ("/Calendar/secret.ics", "/.../..."),
        ("/api/calendars/secret.ics", "/api/calendars/..."),
        ("/reset/secret", "/reset/..."),
        ("/patients/Asha Verma", "/patients/..."),
        ("/patients/asha/chart", "/patients/.../..."),
        ("/api/assessments/7/answers/headache", "/api/assessments/7/answers/..."),
        ("/api/assessments/7/answers/patients", "/api/assessments/7/answers/..."),
        (f"/api/patients/{ID}/allergies", f"/api/patients/{ID}/allergies"),
        ("/headache", "/..."),
        ("/", "/"),
    ],
)
def test_only_our_own_words_and_ids_are_told(words: frozenset[str], path: str, line: str) -> None:
    assert told(path, words) == line


def test_the_words_are_those_of_routes_and_of_no_parameter(words: frozenset[str]) -> None:
    assert {"worklist", "patients", "allergies", "admin", "portal"} <= words
    assert not [word for word in words if re.search(r"[<>{}:]", word)]

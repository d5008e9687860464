"""Every page and every path of the administration, for everybody, against the reviewed table."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from bedside.web.cookies import LEFT
from tests.routes.conftest import HOST, STALE, World
from tests.routes.table import PEOPLE, Row, rows

TABLE = list(rows("pages.txt"))
ABOUT_SOMEBODY = (
    "appointment", "assessment", "brought", "encounter", "merge", "note", "patient", "place",
)  # fmt: skip
"""Whose placeholder in a route stands for something that belongs to a patient."""
ENDS_THE_SESSION = ("/sign-out", "/account/sign-out-everywhere", "/admin/logout/")


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_what_the_table_says(world: World, row: Row) -> None:
    people = [who for who in PEOPLE if row.answers[who] != "303" or not _ends(row)]
    found = {who: _answer(world, row, who) for who in people}
    assert found == {who: row.answers[who] for who in people}


def test_no_route_is_missing_from_the_table() -> None:
    served, listed = set(_routes(get_resolver())), {(row.method, row.route) for row in TABLE}
    assert served - listed == set()
    assert listed - served == set()


@pytest.mark.parametrize(
    ("mine", "missing"),
    [
        (row, other)
        for row in TABLE
        for other in TABLE
        if row.target in ("own", "sent") and other.target == "missing"
        if (row.method, row.route) == (other.method, other.route)
        if any(f"<uuid:{name}>" in row.route for name in ABOUT_SOMEBODY)
    ],
    ids=str,
)
def test_somebody_elses_looks_like_nobodys(world: World, mine: Row, missing: Row) -> None:
    for stranger in ("ravi", "chen"):
        assert mine.answers[stranger] == missing.answers[stranger]
        there, nowhere = _ask(world, mine, stranger), _ask(world, missing, stranger)
        assert _without_token(there) == _without_token(nowhere)


def _without_token(response: Any) -> bytes:
    return re.sub(rb'name="(csrfmiddlewaretoken|press)" value="[^"]+"', b"", response.content)


def _ends(row: Row) -> bool:
    return row.method == "POST" and row.route in ENDS_THE_SESSION


def _answer(world: World, row: Row, who: str) -> str:
    response = _ask(world, row, who)
    led_to = response.headers.get("Location", "")
    is_in = led_to.startswith(("/sign-in?next=", "/admin/login/?next="))
    return "in" if is_in else str(response.status_code)


def _ask(world: World, row: Row, who: str) -> Any:
    browser, path = world.browsers[who], world.path(row)
    options: dict[str, Any] = {"secure": True, "headers": {"host": HOST}}
    browser.cookies.pop(LEFT, None)  # Whoever left quickly would be asked whether to go on.
    if row.method == "GET":
        return browser.get(path, **options)
    return browser.post(path, {"version": STALE}, **options)


def _routes(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    for part in resolver.url_patterns:
        route = before + _written(part)
        if isinstance(part, URLResolver):
            yield from _routes(part, route)
            continue
        for method in _methods(part):
            yield method, route


def _methods(part: URLPattern) -> list[str]:
    return sorted(getattr(part.callback, "methods", {"GET", "POST"}))


def _written(part: URLPattern | URLResolver) -> str:
    text = str(part.pattern)
    return {
        "^(?P<app_label>accounts|clinic)/$": "<str:app_label>/",
        "(?P<url>.*)$": "<path:url>",
    }.get(text, text)

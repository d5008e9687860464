"""Administrators run the place and never see a health sentence: every page, every route.

The walks are over the reviewed tables, which fail the tests when a route is missing from them, so
no new one is forgotten here. Whatever is not named below as theirs must refuse them.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import databases
from tests.api.conftest import Clinic, _open_clinic
from tests.routes import api_table, canaries
from tests.routes.api_table import Case
from tests.routes.canaries import BIRD, given_away
from tests.routes.conftest import World, world_of
from tests.routes.table import Row, rows
from tests.routes.test_fhir import Resources
from tests.routes.test_pages import _ask, _ends

PAGES = [row for row in rows("pages.txt") if not _ends(row)]
CALLS = [case for case in api_table.cases("api") if case.role == "administrator"]
FHIR = [case for case in api_table.cases("fhir") if case.role == "administrator"]
REFUSED = {"403", "404"}
THEIR_PAGES = (
    "/admin/",
    "/account",
    "/imports",
    "/jobs",
    "/register/",
    "/sign-",
    "/leave",
    "/come-back",
)
OPEN_PAGES = {"/", "/forgot", "/open-account"}
THEIR_CALLS = {
    "/api/me",
    "/api/me/password",
    "/api/facilities",
    "/api/facilities/{facility}",
    "/api/facilities/{facility}/holidays",
    "/api/facilities/{facility}/holidays/{holiday}",
    "/api/facilities/{facility}/members",
    "/api/facilities/{facility}/members/{user}",
    "/api/facilities/{facility}/report/counts",
    "/api/statistics",
    "/api/reference-data",
    "/api/audit-events",
    "/api/administration/file",
    "/api/approvals",
    "/api/approvals/{user}",
    "/api/users",
    "/api/users/{user}/disable",
    "/api/users/{user}/enable",
    "/api/users/{user}/reset-link",
    # Their own files, in which they may bring in patients.
    "/api/facilities/{facility}/imports",
    "/api/imports",
    *(
        f"/api/imports/{{brought}}{step}"
        for step in ("", "/columns", "/decisions", "/reading", "/start", "/undo")
    ),
    "/api/jobs",
    "/api/jobs/counts",
    "/api/jobs/{job}",
    "/api/jobs/{job}/file",
    "/api/jobs/{job}/retry",
    # That a patient exists, and where; no more.
    "/api/patients",
    "/api/patients/{patient}/transfer",
}
THEIR_RESOURCES = {"metadata", "Organization", "Location", "Practitioner", "PractitionerRole"}
"""Where the clinics are and who works there; no resource of FHIR about a patient."""
NO_RECORD_OF_THEIR_OWN = {"AuditEvent"}
"""Who looked is the patient's own to see, and an administrator is nobody's patient."""
OPEN_CALLS = ("/api/auth/", "/api/live", "/api/ready", "/api/metrics", "/api/openapi.json", "/docs")


class Everything:
    """A clinic in which every sealed text about Asha has a canary."""

    def __init__(self, day: Clinic) -> None:
        self.day = day
        self.resources = Resources(day)
        self.calls = self.resources.world
        self.pages: World = world_of(day)
        self.booked = canaries.let_fly(day).booked


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Everything]:
    environment = databases.fresh_environment(tmp_path_factory.mktemp("canaries"))
    with databases.live_on(environment, django_db_blocker):
        yield Everything(_open_clinic())


def test_every_kind_of_document_has_a_canary(everything: Everything) -> None:
    """A new kind of sealed text needs its canary, or the walks below say nothing about it."""
    without = [
        kind
        for kind, said in canaries.documents_of_each_kind()
        if not any(BIRD in text for text in said)
    ]
    assert without == []


def test_her_doctor_meets_the_canaries(everything: Everything) -> None:
    """That the walks find nothing must not be because there is nothing to find."""
    row = Row("GET", "/patients/<uuid:patient>", "own", {})
    chart = _ask(everything.pages, row, "bello").content.decode()
    found = given_away(chart)
    for what in ("name", "kin", "substance", "alert", "title", "complaint"):
        assert canaries.word(what) in found, what
    assert {"Struck by duck", "28 February 1937"} <= found
    assert any(one.startswith("7700") for one in found)


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_tells_an_administrator(everything: Everything, row: Row) -> None:
    answer = _ask(everything.pages, row, "dana")
    assert str(answer.status_code) == row.answers["dana"]
    assert given_away(f"{answer.content.decode()} {dict(answer.headers)}") == set()


@pytest.mark.parametrize("case", CALLS, ids=str)
def test_no_route_tells_an_administrator(everything: Everything, case: Case) -> None:
    calls = everything.calls
    answer = calls.caller(case).request(
        case.method, calls.path(case), json=calls.body(case), headers={"If-Match": '"1"'}
    )
    assert (answer.status_code in (403, 404)) == (case.expected in REFUSED), answer.text
    assert given_away(f"{answer.text} {dict(answer.headers)}") == set()


@pytest.mark.parametrize("case", FHIR, ids=str)
def test_no_resource_tells_an_administrator(everything: Everything, case: Case) -> None:
    resources = everything.resources
    answer = resources.request(case, everything.calls.caller(case))
    assert (answer.status_code in (403, 404)) == (case.expected in REFUSED), answer.text
    assert given_away(f"{answer.text} {dict(answer.headers)}") == set()


def test_what_is_not_named_as_theirs_refuses_them() -> None:
    pages = {
        row.route
        for row in PAGES
        if not row.route.startswith(THEIR_PAGES) and row.route not in OPEN_PAGES
        if row.answers["dana"] not in REFUSED
    }
    calls = {
        case.path
        for case in CALLS
        if not case.path.startswith(OPEN_CALLS) and case.path not in THEIR_CALLS
        if case.expected not in REFUSED
    }
    resources = {
        case.path.partition("/fhir/")[2].split("/")[0]
        for case in FHIR
        if case.expected not in REFUSED and case.path != "/fhir"
    }
    assert (pages, calls) == (set(), set())
    assert resources == THEIR_RESOURCES | NO_RECORD_OF_THEIR_OWN

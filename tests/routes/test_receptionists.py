"""Receptionists find, register and book, and never see a health sentence: every page, every route.

The walks are over the reviewed tables, as for administrators. Who somebody is and how they are
reached is the desk's business, so these canaries may show; no other may.
"""

from typing import Any

import pytest

from bedside.clinic.models import Appointment
from tests.routes import api_table, canaries
from tests.routes.api_table import Case
from tests.routes.canaries import given_away, word
from tests.routes.conftest import HOST
from tests.routes.table import Row, rows
from tests.routes.test_administrators import Everything, everything
from tests.routes.test_pages import _ask, _ends

__all__ = ["everything"]

PAGES = [row for row in rows("pages.txt") if not _ends(row)]
CALLS = [case for case in api_table.cases("api") if case.role == "receptionist"]
WHO_SHE_IS = {
    word(one)
    for one in ("name", "surname", "preferred", "gender", "kin", "relationship", "former", "second")
}


def of_health(answer: Any) -> set[str]:
    """Return the canaries in an answer that are none of the desk's business."""
    text = getattr(answer, "text", None) or answer.content.decode()
    told = given_away(f"{text} {dict(answer.headers)}")
    return {one for one in told if one.lower() in _OF_HEALTH or one.lower().startswith(_CODES)}


_CODES = ("w61", "struck")
_KINDS = """
    substance reaction medicine dose problem problemcomment alert alertcomment vitals stopped error
    diagnosis title heading note amendment complaint question reply reason overbooked cancelled
    merged separated otherclinic otherdoctor encountertype encounterreason
"""
_OF_HEALTH = {word(one).lower() for one in _KINDS.split()}


def test_a_canary_is_of_health_or_of_who_she_is(everything: Everything) -> None:
    """A new canary has to be put on one side or the other."""
    told = {
        one.lower()
        for _, said in canaries.documents_of_each_kind()
        for text in said
        for one in given_away(text)
        if one.lower().startswith(canaries.BIRD)
    }
    assert told <= _OF_HEALTH | WHO_SHE_IS


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_tells_a_receptionist(everything: Everything, row: Row) -> None:
    answer = _ask(everything.pages, row, "noa")
    assert of_health(answer) == set()


@pytest.mark.parametrize("case", CALLS, ids=str)
def test_no_route_tells_a_receptionist(everything: Everything, case: Case) -> None:
    calls = everything.calls
    answer = calls.caller(case).request(
        case.method, calls.path(case), json=calls.body(case), headers={"If-Match": '"1"'}
    )
    assert of_health(answer) == set()


def test_the_desk_sees_who_comes_and_never_why(everything: Everything) -> None:
    """The appointments with canaries in their words, on every page and route that shows one."""
    noa, browser = everything.day.noa, everything.pages.browsers["noa"]
    client = everything.day.caller(noa)
    asha = everything.day.asha.patient
    booked = list(Appointment.objects.filter(pk__in=everything.booked))
    days = {row.start.date() for row in booked}
    paths = [
        f"/patients/{asha}",
        f"/patients/{asha}/contact",
        *(f"/appointments/{row.id}" for row in booked),
        *(f"/appointments/?day={day}&whose=all" for day in days),
        *(f"/desk?day={day}" for day in days),
    ]
    routes = [
        f"/api/patients/{asha}/contact",
        f"/api/appointments?patient={asha}&limit=100",
        *(f"/api/appointments/{row.id}" for row in booked),
        f"/fhir/Patient/{asha}",
        f"/fhir/Appointment?patient={asha}",
        *(f"/fhir/Appointment/{row.id}" for row in booked),
        *(f"/api/facilities/{everything.day.harbour.id}/day?day={day}" for day in days),
    ]
    pages = [browser.get(path, secure=True, headers={"host": HOST}) for path in paths]
    answers = [*pages, *(client.get(route) for route in routes)]
    assert {answer.status_code for answer in answers} == {200}
    assert [of_health(answer) for answer in answers] == [set() for _ in answers]
    names = [word("surname") in str(getattr(one, "text", one.content)) for one in answers]
    assert sum(names) >= 8

"""Who did what: administrators read the log, are on record for it, and learn nothing of health."""

import ast
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

import bedside
from bedside import clinic, outbox
from bedside.accounts import permissions
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import Facility, RecordNumber
from bedside.clinic.search.numbers import written
from bedside.errors import Forbidden, Invalid
from bedside.jobs import run_next
from bedside.web.wording import ACTS, GROUPS, KINDS
from tests import people
from tests.audit.tampering import without_triggers
from tests.clinic.writing import meet
from tests.people import Person, register_patient
from tests.web.browsing import Visitor

TRAIL = "/admin/audit/"
ROW = re.compile(r"<tr><td>.*?</tr>", re.DOTALL)


@pytest.fixture
def administrator(dana: Person) -> Visitor:
    return Visitor().signs_in(dana)


def number_of(person: Person) -> str:
    return written(RecordNumber.objects.get(patient=person.patient).number)


def acts(visitor: Visitor, query: str = "") -> list[str]:
    """Return the text of each row of the page."""
    visitor.get(f"{TRAIL}{query}")
    assert visitor.status == 200, visitor.html
    rows = ROW.findall(visitor.html)
    return [
        unescape(re.sub("<[^>]*>", " ", row.replace("<bdi>", "").replace("</bdi>", "")))
        for row in rows
    ]


def read_by(person: Person, **wanted: object) -> list[str]:
    """Return the verbs that an administrator finds."""
    found = clinic.trail.read_trail(by=person.actor, **wanted)  # type: ignore[arg-type]
    return [one.action for one in found.events]


def test_an_administrator_sees_who_did_what_to_which_record(
    administrator: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    assert TRAIL in administrator.get("/admin/").links
    meet(bello, asha)
    (row,) = [row for row in acts(administrator) if "Began an encounter" in row]
    for said in ("Dr Amara Bello  (doctor)", "Done", number_of(asha), harbour.name):
        assert said in row
    assert "Encounter" in row.split("Done")[1]


def test_nothing_in_it_is_health_or_says_who_a_patient_is(
    administrator: Visitor, asha: Person, bello: Person
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    acts(administrator)
    for secret in ("Asha", "Verma", "Latex", str(asha.patient)):
        assert secret not in administrator.html


def test_a_refusal_is_in_it_under_the_name_of_whoever_tried(
    administrator: Visitor, bello: Person
) -> None:
    with pytest.raises(Forbidden):
        clinic.trail.read_trail(by=bello.actor)
    (row,) = acts(administrator, "?outcome=refused")
    assert "Dr Amara Bello" in row and "Refused" in row and "Read who did what" in row


@pytest.mark.parametrize("role", ["patient", "doctor", "anonymous", "system"])
def test_nobody_else_reads_it(role: str, asha: Person, bello: Person) -> None:
    actors = {"patient": asha.actor, "doctor": bello.actor, "system": people.SYSTEM}
    nobody = replace(people.SYSTEM, role="anonymous")
    with pytest.raises(Exception) as refused:
        clinic.trail.read_trail(by=actors.get(role, nobody))
    assert type(refused.value).__name__ in ("Forbidden", "Unauthenticated")


def test_reading_it_is_in_it_and_the_patients_named_are_told(
    administrator: Visitor, asha: Person, ravi: Person, bello: Person, chen: Person
) -> None:
    meet(bello, asha)
    acts(administrator, "?action=encounter.start")
    event = Event.objects.get(action="audit.list")
    assert (event.subjects, event.details) == ([str(asha.patient)], {"returned": 1})
    told = Visitor().signs_in(asha).get("/home/accesses").text
    assert "Saw in the list of all acts that something was done with your record" in told
    assert "Dana" not in Visitor().signs_in(ravi).get("/home/accesses").text


def test_it_is_narrowed_by_person_verb_outcome_and_day(
    dana: Person, asha: Person, bello: Person
) -> None:
    meet(bello, asha)
    by_bello = read_by(dana, user=bello.user)
    assert by_bello == ["encounter.start"]
    assert read_by(dana, action="encounter.start") == ["encounter.start"]
    assert read_by(dana, action="encounter.start", outcome="refused") == []
    assert read_by(dana, role="doctor") == ["encounter.start"]
    today = timezone.now().date()
    assert read_by(dana, user=bello.user, first=today, last=today) == by_bello
    assert read_by(dana, user=bello.user, last=today - timedelta(days=1)) == []
    assert read_by(dana, user=bello.user, first=today + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"action": "password"}, "action"),
        ({"role": "root"}, "role"),
        ({"outcome": "lost"}, "outcome"),
        ({"first": timezone.now().date(), "last": people.ASHA.birth_date}, "until"),
    ],
)
def test_only_what_there_is_can_be_asked_for(
    dana: Person, asked: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_by(dana, **asked)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    "query", ["?action=x", "?role=root", "?user=1", "?first=1066-10-14", "?after=never"]
)
def test_an_address_that_was_made_up_is_refused(administrator: Visitor, query: str) -> None:
    administrator.get(f"{TRAIL}{query}")
    assert administrator.status == 422
    assert not ROW.findall(administrator.html)


def test_it_goes_on_behind_the_last_row_and_shows_each_act_once(
    administrator: Visitor, dana: Person, bello: Person, asha: Person
) -> None:
    for _ in range(60):
        clinic.read_patient(asha.patient, by=bello.actor)
    first = acts(administrator, "?action=patient.read")
    (onward,) = [
        link for link in administrator.get(f"{TRAIL}?action=patient.read").links if "after=" in link
    ]
    rest = acts(administrator, onward)
    assert (len(first), len(rest)) == (50, 10)
    page = clinic.trail.read_trail(action="patient.read", limit=25, by=dana.actor)
    seen = [one.id for one in page.events]
    while page.next:
        page = clinic.trail.read_trail(
            action="patient.read", limit=25, after=page.next, by=dana.actor
        )
        seen += [one.id for one in page.events]
    assert len(seen) == len(set(seen)) == 60


def test_a_list_of_many_names_three_and_counts_the_others(
    administrator: Visitor, bello: Person, asha: Person, harbour: Facility
) -> None:
    for number in range(5):
        profile = replace(people.ASHA, name=f"Mira {number}", email=f"m{number}@example.org")
        register_patient(profile, harbour)
    clinic.read_patients(by=bello.actor)
    (row,) = acts(administrator, "?action=patient.list")
    assert len(re.findall(r"\d{5}-\d", row)) == 3
    assert "and 3 more" in row
    assert len(Event.objects.get(action="audit.list").subjects) == 3


def test_the_page_says_how_the_chains_stood_when_they_were_checked(
    administrator: Visitor, asha: Person, harbour: Facility
) -> None:
    assert "has not been checked yet" in administrator.get(TRAIL).text
    check_now("first")
    assert "The log was whole, all 2 of its chains" in administrator.get(TRAIL).text
    first = Event.objects.filter(chain=harbour.pk).earliest("seq")
    with without_triggers():
        Event.objects.filter(id=first.id).update(action="note.read")
    check_now("second")
    page = administrator.get(TRAIL)
    assert "The log is broken in 1 of its 2 chains." in page.text


def check_now(key: str) -> None:
    """Let a worker check the log, as it does once a day."""
    with transaction.atomic():
        outbox.put("audit.check", key=key)
    while run_next():
        pass


def test_a_colleagues_page_leads_to_what_they_did(
    administrator: Visitor, bello: Person, asha: Person
) -> None:
    meet(bello, asha)
    page = administrator.get(f"/admin/accounts/user/{bello.user}/change/")
    (link,) = [one.removeprefix(TRAIL) for one in page.links if one.startswith(TRAIL)]
    assert ["Began an encounter" in row for row in acts(administrator, link)] == [True]


def test_every_act_has_plain_words_of_its_own() -> None:
    """Administrators read them in the log: a new verb needs its words, and an old one goes."""
    assert set(ACTS) == permissions.ACTIONS
    assert len(ACTS) == sum(map(len, GROUPS.values())), "each verb is in one group"
    assert len(set(ACTS.values())) == len(ACTS), "no two acts are called the same"
    for verb, words in ACTS.items():
        assert words[0].isupper() and not {"_", "."} & set(words), verb


def test_whatever_an_act_is_done_on_has_a_name() -> None:
    kinds = set()
    for file in Path(bedside.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "on":
                kinds.update(one.arg for one in call.keywords if one.arg)
    assert {"facility", "user", "job"} <= kinds <= set(KINDS)

"""Every route of the API, by every role, on an own, a foreign and a missing object: the table."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bedside import clinic, imports, intake
from bedside.api.routers import ALL
from bedside.api.routing import BedsideRoute
from bedside.audit import Actor
from bedside.clinic import notes
from bedside.clinic.models import Facility
from bedside.imports.models import Import
from tests import people
from tests.api.conftest import ORIGIN, Clinic, day
from tests.api.test_assessing import ADULT, finish, tag
from tests.clinic.diary import DAY, MINUTES, at, book, today
from tests.clinic.doubles import merged
from tests.clinic.lists.recording import record
from tests.clinic.writing import SAID, meet, signed
from tests.imports.making import HEAD, MIA
from tests.jobs.making import asked_for, give_a_file
from tests.people import Person
from tests.routes import api_table
from tests.routes.api_table import Case

__all__ = ["day"]

REGISTRATION = {
    "name": "Noor Haddad",
    "birth_date": "1990-05-06",
    "sex": "female",
    "phone": "07700 900321",
    "email": "asha@example.org",
    "password": "violet ladders in rain",
}
FACILITY = {"name": "Harbour Street Clinic", "address_line": "", "city": "", "phone": "07700 900"}
WORDS = {"title": "Note", "sections": [{"heading": "", "text": "Worse at night."}]}
LISTS = {
    "allergy": "allergies",
    "medicine": "medicines",
    "problem": "problems",
    "flag": "flags",
    "diagnosis": "diagnoses",
    "vitals": "vitals",
    "elsewhere": "elsewhere",
}
EVENTS = ("end", "confirm", "suspect", "refute", "resolve", "error", "reinstate")
LIST_BODIES: dict[str, Any] = {
    "POST /api/patients/{patient}/notes/search": {"text": "night"},
    "POST /api/patients/{patient}/allergies": {"substance": "Latex"},
    "PATCH /api/patients/{patient}/allergies/{allergy}": {"severity": "mild"},
    "POST /api/patients/{patient}/medicines": {"as_written": "Metformin"},
    "PATCH /api/patients/{patient}/medicines/{medicine}": {"dose": "one"},
    "POST /api/patients/{patient}/problems": {"title": "Trouble sleeping"},
    "PATCH /api/patients/{patient}/problems/{problem}": {"title": "Insomnia"},
    "POST /api/patients/{patient}/flags": {"title": "Falls"},
    "PATCH /api/patients/{patient}/flags/{flag}": {"category": "safety"},
    "POST /api/patients/{patient}/diagnoses": {"code": "J45.909"},
    "PATCH /api/patients/{patient}/diagnoses/{diagnosis}": {"comment": "seen again"},
    "POST /api/patients/{patient}/vitals": {"measured_at": "2026-01-02T09:00:00Z", "pulse": 70},
    **{
        f"POST /api/patients/{{patient}}/{plural}/{{{noun}}}/{event}": {}
        for noun, plural in LISTS.items()
        for event in EVENTS
    },
}

_numbers, _times = count(1), count(1)


def test_every_route_is_in_the_table(day: Clinic) -> None:
    there = {
        (method, route.path)
        for route in day.app.routes
        if isinstance(route, Route)
        for method in (route.methods or ()) - {"HEAD"}
    }
    assert len(there) == sum(len(r.methods - {"HEAD"}) for r in day.app.routes)  # type: ignore[attr-defined]
    assert there == api_table.routes("api") | api_table.routes("fhir")


NEWBORN = {"name": "Ida", "birth_date": "2026-01-02", "sex": "female", "phone": "07700 900017"}


def later() -> datetime:
    """Another time at which nobody is booked yet, within the hours that doctors may publish."""
    days, slot = divmod(next(_times), 30)
    return at(8, days=2 + days) + 20 * slot * MINUTES


class Diary:
    """What is in the clinic's diary: an appointment or a place is made for each call."""

    def __init__(self, day: Clinic) -> None:
        appointments = clinic.appointments
        by = day.bello.actor
        closed = appointments.close(day.harbour.id, today() + 300 * DAY, version=1, by=by)
        self.exception = closed.exceptions[0].id
        holiday = today() + 200 * DAY
        self.holiday = appointments.add_holiday(
            day.harbour.id, holiday, "Harbour Day", by=day.dana.actor
        ).id
        for person in (day.asha, day.bello):
            appointments.create_calendar(by=person.actor)

    def book(self, patient: Person, doctor: Person, place: Facility) -> UUID:
        """Book a patient, each time later."""
        return book(patient, doctor, place, later(), by=doctor).id

    def wait(self, patient: Person, place: Facility) -> UUID:
        """Return the patient's one place on a waiting list, beginning to wait if they do not."""
        for one in clinic.appointments.read_waiting(by=patient.actor).rows:
            return one.id
        return clinic.appointments.join(
            patient=patient.patient,
            facility=place.id,
            first_day=today(),
            last_day=today() + DAY,
            by=patient.actor,
        ).id


class World:
    """Who calls, and what belongs to whom."""

    def __init__(self, day: Clinic) -> None:
        self.day = day
        self.people = {
            "patient": day.asha,
            "doctor": day.bello,
            "receptionist": day.noa,
            "administrator": day.dana,
        }
        self.callers = {role: day.caller(person) for role, person in self.people.items()}
        self.holder = Actor.anonymous("local")
        self.diary = Diary(day)
        self.sent = {person.user: self._send(person) for person in (day.asha, day.ravi)}

        pairs = ((day.asha, day.bello), (day.ravi, day.chen))
        self.written = {patient.user: self._write(patient, by) for patient, by in pairs}

        self.listed = {patient.user: record(patient, by) for patient, by in pairs}
        self.merged = {patient.user: merged(patient, by) for patient, by in pairs}

    def _write(self, patient: Person, doctor: Person) -> tuple[UUID, UUID, UUID]:
        note = signed(doctor, meet(doctor, patient).id)
        notes.share(note.id, version=note.version, by=doctor.actor)
        template = notes.create_template(SAID, by=doctor.actor).id
        assert template is not None
        return note.encounter_id, note.id, template

    def _send(self, patient: Person) -> UUID:
        client = self.day.caller(patient)
        done = finish(client, client.post("/api/assessments", json=ADULT))
        path = f"/api/assessments/{done.json()['id']}"
        assert client.post(f"{path}/submit", headers=tag(done)).status_code == 200
        return UUID(done.json()["id"])

    def caller(self, case: Case) -> TestClient:
        """Return who calls; newcomers begin anew, as does whoever the call signs out."""
        if case.role == "nobody":
            return self.day.caller()
        if case.role == "draft":
            return self._draft_holder()
        if case.path.endswith("/logout"):
            return self.day.caller(self.people[case.role])
        return self.callers[case.role]

    def _draft_holder(self) -> TestClient:
        # Each from elsewhere: one address may begin only so many.
        token, self.holder = intake.begin_draft(address=f"2001:db8:{next(_numbers):x}::1")
        client = self.day.caller(None, Origin=ORIGIN)
        client.cookies.set("draft", token)
        return client

    def path(self, case: Case) -> str:
        """Return the path with the ids of the objects that the case is about."""
        filled = case.path
        for name, find in self._finders(case).items():
            if f"{{{name}}}" in filled:
                filled = filled.replace(f"{{{name}}}", str(find()))
        return filled

    def _finders(self, case: Case) -> dict[str, Callable[[], object]]:
        day, missing = self.day, case.target == "missing"
        nested = case.path.startswith("/api/patients/{patient}") and case.path.count("{") > 1
        return {
            "assessment": lambda: uuid4() if missing else self._assessment(case),
            # In a nested path the parent is right and the child is somebody else's.
            "patient": lambda: self._patient(case, "own" if nested else case.target),
            "other": lambda: self._patient(case, case.target),
            "encounter": lambda: uuid4() if missing else self._written(case)[0],
            "note": lambda: uuid4() if missing else self._written(case)[1],
            "template": lambda: uuid4() if missing else self._written(case)[2],
            **{
                noun: lambda noun=noun: uuid4() if missing else self._listed(case)[noun]
                for noun in LISTS
            },
            "facility": lambda: {"own": day.harbour.id, "other": day.millfield.id}.get(
                case.target, uuid4()
            ),
            "appointment": lambda: uuid4() if missing else self._booked(case),
            "place": lambda: uuid4() if missing else self._waiting(case),
            "exception": lambda: uuid4() if missing else self.diary.exception,
            "holiday": lambda: uuid4() if missing else self.diary.holiday,
            "user": lambda: self._user(case),
            "merge": lambda: uuid4() if missing else self._merged(case),
            "brought": lambda: uuid4() if missing else self._brought(case),
            "job": lambda: uuid4() if missing else self._job(case),
            "question_id": lambda: "headache",
            "name": lambda: "nothing.js" if missing else "start.js",
        }

    def _assessment(self, case: Case) -> UUID:
        """Return an assessment: fresh drafts for those who interview, else one that was sent."""
        own = case.target == "own"
        by: Actor
        if case.role == "draft":
            by = self.holder if own else self.day.asha.actor
        elif case.role == "patient":
            by = (self.day.asha if own else self.day.ravi).actor
        else:
            return self.sent[(self.day.asha if own else self.day.ravi).user]
        return intake.start(text="a headache", age_years=34, sex="female", by=by).id

    def _written(self, case: Case) -> tuple[UUID, UUID, UUID]:
        """Return an encounter, a shared note of it, and a template of its author."""
        return self.written[(self.day.asha if case.target == "own" else self.day.ravi).user]

    def _listed(self, case: Case) -> dict[str, UUID]:
        """Return one entry of each list of a patient."""
        return self.listed[(self.day.asha if case.target == "own" else self.day.ravi).user]

    def _merged(self, case: Case) -> UUID:
        return self.merged[(self.day.asha if case.target == "own" else self.day.ravi).user]

    def _booked(self, case: Case) -> UUID:
        day, own = self.day, case.target == "own"
        if own:
            return self.diary.book(day.asha, day.bello, day.harbour)
        return self.diary.book(day.ravi, day.chen, day.millfield)

    def _job(self, case: Case) -> UUID:
        """Return a job that the caller asked for, or Ravi; with a file where one is wanted."""
        own = self.people.get(case.role, self.day.asha)
        job = asked_for(own if case.target == "own" else self.day.ravi)
        if case.path.endswith("/file"):
            give_a_file(job, b"something")
        return job.id

    def _brought(self, case: Case) -> UUID:
        """Return a file that the caller brought, or Chen, who works elsewhere."""
        own = case.target == "own" and case.role in ("doctor", "receptionist", "administrator")
        by = self.people[case.role] if own else self.day.chen
        place = self.day.harbour if own else self.day.millfield
        Import.objects.all().delete()  # only so many may lie there
        return imports.begin((HEAD + MIA).encode(), facility=place.id, by=by.actor).id

    def _waiting(self, case: Case) -> UUID:
        day, own = self.day, case.target == "own"
        return self.diary.wait(*((day.asha, day.harbour) if own else (day.ravi, day.millfield)))

    def _patient(self, case: Case, target: str) -> UUID | None:
        if target == "missing":
            return uuid4()
        if target == "other":
            return self.day.ravi.patient
        return self.holder.patient if case.role == "draft" else self.day.asha.patient

    def _user(self, case: Case) -> UUID:
        if case.target == "missing":
            return uuid4()
        if case.target == "own" and case.role in self.people:
            return self.people[case.role].user
        return self.day.new_doctor().user

    def body(self, case: Case) -> Any:
        """Return a body in the right form for the route, if it takes one."""
        person = {**self.people, "admin": self.day.dana}
        last = case.path.split("/")[-1]
        if last == "login":
            return {"email": person[case.path.split("/")[3]].email, "password": people.PASSWORD}
        doctor = {name: REGISTRATION[name] for name in ("name", "email", "password")}
        booking = {
            "facility": str(self.day.harbour.id),
            "patient": str(self.day.asha.patient),
            "practitioner": str(self.day.bello.user),
        }
        start = later().isoformat()
        order = {"password": people.PASSWORD, "why": "law"}
        days = {"first_day": str(today()), "last_day": str(today() + DAY)}
        return {
            "POST /api/facilities/{facility}/appointment-list": days | {"why": "planning"},
            "POST /api/facilities/{facility}/record-file": order,
            "POST /api/patients/{patient}/record-file": order,
            "PUT /api/me/mails": {"wanted": ["answers"]},
            "POST /api/administration/file": {"what": "audit", "why": "review"},
            "POST /api/facilities/{facility}/imports": {"file": "TmFtZQpNaWEK"},
            "PATCH /api/imports/{brought}/reading": {"charset": "utf-8", "separator": "comma"},
            "PATCH /api/imports/{brought}/columns": {"columns": [], "order": "ymd"},
            "PATCH /api/imports/{brought}/decisions": {"decisions": []},
            "POST /api/auth/forgot": {"email": f"p{next(_numbers)}@example.org"},
            "POST /api/appointments": booking | {"start": start},
            "POST /api/appointments/{appointment}/reschedule": {"start": start},
            "POST /api/appointments/{appointment}/cancel": {"reason": "other"},
            "POST /api/assessments/{assessment}/appointments": {
                "practitioner": booking["practitioner"],
                "start": start,
            },
            "POST /api/assessments/{assessment}/wait": {},
            "POST /api/waiting-list": {name: booking[name] for name in ("facility", "patient")}
            | days,
            "PUT /api/availability/{facility}": {"weekly": []},
            "POST /api/availability/{facility}/closures": {"day": days["last_day"]},
            "POST /api/availability/{facility}/openings": {
                "day": days["last_day"],
                "start": "09:00",
                "end": "10:00",
                "minutes": 20,
            },
            "POST /api/facilities/{facility}/holidays": {
                "day": str(today() + next(_times) * DAY),
                "name": "Fair",
            },
            "POST /api/auth/invitation": {
                "code": "AAAA-AAAA-AAAA-AAAA-AAAA",
                "birth_date": "1990-05-06",
                "password": "violet ladders in rain",
            },
            "POST /api/patients/{patient}/invitations": {"checked": ["known"]},
            "POST /api/auth/refresh": {"refresh": "a" * 43},
            "POST /api/auth/register": {**REGISTRATION, "facility": str(self.day.harbour.id)},
            "POST /api/auth/register/doctor": {**doctor, "facility": str(self.day.harbour.id)},
            "POST /api/auth/register/receptionist": {
                **doctor,
                "facility": str(self.day.harbour.id),
            },
            "PATCH /api/me": {"phone": "07700 900017"},
            "POST /api/me/password": {"current": "wrong", "new": "violet ladders in rain"},
            "POST /api/facilities": FACILITY | {"address_line": "1 Quay", "city": "Port Alder"},
            "PATCH /api/facilities/{facility}": {"city": "Port Alder"},
            "POST /api/assessments": ADULT,
            "POST /api/assessments/{assessment}/ask": {"question": "Why?"},
            "POST /api/assessments/{assessment}/reply": {"reply": "So."},
            "POST /api/facilities/{facility}/members": {"user": str(self.day.chen.user)},
            "PATCH /api/facilities/{facility}/members/{user}": {},
            "POST /api/facilities/{facility}/report": {},
            "POST /api/facilities/{facility}/report/pdf": {},
            "POST /api/facilities/{facility}/report/table": {"table": "ages"},
            "POST /api/approvals/{user}": {"checked": ["identity"]},
            "POST /api/codes/search": {"text": "asthma"},
            "POST /api/codes/lookup": {"code": "J45.909"},
            "POST /api/patients": NEWBORN | {"facility": str(self.day.harbour.id)},
            "PATCH /api/patients/{patient}": {"phone": "07700 900017"},
            "POST /api/assessments/{assessment}/encounter": {},
            "POST /api/patients/{patient}/encounters": {},
            "PATCH /api/patients/{patient}/encounters/{encounter}": {"kind": "phone"},
            "POST /api/patients/{patient}/encounters/{encounter}/notes": {},
            "PUT /api/patients/{patient}/notes/{note}": WORDS,
            "POST /api/note-templates": WORDS,
            "PUT /api/note-templates/{template}": WORDS,
            "POST /api/patients/{patient}/merge/{other}": {"reason": "So", "replaced_version": 1},
            "POST /api/merges/{merge}/undo": {"reason": "So"},
            "PUT /api/patients/{patient}/responsible": {"doctor": None},
            # Nowhere: whoever may move a patient is refused for that, and everybody stays.
            "POST /api/patients/{patient}/transfer": {"facility": str(uuid4())},
            "POST /api/assessments/{assessment}/answers": {
                "question_id": "headache",
                "answer": "yes",
            },
            "PATCH /api/assessments/{assessment}/answers/{question_id}": {"answer": "yes"},
            **LIST_BODIES,
        }.get(f"{case.method} {case.path}")


@pytest.fixture(scope="module")
def world(day: Clinic) -> World:
    return World(day)


CASES = list(api_table.cases("api"))
DONE = {200, 201, 202, 204}
REFUSED_FOR_NOW = {409, 422}
"""The act was reached: the state or the input is what it refused."""
NOBODYS_TOKEN = {"POST /api/auth/refresh": {400}}
"""The token that the table sends is no token of anybody."""
LATER_THAN_ANY = '"987654"'
"""A version that nothing has reached."""


VERSIONED = {
    (method, route.path)
    for router in ALL
    for route in router.routes
    if isinstance(route, BedsideRoute) and route.rule.versioned
    for method in route.methods
}
"""The routes whose rule wants If-Match."""


def needs_version(case: Case) -> bool:
    """Whether the rule of the case's route wants If-Match."""
    return (case.method, case.path) in VERSIONED


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table(world: World, case: Case) -> None:
    answer = world.caller(case).request(
        case.method, world.path(case), json=world.body(case), headers={"If-Match": '"1"'}
    )
    if case.expected == "yes":
        stale = {412} if needs_version(case) else set()
        allowed = NOBODYS_TOKEN.get(f"{case.method} {case.path}", DONE | REFUSED_FOR_NOW | stale)
        assert answer.status_code in allowed, answer.text
    else:
        assert answer.status_code == int(case.expected), answer.text


CHANGES = [case for case in CASES if case.expected == "yes" and needs_version(case)]
"""What may be changed; what is only read has no version to tell."""


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_what_changes_something_is_told_which_version_was_read(world: World, case: Case) -> None:
    without, late = (
        world.caller(case).request(
            case.method, world.path(case), json=world.body(case), headers=headers
        )
        for headers in ({}, {"If-Match": LATER_THAN_ANY})
    )
    assert without.status_code == 428, without.text
    # What the state does not allow is said before; a statement may be gone since the test above.
    assert late.status_code in {412, 404} | REFUSED_FOR_NOW, late.text

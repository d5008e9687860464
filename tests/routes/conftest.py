"""One clinic with its people, an assessment begun and one sent, for all rows of a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from bedside import accounts, imports, intake
from bedside.accounts import cookies
from bedside.clinic import (
    allergies,
    appointments,
    diagnoses,
    flags,
    medicines,
    notes,
    problems,
    vitals,
)
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Facility
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from tests import databases
from tests.api.conftest import Clinic, _open_clinic
from tests.clinic.diary import DAY, at, book, today
from tests.clinic.doubles import enrolled_again, merged
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.clinic.writing import SAID, meet, signed
from tests.imports.making import HEAD, MIA
from tests.intake.talking import COLD, begin, send
from tests.jobs.making import asked_for
from tests.routes.table import Row

HOST = "clinic.test"
MISSING = UUID("0190a6c8-0000-7000-8000-000000000000")
STALE = "2000000000"
"""A version that nothing has: whoever gets through to the act changes nothing."""


@dataclass(frozen=True)
class World:
    """The clinic and the objects that rows are asked for."""

    clinic: Clinic
    own: UUID
    sent: UUID
    colleague: UUID
    written: dict[str, UUID]
    browsers: dict[str, Client]
    entries: dict[str, UUID]
    """One entry of each of Asha's lists, by the list's part of an address."""
    booked: UUID
    waiting: UUID
    holiday: UUID
    job: UUID
    """One that Asha asked for."""
    double: UUID
    """Another record that may be Asha's."""
    merge: UUID
    """By which a third record of hers became a part of hers."""
    brought: UUID
    """A file that Dr Bello brought, not brought in yet."""

    def path(self, row: Row) -> str:
        """Return a row's route with its placeholders filled."""
        return re.sub(r"<\w+:(\w+)>", lambda found: self._value(found[1], row), row.route)

    def _value(self, name: str, row: Row) -> str:
        if row.target == "missing":
            return {"number": "1", "url": "x"}.get(name, str(MISSING))
        values: dict[str, Any] = {
            "assessment": self.sent if row.target == "sent" else self.own,
            "appointment": self.booked,
            "exception": MISSING,
            "holiday": self.holiday,
            "job": self.job,
            "merge": self.merge,
            "other": self.double,
            "brought": self.brought,
            "place": self.waiting,
            **self.written,
            "number": 1,
            "patient": self.clinic.asha.patient,
            "entry": next((i for noun, i in self.entries.items() if noun in row.route), MISSING),
            "token": "not-a-token",
            "user": self.colleague,
            "facility": self.clinic.harbour.pk,
            "object_id": self._admin_object(row.route),
            "content_type_id": ContentType.objects.get_for_model(Facility).pk,
            "app_label": "accounts",
            "url": "x",
        }
        return str(values[name])

    def _admin_object(self, route: str) -> Any:
        if "/user/" in route:
            return self.colleague
        return self.clinic.asha.patient if "/patient/" in route else self.clinic.harbour.pk


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[World]:
    """A clinic on a database of its own, with everybody signed in."""
    environment = databases.fresh_environment(tmp_path_factory.mktemp("routes"))
    with databases.live_on(environment, django_db_blocker):
        yield world_of(_open_clinic())


def world_of(clinic: Clinic) -> World:
    """Make what the rows are asked for, and sign everybody in."""
    draft = begin(COLD, clinic.asha.actor, age=35)
    step = draft.step
    unsure = intake.answer(
        draft.id, step.id, "not_sure", version=draft.version, by=clinic.asha.actor
    )
    sent = send(COLD, clinic.asha.actor)
    written, colleague = _written(clinic), clinic.new_doctor().user
    browsers, entries = _browsers(clinic), _entries(clinic)
    booked = book(clinic.asha, clinic.bello, clinic.harbour, at(9), by=clinic.bello)
    diary = booked.id, _waiting(clinic), _closed(clinic)
    job = asked_for(clinic.asha).id
    pair = clinic.asha, clinic.bello
    merge, double = merged(*pair), enrolled_again(*pair)
    text = (HEAD + MIA).encode()
    brought = imports.begin(text, facility=clinic.harbour.id, by=clinic.bello.actor).id
    return World(
        clinic,
        unsure.id,
        sent.id,
        colleague,
        written,
        browsers,
        entries,
        *diary,
        job,
        double,
        merge,
        brought,
    )


def _waiting(people: Clinic) -> UUID:
    """Let Asha wait for a time at her clinic, where none is free."""
    place = appointments.join(
        patient=people.asha.patient,
        facility=people.harbour.id,
        first_day=today(),
        last_day=today(),
        by=people.asha.actor,
    )
    return place.id


def _closed(people: Clinic) -> UUID:
    """Let Dana close Asha's clinic on a day of next year."""
    day = today() + 300 * DAY
    return appointments.add_holiday(people.harbour.id, day, "Fair", by=people.dana.actor).id


def _entries(people: Clinic) -> dict[str, UUID]:
    patient, by = people.asha.patient, people.bello.actor
    made = {
        "allergies": allergies.add(patient, AllergyBody(substance="Latex"), by=by),
        "medicines": medicines.add(patient, MedicineBody(as_written="Iron"), by=by),
        "problems": problems.add(patient, ProblemBody(title="Falls"), by=by),
        "flags": flags.add(patient, FlagBody(title="Falls"), by=by),
        "diagnoses": diagnoses.add(patient, "E11.9", DiagnosisBody(), by=by),
        "vitals": vitals.add(patient, VitalsBody(measured_at=timezone.now(), pulse=70), by=by),
    }
    ids = {noun: view.id for noun, view in made.items()}
    return {**ids, "elsewhere": seen_elsewhere(patient, people.bello)}


def _written(clinic: Clinic) -> dict[str, UUID]:
    """Let Dr Bello write a note about Asha, sign and share it, and keep a template."""
    note = signed(clinic.bello, meet(clinic.bello, clinic.asha).id)
    notes.share(note.id, version=note.version, by=clinic.bello.actor)
    template = notes.create_template(SAID, by=clinic.bello.actor).id
    assert template is not None
    return {"note": note.id, "encounter": note.encounter_id, "template": template}


def _browsers(clinic: Clinic) -> dict[str, Client]:
    browsers = {"visitor": Client(), "holder": Client()}
    token, holder = intake.begin_draft(address="local")
    begin(COLD, holder, age=40)
    browsers["holder"].cookies[cookies.DRAFT] = token
    for name in ("asha", "ravi", "bello", "chen", "noa", "dana"):
        person = getattr(clinic, name)
        signed_in = accounts.sign_in(
            email=person.email, password=person.password, role=None, address="local"
        )
        browsers[name] = Client()
        browsers[name].cookies[cookies.SESSION] = signed_in.sid
    return browsers

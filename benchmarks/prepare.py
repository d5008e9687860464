"""Fill a fresh database with a clinic, and record what each request executes.

Run as `python -m benchmarks.prepare PLAN` in the environment of that database.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from bedside import accounts, clinic, intake, vault  # noqa: E402
from bedside.accounts import cookies  # noqa: E402
from bedside.api.app import create_app  # noqa: E402
from bedside.clinic.appointments.models import Appointment  # noqa: E402
from bedside.clinic.bringing_in import Brought, bring_in  # noqa: E402
from bedside.clinic.encounters.models import Encounter  # noqa: E402
from bedside.clinic.models import Patient  # noqa: E402
from bedside.clinic.notes.models import Note, NoteState  # noqa: E402
from bedside.clinic.notes.text import NoteText, Section  # noqa: E402
from bedside.documents.reading import _context  # noqa: E402
from bedside.intake.models import Assessment  # noqa: E402
from bedside.vault.models import DataKey  # noqa: E402
from bedside.vault.patients import unwrap_material  # noqa: E402
from benchmarks.plan import Booking, Plan, Scenario, note_text  # noqa: E402
from benchmarks.recording import recorded  # noqa: E402
from tests import people  # noqa: E402
from tests.clinic.diary import at, publish  # noqa: E402

WAITING = 55
"""Assessments on the worklist: more than one page of 50."""
DRAFTS = 240
"""Drafts for each server: each measured answer is the first of an interview."""
ENCOUNTERS = 500
"""Of the patient whose chart is read, each with a signed note."""
TEXT = "I have a sore throat and a runny nose for two days, and my head hurts a little"


def main(path: Path) -> None:
    facility = clinic.create_facility(name="Harbour", city="Port Alder", by=people.SYSTEM)
    asha = people.register_patient(people.ASHA, facility)
    bello = people.register_doctor("Dr Amara Bello", "bello@example.org", facility)
    app = create_app(settings.BEDSIDE)
    clients = {"patient": _caller(app, asha, "patient"), "doctor": _caller(app, bello, "doctor")}
    for number in range(WAITING):
        _submit(_caller(app, _another(number, facility), "patient"))
    publish(bello, facility)
    long_history = _long_history(facility, bello)
    notes = [_draft(asha.patient, bello) for _ in range(2)]
    patient = clients["patient"]
    drafts = [_start(patient) for _ in range(2 * DRAFTS + 2)]
    first = drafts[0]
    plan = Plan(
        token={who: client.headers["Authorization"][7:] for who, client in clients.items()},
        public_key=_public_key(),
        read=UUID(drafts[1]["id"]),
        drafts={},
        body=_first_answer(first),
        seals=_seals(),
        chart=long_history,
        cookie=_cookie(bello),
        note=(asha.patient, notes[1]),
        booking=Booking(asha.patient, facility.id, bello.user, at(9, place=facility)),
    )
    blobs = {row.id: _blob(row) for row in Assessment.objects.all()}
    ids = [UUID(draft["id"]) for draft in drafts]
    plan.drafts = {
        "bedside": [(i, blobs[i]) for i in ids[2 : DRAFTS + 2]],
        "floor": [(i, blobs[i]) for i in ids[DRAFTS + 2 :]],
    }
    plan.recorded = (ids[0], blobs[ids[0]])
    _record(plan, clients)
    _record_doctors(plan, clients["doctor"], notes[0])
    plan.seals |= _seals()  # what was written while recording
    plan.write(path)


def _blob(row: Assessment) -> UUID:
    assert row.blob_id is not None
    return row.blob_id


def _record(plan: Plan, clients: dict[str, TestClient]) -> None:
    assert plan.recorded is not None
    answer = f"/api/assessments/{plan.recorded[0]}/answers"
    asks = {
        "read": lambda: clients["patient"].get(f"/api/assessments/{plan.read}"),
        "answer": lambda: clients["patient"].post(
            answer, json=plan.body, headers={"If-Match": '"1"'}
        ),
        "worklist": lambda: clients["doctor"].get("/api/worklist?limit=50"),
    }
    for name, ask in asks.items():
        with recorded() as statements:
            got = ask()
        assert got.status_code == 200, (name, got.text)
        plan.scenarios[name] = Scenario(list(statements), got.json())


def _record_doctors(plan: Plan, doctor: TestClient, note: UUID) -> None:
    """Record the doctor's requests. The chart is a page, so Django answers it without the API."""
    page = Client(headers={"host": doctor.base_url.host})
    page.cookies.load(plan.cookie)
    with recorded() as statements:
        got = page.get(f"/patients/{plan.chart}", secure=True)
    assert got.status_code == 200, got.content[:300]
    plan.scenarios["chart"] = Scenario(list(statements), {"html": got.content.decode()})
    asks = {
        "note": lambda: doctor.put(
            f"/api/patients/{plan.note[0]}/notes/{note}",
            json=note_text(0),
            headers={"If-Match": '"1"'},
        ),
        "codes": lambda: doctor.post("/api/codes/search", json={"text": "hart atack", "limit": 10}),
        "booking": lambda: doctor.post(
            "/api/appointments", json=plan.booking.body(plan.booking.first)
        ),
    }
    for name, ask in asks.items():
        with recorded() as statements:
            answer = ask()
        assert answer.is_success, (name, answer.text)
        plan.scenarios[name] = Scenario(list(statements), answer.json())


def _long_history(facility: Any, doctor: people.Person) -> UUID:
    """Register somebody and bring in their past: an encounter and a note a day."""
    patient = _another(WAITING, facility).patient
    encounters, notes = [], []
    for number in range(ENCOUNTERS):
        at = timezone.now() - timedelta(days=ENCOUNTERS - number)
        encounter = Encounter(
            patient_id=patient, facility=facility, practitioner_id=doctor.user, started_at=at
        )
        note = Note(
            patient_id=patient,
            encounter=encounter,
            author_id=doctor.user,
            state=NoteState.SIGNED,
            started_at=at,
            signed_at=at,
        )
        text = NoteText("Consultation", (Section("Plan", f"Day {number}. {TEXT}."),))
        encounters.append(Brought(encounter))
        notes.append(Brought(note, text.to_body()))
    bring_in([*encounters, *notes], facility=facility.id, patients=[patient], by=people.SYSTEM)
    return patient


def _draft(patient: UUID, doctor: people.Person) -> UUID:
    encounter = clinic.encounters.start(patient, by=doctor.actor)
    return intake.begin_note_at(encounter.id, template="soap", by=doctor.actor).id


def _cookie(person: people.Person) -> str:
    signed_in = accounts.sign_in(
        email=person.email, password=person.password, role="doctor", address="127.0.0.1", device=""
    )
    return f"{cookies.SESSION}={signed_in.sid}"


def _caller(app: Any, person: people.Person, door: str) -> TestClient:
    client = TestClient(app, base_url=settings.BEDSIDE.public_url)
    signed_in = client.post(
        f"/api/auth/{door}/login", json={"email": person.email, "password": person.password}
    )
    client.cookies.clear()
    client.headers["Authorization"] = f"Bearer {signed_in.json()['access']}"
    return client


def _another(number: int, facility: Any) -> people.Person:
    profile = clinic.Profile(
        f"Patient {number}", date(1970, 1, 1), "female", f"p{number}@example.org", "07700 900100"
    )
    return people.register_patient(profile, facility)


def _start(client: TestClient) -> dict[str, Any]:
    return dict(client.post("/api/assessments", json={"text": TEXT}).json())


def _submit(client: TestClient) -> None:
    """Interview somebody who says yes to the first life threat, and send it."""
    view = _start(client)
    while view["result"] is None:
        step = view["step"]
        danger = step["id"] == "life-threats"
        answer = {"question_id": step["id"], "answer": _pick(step, step["options"], danger)}
        view = client.post(
            f"/api/assessments/{view['id']}/answers", json=answer, headers=_match(view)
        ).json()
    sent = client.post(f"/api/assessments/{view['id']}/submit", headers=_match(view))
    assert sent.status_code == 200, sent.text


def _match(view: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{view["version"]}"'}


def _first_answer(view: dict[str, Any]) -> dict[str, Any]:
    step = view["step"]
    return {"question_id": step["id"], "answer": _pick(step, step["options"], danger=False)}


def _pick(step: dict[str, Any], options: list[dict[str, Any]], danger: bool) -> Any:
    if step["kind"] == "confirm":
        return step["preselected"]
    if step["kind"] == "many":
        return [options[0]["id"]] if danger else ["none"]
    return {"yes_no": "no", "number": 1, "text": "-"}.get(
        step["kind"], options[0]["id"] if options else None
    )


def _seals() -> dict[UUID, tuple[bytes, bytes]]:
    keys = {row.patient: unwrap_material(row) for row in DataKey.objects.all()}
    rows = [
        *Assessment.objects.select_related("patient"),
        *Patient.objects.all(),
        *Note.objects.all(),
        *Appointment.objects.all(),
    ]
    return {
        row.blob_id: (keys[row.document_patient()], _context(row).encode())
        for row in rows
        if row.blob_id is not None
    }


def _public_key() -> bytes:
    _, seed = vault.secret("signing").current
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

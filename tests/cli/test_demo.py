"""The demo as somebody who tries Bedside meets it, and what it leaves on the disk.

One demo is started for the whole module: it makes its sample by running the engine, which takes
some seconds.
"""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.cli.sampledata.answering import stories
from bedside.cli.sampledata.cases import cases
from bedside.cli.sampledata.people import ASHA, DOCTORS, UNUSUAL, Population
from bedside.clinic.patients.profile import Profile
from bedside.intake.urgency import LEVELS
from tests.cli.conftest import COMMAND, Run

PATIENTS = 150
SEED = 11
ACCOUNT = re.compile(
    r"(patient|doctor|receptionist|administrator) .*?(\S+@example\.org)\W+([a-z0-9-]{19})\b"
)


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, what it printed and what it logged."""

    home: Path
    port: int
    printed: Path
    logged: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(f"http://localhost:{self.port}{path}", headers=headers, timeout=20)

    def accounts(self) -> dict[str, tuple[str, str]]:
        """Return email -> (role, password) of the accounts that were printed."""
        found = ACCOUNT.findall(self.printed.read_text())
        return {email: (role, password) for role, email, password in found}

    def sign_in(self, email: str) -> str:
        """Return an access token."""
        role, password = self.accounts()[email]
        door = "admin" if role == "administrator" else role
        answer = httpx.post(
            f"http://localhost:{self.port}/api/auth/{door}/login",
            json={"email": email, "password": password},
            timeout=20,
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access"])

    def rows(self, statement: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.home}/bedside.sqlite3?mode=ro", uri=True) as database:
            return database.execute(statement).fetchall()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    directory = tmp_path_factory.mktemp("demo")
    started = Demo(
        directory / "var" / "demo", _free_port(), directory / "printed", directory / "logged"
    )
    arguments = ["demo", "--port", str(started.port), "--seed", str(SEED)]
    with started.printed.open("w") as printed, started.logged.open("w") as logged:
        process = subprocess.Popen(
            [*COMMAND, *arguments, "--patients", str(PATIENTS)],
            cwd=directory,
            env={"PATH": os.environ["PATH"], "HOME": str(directory), "COLUMNS": "200"},
            stdout=printed,
            stderr=logged,
        )
        try:
            _wait_until_up(started, process)
            yield started
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(demo: Demo, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert process.poll() is None, demo.logged.read_text()[-2000:]
        try:
            if demo.get("/api/live").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.25)
    raise AssertionError("the demo did not come up in a minute")


def test_it_says_that_it_is_a_demo_and_where_to_look(demo: Demo) -> None:
    printed = demo.printed.read_text()
    assert "This is a demo" in printed
    assert f"http://localhost:{demo.port}" in printed


def test_its_files_are_for_their_owner_alone(demo: Demo) -> None:
    assert stat.S_IMODE(demo.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((demo.home / "root.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "clinic.example"])
def test_it_listens_on_loopback_only(bedside: Run, host: str) -> None:
    refused = bedside("demo", "--host", host)
    assert refused.returncode != 0
    assert "loopback" in refused.stderr


def test_its_socket_is_bound_to_loopback(demo: Demo) -> None:
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets += [line.split() for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]
    listening, loopback = "0A", "0100007F"
    bound = {
        fields[1].split(":")[0]
        for fields in sockets
        if fields[3] == listening and int(fields[1].split(":")[1], 16) == demo.port
    }
    assert bound == {loopback}


def test_everybody_printed_can_sign_in_and_nobody_else_has_a_password(demo: Demo) -> None:
    accounts = demo.accounts()
    assert Counter(role for role, _ in accounts.values()) == {
        "patient": 1,
        "doctor": 2,
        "receptionist": 2,
        "administrator": 1,
    }
    assert len({password for _, password in accounts.values()}) == 6
    for email in accounts:
        assert demo.sign_in(email)
    ((usable,),) = demo.rows("SELECT count(*) FROM accounts_user WHERE password NOT LIKE '!%'")
    assert usable == 6


def test_there_are_patients_at_both_facilities(demo: Demo) -> None:
    counted = demo.rows("SELECT facility_id, count(*) FROM clinic_patient GROUP BY facility_id")
    assert len(counted) == 2
    assert sum(number for _, number in counted) == PATIENTS


def test_some_doctors_work_at_both_facilities_and_one_waits(demo: Demo) -> None:
    works = demo.rows("SELECT user_id, count(*) FROM clinic_membership GROUP BY user_id")
    assert Counter(number for _, number in works)[2] >= 1
    assert demo.rows("SELECT count(*) FROM accounts_user WHERE state = 'pending'") == [(1,)]


def test_the_assessments_are_of_every_level_and_state(demo: Demo) -> None:
    sent = demo.rows("SELECT triage, count(*) FROM intake_assessment GROUP BY triage")
    assert all(dict(sent).get(level, 0) >= 2 for level in LEVELS), sent
    states = dict(demo.rows("SELECT state, count(*) FROM intake_assessment GROUP BY state"))
    assert states["submitted"] >= 20
    assert states["reviewed"] >= 5
    assert states["draft"] >= 5
    assert all(states[state] >= 2 for state in ("in_review", "needs_information", "closed"))
    replied = "SELECT count(*) FROM intake_enquiry WHERE replied_at IS NOT NULL"
    assert demo.rows(replied)[0][0] >= 1
    overdue = "SELECT count(*) FROM intake_assessment WHERE state = 'submitted' AND due_at < ?"
    assert demo.rows(overdue.replace("?", f"'{_now()}'"))[0][0] >= 1
    times = demo.rows("SELECT DISTINCT submitted_at FROM intake_assessment")
    assert len(times) > 24


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("table", "column", "states"),
    [
        ("clinic_encounter", "state", {"open", "locked"}),
        ("clinic_encounter", "kind", {"visit", "phone", "video"}),
        ("clinic_note", "state", {"draft", "signed"}),
        ("clinic_diagnosis", "state", {"suspected", "confirmed", "resolved", "refuted"}),
        ("clinic_medicine", "state", {"active", "ended"}),
        ("clinic_problem", "state", {"active"}),
        ("clinic_appointment", "status", {"booked", "fulfilled", "cancelled", "noshow"}),
        ("clinic_allergy", "state", {"active", "ended"}),
        ("clinic_noneknown", "state", {"active"}),
        ("clinic_vitals", "state", {"final"}),
    ],
)
def test_the_record_has_something_of_every_state(
    demo: Demo, table: str, column: str, states: set[str]
) -> None:
    found = demo.rows(f"SELECT {column} FROM {table}")
    assert {state for (state,) in found} >= states
    assert len(found) >= 20


def test_some_notes_are_cosigned_shared_and_amended(demo: Demo) -> None:
    ((cosigned, shared, amended),) = demo.rows(
        "SELECT count(cosigned_at), count(shared_at), count(amends_id) FROM clinic_note"
    )
    assert min(cosigned, shared, amended) >= 3


@pytest.mark.parametrize(
    "column",
    [
        "clinic_encounter.started_at",
        "clinic_encounter.recorded_at",
        "clinic_note.signed_at",
        "clinic_medicine.changed_at",
        "clinic_diagnosis.changed_at",
        "clinic_vitals.measured_at",
        "clinic_patient.created_at",
        "intake_assessment.reviewed_at",
        "intake_step.at",
        "intake_enquiry.replied_at",
    ],
)
def test_what_has_happened_lies_in_the_last_two_years(demo: Demo, column: str) -> None:
    table, name = column.split(".")
    ((first, last),) = demo.rows(f"SELECT min({name}), max({name}) FROM {table}")
    assert last <= _now()
    assert datetime.now(UTC).year - int(first[:4]) <= 2 + 1


def test_the_diary_has_times_behind_and_ahead(demo: Demo) -> None:
    started = "SELECT count(*) FROM clinic_appointment WHERE status = {} AND start {} '{}'"
    assert demo.rows(started.format("'booked'", ">", _now()))[0][0] >= 10
    assert demo.rows(started.format("'booked'", "<", _now())) == [(0,)]
    days = "SELECT count(*) FROM clinic_appointment WHERE start > '{}' GROUP BY date(start)"
    assert max(demo.rows(days.format(_now()))) >= (3,), "a desk has somebody to greet"
    for over in ("'fulfilled'", "'noshow'"):
        assert demo.rows(started.format(over, ">", _now())) == [(0,)]
    ((schedules, holidays),) = demo.rows(
        "SELECT (SELECT count(*) FROM clinic_schedule), (SELECT count(*) FROM clinic_holiday)"
    )
    assert (schedules, holidays) == (_memberships(demo, "doctor") - 1, 6)


def test_people_wait_at_both_clinics_and_some_no_longer(demo: Demo) -> None:
    states = "SELECT state, count(*), count(DISTINCT facility_id) FROM clinic_waitingplace"
    found = {state: rest for state, *rest in demo.rows(f"{states} GROUP BY state")}
    assert found.keys() == {"waiting", "offered", "left", "expired"}
    assert found["waiting"][0] >= 4
    assert all(places == 2 for _, places in found.values())
    late = "SELECT count(*) FROM clinic_waitingplace w JOIN clinic_patient p ON p.id = w.patient_id"
    assert demo.rows(f"{late} WHERE w.since < p.created_at OR w.since > '{_now()}'") == [(0,)]


def test_an_appointment_that_was_kept_led_to_its_encounter(demo: Demo) -> None:
    kept = (
        "SELECT a.status, count(*), count(e.id), sum(e.started_at = a.start "
        "AND e.patient_id = a.patient_id AND e.practitioner_id = a.practitioner_id) "
        "FROM clinic_appointment a LEFT JOIN clinic_encounter e ON e.appointment_id = a.id "
        "GROUP BY a.status"
    )
    found = {status: rest for status, *rest in demo.rows(kept)}
    assert len(set(found["fulfilled"])) == 1
    assert all(
        encounters == 0 for status, (_, encounters, _) in found.items() if status != "fulfilled"
    )
    walked_in = "SELECT count(*) FROM clinic_encounter WHERE appointment_id IS NULL"
    assert demo.rows(walked_in)[0][0] >= 10


def _memberships(demo: Demo, role: str) -> int:
    counted = (
        "SELECT count(*) FROM clinic_membership m JOIN accounts_user u ON u.id = m.user_id "
        f"WHERE u.role = '{role}'"
    )
    return int(demo.rows(counted)[0][0])


def test_nobody_was_seen_before_they_joined(demo: Demo) -> None:
    early = demo.rows(
        "SELECT count(*) FROM clinic_encounter e JOIN clinic_patient p ON p.id = e.patient_id "
        "WHERE e.started_at < p.created_at"
    )
    assert early == [(0,)]


def test_every_patient_has_a_doctor_who_answers_for_them(demo: Demo) -> None:
    nobody = demo.rows("SELECT count(*) FROM clinic_patient WHERE responsible_id IS NULL")
    assert nobody == [(0,)]


def test_names_of_every_kind_are_on_the_doctors_lists(demo: Demo) -> None:
    named = set()
    for doctor in DOCTORS:
        token = demo.sign_in(doctor.email)
        answer = demo.get("/api/patients?limit=100", Authorization=f"Bearer {token}")
        named |= {row["name"] for row in answer.json()["items"]}
    assert {one.name for one in (ASHA, *UNUSUAL)} <= named
    assert "Baby Adeyemi" in named
    letters = max(len(name.replace(" ", "")) for name in named)
    assert letters >= 55
    assert any(" " not in name for name in named)


def test_the_doctors_worklist_is_the_engines_and_ordered(demo: Demo) -> None:
    token = demo.sign_in(DOCTORS[0].email)
    answer = demo.get("/api/worklist", Authorization=f"Bearer {token}")
    assert answer.status_code == 200
    ranks = [LEVELS.index(row["triage"]) for row in answer.json()["items"]]
    assert len(ranks) >= 10
    assert ranks == sorted(ranks)
    assert any(story.text[:40] in answer.text for story in stories())


def test_the_log_of_the_sample_is_whole(demo: Demo, bedside: Run) -> None:
    verified = bedside(
        "audit",
        "verify",
        DATABASE_URL=f"sqlite:///{demo.home}/bedside.sqlite3",
        BEDSIDE_ROOT_KEY_FILE=f"{demo.home}/root.key",
    )
    assert verified.returncode == 0, verified.stderr


def test_nothing_of_the_patients_is_readable_on_the_disk_or_in_the_logs(demo: Demo) -> None:
    token = demo.sign_in(DOCTORS[0].email)
    for row in demo.get("/api/worklist", Authorization=f"Bearer {token}").json()["items"][:3]:
        read = demo.get(
            f"/api/patients/{row['patient']}/assessments/{row['id']}",
            Authorization=f"Bearer {token}",
        )
        assert row["name"] in read.text
    words = canaries()
    files = [path for path in demo.home.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    assert b"Harbour Street Clinic" in b"".join(path.read_bytes() for path in files)
    for path in [*files, demo.logged]:
        assert found_in(path.read_bytes(), words) == set(), path.name
    shown = {ASHA.name, ASHA.email}
    assert found_in(demo.printed.read_bytes(), words) <= shown


def everybody() -> list[Profile]:
    """Return the patients of the demo."""
    people = Population(SEED, datetime.now(UTC).date())
    people.doctors(4)
    people.doctors(1)
    return people.everybody(PATIENTS)


def canaries() -> set[str]:
    """Return every name, email and phone number of the patients and their next of kin, and a piece
    of each complaint and of each note."""
    told = {piece for story in stories() for piece in (story.text[:25], story.text[-25:])}
    for case in [*cases(), *cases("asha.toml")]:
        told |= {text[:25] for note in case.notes for text in note if "{" not in text[:25]}
    profiles = everybody()
    kin = {one.next_of_kin.name for one in profiles if one.next_of_kin}
    people = {word for one in profiles for word in (one.name, one.email, one.phone) if word}
    return told | kin | people


def found_in(content: bytes, words: set[str]) -> set[str]:
    """Return the words that stand in `content`, in UTF-8 or UTF-16 and in either case."""
    lower = content.lower()
    return {
        word
        for word in words
        if word.casefold().encode() in lower or word.casefold().encode("utf-16-le") in lower
    }

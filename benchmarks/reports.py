"""The report of a clinic with a hundred thousand patients: `make bench-report`.

    python -m benchmarks.reports           # 100,000 patients on PostgreSQL
    python -m benchmarks.reports 20000     # another size

One process fills a database, another reads the report in it, so that what filling takes is not
counted. Each patient has what patients have: a sealed profile and column under a key of their own,
0 to 3 coded diagnoses, an assessment and an appointment within the year. The floor is unwrapping
each patient's key and opening their column, with all of them in memory already.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID, uuid4

PATIENTS = 100_000
CHUNK = 20_000
"""Patients in memory at a time while filling."""
RUNS = 3
SECONDS, MEGABYTES = 3.0, 200.0
"""The goals."""
CODES = (
    "I10", "E11.9", "E11.22", "J44.9", "J45.909", "I50.9", "I25.10", "I21.3", "N18.30", "C50.911",
    "C78.00", "F03.90", "M54.50", "E78.5", "K74.60", "G81.91", "F32.9", "K21.9", "E03.9", "N39.0",
)  # fmt: skip
SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"


def main() -> None:
    """Print the table, or do one of the two parts."""
    if len(sys.argv) == 3:
        patients = int(sys.argv[2])
        {"fill": _fill, "read": _read}[sys.argv[1]](patients)
        return
    patients = int(sys.argv[1]) if len(sys.argv) == 2 else PATIENTS
    from tests import servers

    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
            "DATABASE_URL": servers.postgresql(),
            "DOCUMENTS_URL": "sql:",
            "BEDSIDE_ROOT_KEY": "A" * 43 + "=",
            "BEDSIDE_EMERGENCY_NUMBER": "112",
            "BEDSIDE_CRISIS_LINE": "116 123",
            "BEDSIDE_PUBLIC_URL": "https://clinic.test",
            "BENCH_FOLDER": folder,
        }
        began = time.monotonic()
        _run("fill", patients, environment)
        built = time.monotonic() - began
        got = json.loads(_run("read", patients, environment))
    _print(patients, built, got)


def _run(part: str, patients: int, environment: dict[str, str]) -> bytes:
    command = [sys.executable, "-m", "benchmarks.reports", part, str(patients)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout


def _fill(patients: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bedside import clinic, vault
    from benchmarks import crowd
    from tests import people

    call_command("migrate", verbosity=0)
    vault.create_deployment_keys()
    facility = clinic.create_facility(name="Harbour", time_zone=crowd.ZONE, by=people.SYSTEM)
    doctor = people.register_doctor("Dr Amara Bello", "bello@example.org", facility)
    codes = _codes()
    for first in range(1, patients + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, patients + 1))
        crowd.enrol(facility, {number: who(number) for number in numbers})
        _give(facility.id, numbers, doctor.user, codes)
    crowd.settle()


def who(number: int) -> Any:
    """Return the profile of the patient with this number."""
    from benchmarks import crowd

    return replace(crowd.who(number), sex=("female", "male", "other")[number % 41 % 3])


def diagnosed(number: int) -> list[str]:
    """Return the codes of the patient with this number."""
    chance = Random(f"codes of {number}")
    return chance.sample(CODES, chance.randrange(4))


def _codes() -> dict[str, UUID]:
    from bedside.clinic.models import Code

    rows = [Code(system=SYSTEM, code=code, display=code, release="2027") for code in CODES]
    return {row.code: row.id for row in Code.objects.bulk_create(rows)}


def _give(facility: UUID, numbers: Sequence[int], doctor: UUID, codes: dict[str, UUID]) -> None:
    """Give patients their diagnoses, an assessment and an appointment each."""
    from django.db import transaction

    from bedside.clinic.models import Appointment, Diagnosis, RecordNumber
    from bedside.intake.models import Assessment
    from benchmarks import crowd

    found = RecordNumber.objects.filter(facility=facility, number__in=numbers)
    patients = dict(found.values_list("number", "patient"))
    with transaction.atomic():
        for model, rows in (
            (Diagnosis, _diagnoses(patients, doctor, codes)),
            (Assessment, _assessments(facility, patients, doctor)),
            (Appointment, _appointments(facility, patients, doctor)),
        ):
            crowd.copy(model, list(rows))


def _diagnoses(patients: dict[int, UUID], doctor: UUID, codes: dict[str, UUID]) -> Iterator[Any]:
    from bedside.clinic.models import Diagnosis

    for number, patient in patients.items():
        for code in diagnosed(number):
            yield Diagnosis(
                patient_id=patient,
                code_id=codes[code],
                state="confirmed",
                certainty="certain",
                recorded_by_id=doctor,
                changed_by_id=doctor,
            )


def _assessments(facility: UUID, patients: dict[int, UUID], doctor: UUID) -> Iterator[Any]:
    from bedside.intake.models import Assessment
    from bedside.intake.urgency import RANKS

    for number, patient in patients.items():
        chance = Random(f"assessment of {number}")
        sent = _now() - timedelta(minutes=chance.randrange(60, 300 * 24 * 60))
        waits = number % 50 == 0
        yield Assessment(
            patient_id=patient,
            facility_id=facility,
            blob_id=uuid4(),
            state="submitted" if waits else "reviewed",
            knowledge_version="1",
            submitted_at=sent,
            triage=chance.choice(("emergency", "urgent", "routine", "self-care")),
            when_code=next(iter(RANKS)),
            triage_rank=2,
            due_at=sent + timedelta(days=1),
            reviewed_by_id=None if waits else doctor,
            reviewed_at=None if waits else sent + timedelta(minutes=chance.randrange(600)),
        )


def _appointments(facility: UUID, patients: dict[int, UUID], doctor: UUID) -> Iterator[Any]:
    from bedside.clinic.models import Appointment

    for number, patient in patients.items():
        start = _now() - timedelta(minutes=20 * (number % 20_000 + 1))
        yield Appointment(
            patient_id=patient,
            facility_id=facility,
            practitioner_id=doctor,
            start=start,
            end=start + timedelta(minutes=20),
            status="noshow" if number % 9 == 0 else "fulfilled",
            booked_by_id=doctor,
        )


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now().replace(microsecond=0)


def _read(patients: int) -> None:
    """Read the report some times; print seconds on the clock and of the processor, here and in the
    database's process, and megabytes."""
    import django

    django.setup()
    from bedside import reports
    from bedside.accounts import User
    from bedside.audit import Actor
    from bedside.clinic.models import Facility

    facility = Facility.objects.get()
    doctor = Actor(role="doctor", user=User.objects.get(role="doctor").id)
    gc.freeze()  # as a server has done with what it keeps
    before = _peak()
    runs = []
    for _ in range(RUNS):
        began = _spent()
        view = reports.read_report(facility.id, reports.Asked(), by=doctor)
        runs.append([end - start for start, end in zip(began, _spent(), strict=True)])
    peak = _peak()
    floor = _floor(facility.id)
    wrong = _compared(view.report, patients)
    sys.stdout.write(
        json.dumps({"runs": runs, "before": before, "peak": peak, "floor": floor, "wrong": wrong})
    )


def _spent() -> tuple[float, float, float]:
    """Return seconds: on the clock, of this process's processor, of its database connection's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    there = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return time.perf_counter(), time.process_time(), there


def _floor(facility: UUID) -> float:
    """Return the processor's seconds that opening takes alone."""
    from bedside import vault
    from bedside.clinic.models import Patient
    from bedside.clinic.patients.models import demographics_place
    from bedside.vault.current import keyring
    from bedside.vault.models import DataKey
    from bedside.vault.purposes import place

    wrapping = keyring().keys(place("facility", facility)).primary.cipher
    held = Patient.objects.values_list("id", "demographics", "blob_id")
    columns = {patient: (bytes(sealed or b""), blob) for patient, sealed, blob in held}
    keys = list(DataKey.objects.values_list("patient", "key_id", "wrapped"))
    began = time.process_time()
    for patient, key_id, wrapped in keys:
        bound = vault.Context(patient, "data-key", patient, None, version=key_id, schema=1)
        cipher = vault.Cipher(key_id, wrapping.open(bytes(wrapped), bound))
        sealed, profile = columns[patient]
        cipher.open(sealed, demographics_place(patient, profile))
    return time.process_time() - began


def _compared(made: Any, patients: int) -> list[str]:
    """Return what is not as it is when every patient is looked at one by one."""
    today = made.asked.on
    people = [who(number) for number in range(1, patients + 1)]
    ages = [_age(today, one.birth_date) for one in people]
    bands = Counter(
        (min(100, age // 5 * 5), one.sex) for age, one in zip(ages, people, strict=True)
    )
    codes = Counter(code for number in range(1, patients + 1) for code in diagnosed(number))
    checks = {
        "total": made.total == patients,
        "ages": (made.ages.oldest, made.ages.youngest) == (max(ages), min(ages)),
        "average": abs(made.ages.average - sum(ages) / len(ages)) < 1e-9,
        "pyramid": {
            (band.first, sex): number
            for band in made.pyramid
            for sex, number in band.by_sex.items()
            if number
        }
        == dict(bands),
        "diagnoses": {one.code: one.patients for one in made.diagnoses} == dict(codes),
        "sent": sum(sum(one.by_level.values()) for one in made.months) == patients,
        "open": sum(one.assessments for one in made.open_work) == patients // 50,
        "risks": _is_right(made.top_risks, _scores(people, made)),
    }
    return [name for name, is_right in checks.items() if not is_right]


def _is_right(top: Any, scores: Sequence[Any]) -> bool:
    """Whether the highest of everybody's scores are shown, and how many more are as high."""
    in_order = sorted((-one.points, one.age_points, -one.age) for one in scores)
    shown, others = in_order[: len(top.scores)], in_order[len(top.scores) :]
    as_high = sum(points == shown[-1][0] for points, *_ in others)
    found = [(-one.points, one.age_points, -one.age) for one in top.scores]
    return (found, top.as_high) == (shown, as_high)


def _scores(people: Sequence[Any], made: Any) -> list[Any]:
    """Return the score of each patient by their codes and age, one by one."""
    from bedside import reports
    from bedside.reports.charlson import charlson

    scores = []
    for number, profile in enumerate(people, start=1):
        rows = [
            reports.DiagnosisRow(SYSTEM, code, "confirmed", "certain", None, made.made_at)
            for code in diagnosed(number)
        ]
        row = reports.PatientRow(
            uuid4(), made.facility, profile.birth_date, profile.sex, None, made.made_at, None, rows
        )
        scores.append(charlson(row, made.asked.on))
    return scores


def _age(on: date, born: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(patients: int, built: float, got: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"The report of {patients:,} patients on PostgreSQL")
    for column in ("what", "got", "goal", ""):
        table.add_column(column, justify="right")
    clock, processor, there = (median(run[of] for run in got["runs"]) for of in range(3))

    def row(what: str, said: str, goal: str, is_good: bool) -> None:
        table.add_row(what, said, goal, "reached" if is_good else "MISSED")

    row("seconds on the clock", f"{clock:.2f}", f"{SECONDS:.0f}", clock < SECONDS)
    row("of the processor, here", f"{processor:.2f}", f"{SECONDS:.0f}", processor < SECONDS)
    row(
        "of it and the database's",
        f"{processor + there:.2f}",
        f"{SECONDS:.0f}",
        processor + there < SECONDS,
    )
    row("megabytes at most", f"{got['peak']:.0f}", f"{MEGABYTES:.0f}", got["peak"] < MEGABYTES)
    row("wrong figures", ", ".join(got["wrong"]) or "none", "none", not got["wrong"])
    console = Console(width=100)
    console.print(table)
    console.print(
        f"The floor, opening alone: {got['floor']:.2f} s of the processor, ratio "
        f"{processor / got['floor']:.1f}. Bedside alone took {got['before']:.0f} MB. Built in "
        f"{built:.0f} s; load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()

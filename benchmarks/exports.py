"""Memory while records are taken out: `make bench-exports`.

    python -m benchmarks.exports            # a million rows, clinics of 2,000 and 20,000 patients
    python -m benchmarks.exports 50000      # another size instead of the 20,000

The rows are written as CSV into an archive that goes nowhere, so what is measured is the writing.
The clinics are real ones on PostgreSQL, taken out by the job with all that it opens and seals. Each
measurement is a process of its own; what counts is the largest memory while it writes, beyond what
it had when it began (Linux forgets an earlier peak when asked to).
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROWS = (10_000, 1_000_000)
PATIENTS = (2_000, 20_000)


def main() -> None:
    """Print the table, or (with a kind and a number) one measurement as JSON."""
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(_measured(sys.argv[1], int(sys.argv[2]))))
        return
    many = (PATIENTS[0], int(sys.argv[1])) if len(sys.argv) == 2 else PATIENTS
    runs = [*(("rows", number) for number in ROWS), *(("patients", number) for number in many)]
    for kind, number in runs:
        found = _run(kind, number)
        print(
            f"{number:>9,} {kind:<8}  {found['rows']:>9,} rows  {found['bytes'] / 1e6:7.1f} MB file"
            f"  {found['seconds']:7.1f} s  {found['more']:6.1f} MB more memory",
            flush=True,
        )


def _run(kind: str, number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_FOLDER": folder, "TEST_STORE": "postgresql"}
        command = [sys.executable, "-m", "benchmarks.exports", kind, str(number)]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return dict(json.loads(said.stdout))


def _measured(kind: str, number: int) -> dict[str, Any]:
    from benchmarks.search import _start_django

    _start_django(Path(os.environ["BENCH_FOLDER"]))
    return _of_rows(number) if kind == "rows" else _of_clinic(number)


class _Nowhere:
    """The file of a job that keeps nothing of it."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, text: bytes) -> None:
        self.size += len(text)


def _of_rows(number: int) -> dict[str, Any]:
    """Write so many made-up measurements as CSV into an archive."""
    from typing import cast

    from django.utils import timezone

    from bedside import outbox
    from bedside.exports.records.formats import Format, lines
    from bedside.exports.records.packing import Archive
    from bedside.exports.records.parts import PARTS

    part = next(one for one in PARTS if one.name == "Observation")

    def rows() -> Iterator[dict[str, Any]]:
        for one in range(number):
            row = dict.fromkeys(part.columns)
            yield {**row, "id": f"{one:036}", "temperature": 36.5, "note": f"=SUM({one})"}

    file, before, began = _Nowhere(), _begin(), time.monotonic()
    archive = Archive(cast(outbox.Result, file), at=timezone.now())
    archive.add("Observation.csv", lines(rows(), part.columns, Format.CSV))
    archive.close()
    return _figures(number, file.size, began, before)


def _of_clinic(patients: int) -> dict[str, Any]:
    """Build a clinic and have a worker take it out."""
    from django.core.management import call_command

    from bedside import clinic, exports, jobs, vault
    from bedside.audit import Event
    from bedside.outbox import Job
    from benchmarks import crowd
    from tests import people

    call_command("migrate", verbosity=0)
    vault.create_deployment_keys()
    facility = clinic.create_facility(name="Harbour", time_zone=crowd.ZONE, by=people.SYSTEM)
    doctor = people.register_doctor("Dr Amara Bello", "bello@example.org", facility)
    crowd.fill(facility, patients, 1_000)
    wish = exports.RecordWish(people.PASSWORD, exports.Format.CSV, exports.Why.BACKUP)
    job = exports.ask_for_clinic(facility.id, wish, by=doctor.actor)
    before, began = _begin(), time.monotonic()
    if not jobs.run_one(job):
        raise RuntimeError("the export was not made")
    made = Event.objects.get(action="clinic_file.make")
    size = Job.objects.get(id=job).result_size or 0
    return _figures(made.details["count"], size, began, before)


def _figures(rows: int, size: int, began: float, before: float) -> dict[str, Any]:
    spent = time.monotonic() - began
    return {"rows": rows, "bytes": size, "seconds": spent, "more": _peak() - before}


def _begin() -> float:
    """Forget the largest memory of this process so far, and return what it has, in megabytes."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    """The largest memory of this process since then, in megabytes."""
    said = Path("/proc/self/status").read_text()
    line = next(one for one in said.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()

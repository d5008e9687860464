"""Processes that are killed at a chosen step of a write.

The steps are injected from here, around the real store and the real connection: the product knows
nothing of it. Each function runs in a process of its own, see `test_killed.py`.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

import django

STEPS = ("sealed", "stored", "in the transaction", "committed")


def change_and_die(patient: str, user: str, version: int, step: str) -> None:
    """Change Asha's telephone number and be killed at `step`."""
    django.setup()
    from bedside import clinic

    kill_at(step)
    actor = _actor(patient, user)
    clinic.change_profile(UUID(patient), {"phone": "07700 900111"}, version=version, by=actor)


def change_until_killed(patient: str, user: str, version: int) -> None:
    """Change the telephone number again and again, printing each acknowledged version."""
    django.setup()
    from bedside import clinic

    actor = _actor(patient, user)
    while True:
        phone = {"phone": f"07700 {900000 + version}"}
        version = clinic.change_profile(UUID(patient), phone, version=version, by=actor).version
        sys.stdout.write(f"{version}\n")
        sys.stdout.flush()


def rewrap_and_die(batches: int) -> None:
    """Move data keys to their new primary, one at a time, and be killed in the middle."""
    django.setup()
    from django.db import connection

    from bedside import vault

    commit, left = connection._commit, [batches]

    def counting_commit() -> None:
        if not left[0]:
            die()
        left[0] -= 1
        commit()

    connection.ensure_connection()
    connection._commit = counting_commit
    vault.rewrap_data_keys(batch=1)


def write_events(count: int) -> None:
    """Append events in transactions of their own, printing a line for each acknowledged one."""
    django.setup()
    from tests.audit.tampering import write

    for number in range(count):
        write(1)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def work_and_die(step: str) -> None:
    """Do the job that waits, and be killed at `step` of it."""
    django.setup()
    from bedside import jobs
    from tests.jobs.making import doing

    with doing(_making_until(step)):
        jobs.run_next()


def write_a_file_and_die(step: str) -> None:
    """Do the job that waits, which gives a file of some pieces, and be killed at `step` of it."""
    django.setup()
    from bedside import jobs
    from tests.jobs.making import doing, give

    def run(task: Any) -> None:
        give(task, then=lambda: kill_at(step))

    with doing(run):
        jobs.run_next()


def export_and_die(step: str) -> None:
    """Do the export that waits, and be killed at `step` of it: while it reads, as it stores what it
    has written, or as it gives the file to whoever asked."""
    django.setup()
    from bedside import jobs, outbox
    from bedside.exports.records import asking, making
    from bedside.outbox.kinds import KINDS, Kind

    def run(task: Any) -> None:
        if step == "reading":
            kill_at("in the transaction")
        elif step in ("sealed", "stored"):
            kill_at(step)
        making.make_clinic(task)

    keep = outbox.Result.keep

    def keep_and_die(file: Any) -> None:
        keep(file)
        kill_at(step)

    outbox.Result.keep = keep_and_die  # type: ignore[assignment, method-assign]
    KINDS[asking.CLINIC] = Kind(run)
    jobs.run_next()


def take_in_and_die(facility: str, user: str, text: str, step: str) -> None:
    """Take in a file of patients, and be killed at `step` of it."""
    django.setup()
    from bedside import imports

    kill_at(step)
    imports.begin(text.encode(), facility=UUID(facility), by=_doctor(user))


def bring_in_and_die(step: str) -> None:
    """Do the job that waits, which brings a file in, and be killed at `step` of it."""
    django.setup()
    from dataclasses import replace

    from bedside import jobs
    from bedside.imports.making import KIND
    from bedside.outbox import KINDS

    kind = KINDS[KIND]

    def run(task: Any) -> None:
        if step == "begun":
            die()
        kill_at(step)
        kind.run(task)

    KINDS[KIND] = replace(kind, run=run)
    jobs.run_next()


def undo_and_die(brought: str, user: str, version: int, step: str) -> None:
    """Undo an import, and be killed at `step` of it."""
    django.setup()
    from bedside import imports

    kill_at(step)
    imports.undo(UUID(brought), version=version, by=_doctor(user))


def work_behind(broker_url: str, step: str) -> None:
    """Be a worker behind a broker until told to stop, or killed at `step` of a job."""
    django.setup()
    from bedside.jobs.celery import CeleryWorker
    from tests.jobs.making import doing

    worker = CeleryWorker(broker_url)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    with doing(_making_until(step)):
        worker.work()


def _making_until(step: str) -> Callable[[Any], None]:
    def run(task: Any) -> None:
        from tests.jobs.making import make

        if step == "begun":
            die()
        if step:
            kill_at(step)
        make(task)

    return run


def kill_at(step: str) -> None:
    """Arrange that this process is killed when a write comes to `step`."""
    from django.db import connection

    from bedside import documents
    from bedside.documents.current import store

    if step in ("sealed", "stored"):
        documents.configure(DyingStore(store(), before=step == "sealed"))
        return
    commit = connection._commit

    def dying_commit() -> None:
        if step == "committed":
            commit()
        die()

    connection._commit = dying_commit


class DyingStore:
    """The real store, with a process that does not survive a put."""

    def __init__(self, store: Any, *, before: bool) -> None:
        self._store = store
        self._before = before

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def put(self, blob: UUID, body: bytes) -> None:
        if not self._before:
            self._store.put(blob, body)
        die()


def die() -> NoReturn:
    """End this process as a power cut would: at once, and without any goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def _doctor(user: str) -> Any:
    from bedside.audit import Actor

    return Actor(role="doctor", user=UUID(user))


def _actor(patient: str, user: str) -> Any:
    from bedside.audit import Actor

    return Actor(role="patient", user=UUID(user), patient=UUID(patient))

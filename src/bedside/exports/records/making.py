"""Making the archive of a record or of a whole clinic: what a worker does, as whoever asked.

Every part is a file; each row is opened, written and forgotten, so a clinic of any size fits. The
archive says itself what is in it, what is not and why, and what did not open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside import accounts, outbox
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import facilities_in_reach, find_facility
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import chain_of, find_patient
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound
from bedside.exports.records import resources
from bedside.exports.records.asking import CLINIC, RECORD
from bedside.exports.records.formats import Format, lines
from bedside.exports.records.only import only_in
from bedside.exports.records.packing import ZIP, Archive
from bedside.exports.records.parts import PARTS, Part
from bedside.exports.records.readme import readme, readme_of_fhir
from bedside.exports.records.rows import (
    Row,
    batches,
    looks_at,
    named,
    opened,
    people_in,
    rows_of,
)
from bedside.exports.records.whole import WholeRecord

PEOPLE = ("id", "name", "readable")
LOOKS = ("id", "recorded", "agent", "role", "action")


@dataclass
class Progress:
    """How far an archive is: rows by part, what did not open, whom it names."""

    task: outbox.Task
    total: int
    rows: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, list[str]] = field(default_factory=dict)
    people: set[UUID] = field(default_factory=set)

    @property
    def done(self) -> int:
        """Rows written so far."""
        return sum(self.rows.values())

    def count(self, name: str, row: Row) -> None:
        """Count a row, and remember one that did not open."""
        self.rows[name] = self.rows.get(name, 0) + 1
        if row.get("readable") is False:
            self.damaged.setdefault(name, []).append(str(row["id"]))

    def say(self) -> None:
        """Tell whoever waits. Raises when the job was called off."""
        self.task.progress(self.done, max(self.done, self.total))


def make_record(task: outbox.Task) -> None:
    """Write one patient's whole record, with a document on paper and who looked.

    Raises Forbidden and NotFound when the reach of whoever asked has ended meanwhile.
    """
    by = accounts.actor_of_account(task.asked_by)
    with prepared_act(RECORD, by=by) as doing:
        row = find_patient(task.subject["patient"], by=by)
        doing.chain = chain_of(row)
        doing.on(job=task.job)
        patients = records_of(row.id)
        doing.mention(*patients.values_list("id", flat=True))
        made = _begin(task, "record")
        if made.form is Format.FHIR:
            _add_bundle(made, row.id, doing)
        else:
            _add_tables(made, patients, WholeRecord(row, by=by))
        _keep(made, doing)


def make_clinic(task: outbox.Task) -> None:
    """Write the records of all of a clinic's patients whom the doctor who asked can reach.

    Raises Forbidden and NotFound when their account or their work here has ended meanwhile.
    """
    by, facility = accounts.actor_of_account(task.asked_by), task.subject["facility"]
    with prepared_act(CLINIC, by=by, chain=facility) as doing:
        doing.on(job=task.job, facility=facility)
        place = find_facility(facility, doing=doing)
        made = _begin(task, "clinic")
        if made.form is Format.FHIR:
            _add_lines(made, patients_visible_to(by).filter(facility=place), doing)
        else:
            patients = _of_clinic(place, by=by)
            # Mentioned, not held: a job's row is held before its patients are (ADR 13).
            doing.mention(*patients.values_list("id", flat=True).iterator())
            _add_tables(made, patients, None)
        _keep(made, doing)


def may_still_record(subject: outbox.Subject, by: Actor) -> None:
    """Return if the caller still reaches the patient. Raises NotFound."""
    find_patient(subject["patient"], by=by)


def may_still_clinic(subject: outbox.Subject, by: Actor) -> None:
    """Return if the caller still works at the facility. Raises NotFound."""
    if not facilities_in_reach(by).filter(id=subject["facility"]).exists():
        raise NotFound


def _of_clinic(place: Facility, *, by: Actor) -> QuerySet[Patient]:
    """Return a facility's patients within reach, with the records merged into theirs."""
    seen = patients_visible_to(by).filter(facility=place)
    return Patient.objects.filter(Q(id__in=seen) | Q(replaced_by__in=seen))


@dataclass
class _Made:
    """A file that is being made: of what was wished for, and how much is in it so far."""

    task: outbox.Task
    wish: dict[str, Any]
    at: datetime
    file: outbox.Result
    archive: Archive
    count: int = 0
    damaged: int = 0

    @property
    def form(self) -> Format:
        return Format(self.wish["format"])


def _begin(task: outbox.Task, name: str) -> _Made:
    now = timezone.now()
    file = outbox.Result(task, name=f"{name}-{now:%Y-%m-%d}.zip", media_type=ZIP)
    return _Made(task, outbox.wish_of(task), now, file, Archive(file, at=now))


def _keep(made: _Made, doing: Act) -> None:
    made.archive.close()
    made.file.close()
    with doing.commit():
        made.file.keep()
        doing.note(
            why=made.wish["why"], format=made.form.value, count=made.count, damaged=made.damaged
        )


def _add_tables(made: _Made, patients: QuerySet[Patient], paper: WholeRecord | None) -> None:
    """Write each table down; beside a single patient's, who looked and all of it on paper."""
    archive, form = made.archive, made.form
    progress = Progress(made.task, _how_many(patients))
    _add_parts(archive, patients, form, progress, paper)
    if paper is not None:
        looks = _counted("AuditEvent", looks_at(paper.patient.id), progress)
        archive.add(f"AuditEvent.{form}", lines(looks, LOOKS, form))
        archive.add("record.pdf", [paper.pdf(at=made.at)])
    archive.add("README.txt", [readme(progress.rows, progress.damaged, form, at=made.at)])
    made.count, made.damaged = progress.done, sum(map(len, progress.damaged.values()))


def _add_bundle(made: _Made, patient: UUID, doing: Act) -> None:
    with doing.taking_in_looks():
        written = resources.add_bundle(
            made.archive, patient, resources.asker_of(doing.by), at=made.at
        )
    _add_about_fhir(made, written, doing)


def _add_lines(made: _Made, patients: QuerySet[Patient], doing: Act) -> None:
    """Write a file for each type. Those who leave meanwhile are not in what was not read yet."""
    only, ids = only_in(made.wish), list(patients.order_by("id").values_list("id", flat=True))
    with doing.taking_in_looks():
        written = resources.add_lines(
            made.archive, ids, only, resources.asker_of(doing.by), made.task
        )
    resources.add_manifest(made.archive, written, only, damaged=doing.damaged, at=made.at)
    _add_about_fhir(made, written, doing)


def _add_about_fhir(made: _Made, written: resources.Written, doing: Act) -> None:
    made.count, made.damaged = written.total, doing.damaged
    made.archive.add(
        "README.txt", [readme_of_fhir(written.count, damaged=made.damaged, at=made.at)]
    )


def _how_many(patients: QuerySet[Patient]) -> int:
    return sum(rows_of(part, patients).count() for part in PARTS)


def _add_parts(
    archive: Archive,
    patients: QuerySet[Patient],
    form: Format,
    progress: Progress,
    paper: WholeRecord | None,
) -> None:
    for part in PARTS:
        rows = _opened(part, patients, progress, paper)
        archive.add(f"{part.name}.{form}", lines(rows, part.columns, form))
    people = _counted("Practitioner", named(progress.people), progress)
    archive.add(f"Practitioner.{form}", lines(people, PEOPLE, form))


def _opened(
    part: Part, patients: QuerySet[Patient], progress: Progress, paper: WholeRecord | None
) -> Iterator[Row]:
    progress.rows[part.name] = 0
    for batch in batches(part, patients):
        progress.people |= people_in(part, batch)
        for row in _counted(part.name, opened(part, batch), progress):
            if paper is not None:
                paper.take(part, row)
            yield row
        progress.say()


def _counted(name: str, rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    progress.rows.setdefault(name, 0)
    for row in rows:
        progress.count(name, row)
        yield row

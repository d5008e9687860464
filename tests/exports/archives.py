"""Asking for a record as a file, letting a worker make it, and reading what came of it."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from bedside import exports, jobs
from bedside.clinic.models import Facility
from bedside.exports import Format, RecordWish, Why
from bedside.exports.records.formats import read_csv
from tests.people import PASSWORD, Person


@dataclass(frozen=True)
class Archive:
    """What is in the file of a job."""

    job: UUID
    form: Format
    files: dict[str, bytes]

    def rows(self, part: str) -> list[dict[str, Any]]:
        text = self.files[f"{part}.{self.form}"].decode()
        if self.form is Format.CSV:
            return read_csv(text)
        if self.form is Format.JSON:
            return list(json.loads(text))
        return [json.loads(line) for line in text.splitlines()]


def wish(form: Format = Format.JSON, **more: Any) -> RecordWish:
    return RecordWish(**{"password": PASSWORD, "form": form, "why": Why.BACKUP, **more})


def fetched(job: UUID, by: Person, form: Format) -> Archive:
    content = b"".join(jobs.read_file(job, by=by.actor).read())
    with ZipFile(BytesIO(content)) as opened:
        assert opened.testzip() is None
        return Archive(job, form, {name: opened.read(name) for name in opened.namelist()})


def record(patient: Person, by: Person, form: Format = Format.JSON) -> Archive:
    job = exports.ask_for_record(patient.patient, wish(form), by=by.actor)
    assert jobs.run_one(job)
    return fetched(job, by, form)


def clinic_of(place: Facility, by: Person, form: Format = Format.JSON) -> Archive:
    job = exports.ask_for_clinic(place.id, wish(form), by=by.actor)
    assert jobs.run_one(job)
    return fetched(job, by, form)

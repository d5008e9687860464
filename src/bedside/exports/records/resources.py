"""A record in FHIR: one patient's as a Bundle, a clinic's as a file of lines for each type.

Not everything that is kept: what FHIR has words for, as it is now, and as far as whoever asks may
read it. It is read through the same acts as over FHIR, which are a part of the act of taking out.
A type at a time, each patient's after the other's, nothing of it ever whole in memory.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.conf import settings

from bedside import outbox
from bedside.assessment import Numbers
from bedside.audit import Actor
from bedside.errors import NotFound
from bedside.exports.records.only import Only
from bedside.exports.records.packing import Archive
from bedside.exports.records.rows import as_json
from bedside.interop.fhir import KINDS, Asker, Kind, Resource, resources_of, warning
from bedside.interop.fhir.everything import BESIDE, beside, come_along, kinds_of_a_record, of_type

MANIFEST = "manifest.json"
LINES = "ndjson"
BUNDLE = "Bundle.json"
DAMAGE = "OperationOutcome"
_OFTEN = 20
"""Patients between two words to whoever waits."""


def asker_of(by: Actor) -> Asker:
    """Return whoever asks, as FHIR knows them."""
    options = settings.BEDSIDE
    numbers = Numbers(options.emergency_number, options.crisis_line)
    return Asker(by, f"{options.public_url}/fhir", numbers)


def types_of(asker: Asker) -> list[str]:
    """Return the types of resource of which a clinic's records consist, for this caller."""
    return [kind.name for kind in (KINDS["Patient"], *kinds_of_a_record(asker))] + list(BESIDE)


@dataclass
class Written:
    """How many resources of each type were written so far, and whom and what they refer to."""

    asker: Asker
    count: dict[str, int] = field(default_factory=dict)
    referred: dict[str, None] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many of all types."""
        return sum(self.count.values())

    def take(self, resources: Iterable[Resource]) -> Iterator[str]:
        """Yield each as JSON, having counted it."""
        for one in resources:
            self.count[one.resource_type] = self.count.get(one.resource_type, 0) + 1
            self.referred.update(dict.fromkeys(beside(one)))
            yield as_json(one.to_json())

    def come_along(self, only: Only) -> dict[str, list[Resource]]:
        """Return by type whom and what they refer to, as far as that is in reach."""
        wanted = [one for one in self.referred if only.has(one.partition("/")[0])]
        found: dict[str, list[Resource]] = {}
        for one in come_along(wanted, self.asker):
            found.setdefault(one.resource_type, []).append(one)
        return found


def add_bundle(archive: Archive, patient: UUID, asker: Asker, *, at: datetime) -> Written:
    """Add one patient's record as a Bundle. Raises NotFound."""
    written = Written(asker)
    archive.add(BUNDLE, _bundle(patient, written, at=at))
    return written


def _bundle(patient: UUID, written: Written, *, at: datetime) -> Iterator[str]:
    yield f'{{"resourceType":"Bundle","type":"collection","timestamp":"{at.isoformat()}","entry":['
    before = "\n"
    for one in resources_of(patient, asker=written.asker):
        (text,) = written.take([one])
        address = json.dumps(f"{written.asker.base}/{one.resource_type}/{one.id}")
        yield f'{before}{{"fullUrl":{address},"resource":{text}}}'
        before = ",\n"
    yield "\n]}\n"


def add_lines(
    archive: Archive, patients: Sequence[UUID], only: Only, asker: Asker, task: outbox.Task
) -> Written:
    """Add some patients' records, a file for each type, of those that were asked for."""
    written, steps = Written(asker), _Steps(task)
    kinds = [KINDS["Patient"], *kinds_of_a_record(asker)]
    asked = [kind for kind in kinds if only.has(kind.name)]
    steps.total = len(asked) * len(patients)
    for kind in asked:
        resources = _of_all(kind, patients, only, asker, steps)
        _add(archive, kind.name, written.take(resources))
    for name, found in written.come_along(only).items():
        _add(archive, name, written.take(found))
    return written


@dataclass
class _Steps:
    """How far it is: patients read, of each type."""

    task: outbox.Task
    total: int = 0
    done: int = 0

    def go_on(self) -> None:
        """Tell whoever waits, now and then. Raises when the job was called off."""
        self.done += 1
        if self.done % _OFTEN == 0 or self.done == self.total:
            self.task.progress(self.done, self.total)


def _of_all(
    kind: Kind, patients: Sequence[UUID], only: Only, asker: Asker, steps: _Steps
) -> Iterator[Resource]:
    for patient in patients:
        with suppress(NotFound):  # out of reach since it was begun
            yield from of_type(kind, patient, since=only.since, asker=asker)
        steps.go_on()


def add_manifest(
    archive: Archive, written: Written, only: Only, *, damaged: int, at: datetime
) -> None:
    """Say what is there, in the words of Bulk Data; and in a file of its own that some of it did
    not open."""
    output = [_file(name, count) for name, count in written.count.items()]
    if damaged:
        said = f"{damaged} sealed texts did not open. What they belong to is there without them."
        _add(archive, DAMAGE, iter([as_json(warning(said).to_json())]))
    manifest = {
        "transactionTime": at.isoformat(),
        "request": only.request,
        "requiresAccessToken": True,
        "output": output,
        "error": [_file(DAMAGE, 1)] if damaged else [],
    }
    archive.add(MANIFEST, [json.dumps(manifest, indent=2)], as_is=True)


def _file(name: str, count: int) -> dict[str, str | int]:
    return {"type": name, "url": f"{name}.{LINES}", "count": count}


def _add(archive: Archive, name: str, lines: Iterator[str]) -> None:
    """Add a file of lines, unless there are none; not pressed, so that a part of it can be read."""
    first = next(lines, None)
    if first is not None:
        rest = (f"{one}\n" for one in chain([first], lines))
        archive.add(f"{name}.{LINES}", rest, as_is=True)

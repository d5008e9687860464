"""A patient's coded diagnoses: reading them, recording one, and what becomes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from bedside import codes
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.diagnoses.body import DiagnosisBody
from bedside.clinic.diagnoses.lifecycle import CERTAIN, CONFIRMED, LIFECYCLE, RESOLVED, SUSPECTED
from bedside.clinic.diagnoses.models import Code, Diagnosis
from bedside.clinic.diagnoses.repeating import guard, watched
from bedside.clinic.entries import acts
from bedside.clinic.entries.kinds import Inside, Kind
from bedside.clinic.entries.lists import Listed
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.reading import open_page
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.patients.reading import named_patient
from bedside.errors import Invalid

DiagnosisView = EntryView[DiagnosisBody]
DiagnosisPage = EntryPage[DiagnosisBody]


@dataclass(frozen=True)
class CodeView:
    """A code as it stood in the release that it was taken from."""

    system: str
    code: str
    display: str
    release: str


def _in_the_clear(row: Diagnosis, body: DiagnosisBody) -> None:
    row.certainty = body.certainty
    row.onset, row.onset_precision = _columns(body.onset)
    row.abated, row.abated_precision = _columns(body.abated)


def _columns(said: PartialDate | None) -> tuple[Any, str]:
    return (said.first, said.precision) if said else (None, "")


def _told(row: Diagnosis) -> Mapping[str, Any]:
    code = row.code
    return {
        "code": CodeView(code.system, code.code, code.display, code.release),
        "certainty": row.certainty,
        "onset": row.onset and PartialDate.of(row.onset, row.onset_precision),
        "abated": row.abated and PartialDate.of(row.abated, row.abated_precision),
    }


DIAGNOSES = Listed(
    Kind(
        "diagnosis",
        Diagnosis,
        DiagnosisBody,
        lifecycle=LIFECYCLE,
        # What a doctor only suspects, or has ruled out, is for the two of them to talk about.
        patients_see=Q(state=CONFIRMED) | Q(state=RESOLVED, certainty=CERTAIN),
        for_doctors={"comment": ""},
        in_the_clear=_in_the_clear,
        told=_told,
        guard=guard,
        related=("code",),
    )
)

read_all, read, change = DIAGNOSES.read_all, DIAGNOSES.read, DIAGNOSES.change
mark_as_error, reinstate = DIAGNOSES.mark_as_error, DIAGNOSES.reinstate
of_patient, view = DIAGNOSES.of_patient, DIAGNOSES.view


def add(
    patient: UUID,
    code: str,
    body: DiagnosisBody,
    *,
    state: str = SUSPECTED,
    encounter: UUID | None = None,
    repeated: bool = False,
    by: Actor,
) -> DiagnosisView:
    """Record a diagnosis with a code that is in use today.

    `repeated` says that it is meant to be there twice. Raises NotFound, Conflict for a locked
    encounter, OnRecordAlready for a code that is suspected or confirmed already, and Invalid, also
    for a code that no new diagnosis may carry.
    """

    def prepare() -> Inside:
        if state not in (SUSPECTED, CONFIRMED):
            raise Invalid(fields={"state": "A new diagnosis is suspected or confirmed."})
        coding = codes.coding(code)
        return _coded(coding) if repeated else watched(patient, coding.code, _coded(coding))

    return acts.add(
        DIAGNOSES.kind,
        patient,
        body,
        state=state,
        encounter=encounter,
        prepare=prepare,
        by=by,
    )


def with_code(patient: UUID, code: str, *, by: Actor) -> DiagnosisView | None:
    """Return the newest diagnosis that is suspected or confirmed with a code, however written.

    None without one; nothing else is opened. Raises NotFound for a patient out of reach.
    """
    same = Q(code__code=codes.dotted(code))
    with act("diagnosis.list", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        found = open_page(
            DIAGNOSES.kind, whose, doing=doing, states=(CONFIRMED, SUSPECTED), only=same, limit=1
        )
    return next(iter(found.items), None)


def turn(
    event: str,
    patient: UUID,
    diagnosis: UUID,
    *,
    certainty: str = "",
    abated: PartialDate | None = None,
    version: int,
    by: Actor,
) -> DiagnosisView:
    """Confirm, suspect, refute or resolve it. Raises NotFound, Stale, Invalid, and Conflict, also
    when it would be active again beside another one of its code."""

    def said(body: DiagnosisBody, state: str) -> DiagnosisBody:
        return body.turned(state, certainty, abated)

    return DIAGNOSES.turn(event, patient, diagnosis, said, version=version, by=by)


def rows_of_codes(wanted: Iterable[codes.Coding]) -> dict[str, Code]:
    """Return the rows of some codes, each made when a diagnosis first uses it; within an act.

    Three queries, however many there are.
    """
    named = {one.code: one for one in wanted}
    one_release = Code.objects.filter(
        code__in=named,
        system__in={one.system for one in named.values()},
        release__in={one.release for one in named.values()},
    )
    known = set(one_release.values_list("code", flat=True))
    Code.objects.bulk_create(
        (Code(**asdict(one)) for code, one in named.items() if code not in known),
        ignore_conflicts=True,
    )
    return {row.code: row for row in one_release.all()}


def _coded(coding: codes.Coding) -> Inside:
    def give(row: Entry) -> None:
        cast(Diagnosis, row).code = Code.objects.get_or_create(
            system=coding.system,
            code=coding.code,
            release=coding.release,
            defaults={"display": coding.display},
        )[0]

    return give

"""Reading a clinic's report, as acts: whole for those who treat its patients, counts for others.

A report is about everybody, and its event names those whom it shows one by one. Everything is read
and counted before the event's transaction begins, so that nobody waits for it meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bedside.accounts.acts import act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import find_facility
from bedside.clinic.models import Code, Diagnosis, Facility, Patient
from bedside.clinic.patients.reach import care_now, patients_visible_to
from bedside.clinic.patients.reading import PAGE, open_patients
from bedside.clinic.patients.views import PatientView
from bedside.errors import Invalid
from bedside.paging import Page, read_page
from bedside.reports.asking import Asked, Days, days_of, filter_of, whole_months
from bedside.reports.assembling import FacilityReport, report
from bedside.reports.charlson import Score, charlson
from bedside.reports.closing import count_missing, keep, read_closed
from bedside.reports.counting import count_work
from bedside.reports.figures import DiagnosisCount
from bedside.reports.figures.risks import USUAL
from bedside.reports.filters import Filter
from bedside.reports.loading import load
from bedside.reports.outside import USUAL as FEW
from bedside.reports.outside import OutsideReport
from bedside.reports.rows import DiagnosisRow, PatientRow

_MEANING = ("system", "code", "display")
MOST_RISKS = 50
"""Patients whom one report shows one by one, at most."""
MOST_HIDDEN = 1_000
"""The highest threshold below which counts are hidden."""


Displays = Mapping[tuple[str, str], str]
"""What a code means, by its system and itself."""


@dataclass(frozen=True)
class PatientRisk:
    """A patient as the caller may see them, and their score; None where the age is not known."""

    patient: PatientView
    score: Score | None


@dataclass(frozen=True)
class ReportView:
    """The report of a clinic over some days, with those whose scores are highest, opened, and what
    the codes in it mean."""

    name: str
    time_zone: str
    days: Days
    report: FacilityReport
    top: tuple[PatientRisk, ...]
    displays: Displays


@dataclass(frozen=True)
class CountsView:
    """What may leave the house of a clinic's report over whole months."""

    name: str
    days: Days
    counts: OutsideReport
    displays: Displays


def read_report(facility: UUID, asked: Asked, *, top: int = USUAL, by: Actor) -> ReportView:
    """Return the report of a clinic in the doctor's reach, with the `top` highest risks.

    At most MOST_RISKS of them. Raises NotFound, and Invalid naming what makes no sense.
    """
    with prepared_act("report.read", by=by) as doing:
        place = find_facility(facility, doing=doing)
        doing.on(facility=place.id)
        now = timezone.now()
        days = days_of(asked, place, now)
        if not 0 <= top <= MOST_RISKS:
            raise Invalid(fields={"top": f"Choose from 0 to {MOST_RISKS}."})
        chosen = filter_of(asked, days, place, now)
        made = _made(place, chosen, now, top)
        doing.note(patients=made.total, unopened=made.unopened)
        doing.note(**{f"by_{side}": True for side in asked.narrowed_by()})
        with doing.commit():
            find_facility(facility, doing=doing)
            shown = _opened(made.top_risks.scores, by)
            doing.about(*(one.patient.id for one in shown))
    return ReportView(place.name, place.time_zone, days, made, shown, displays_of(made.diagnoses))


def read_counts(facility: UUID, asked: Asked, *, threshold: int = FEW, by: Actor) -> CountsView:
    """Return what may leave the house: counts of `threshold` and more, of whole months only.

    What is read of a month for the first time is counted then and kept: later readings show the
    same. Raises NotFound, and Invalid for anything but months that are over, and for a threshold
    below the usual one.
    """
    with prepared_act("report.read_counts", by=by) as doing:
        place = find_facility(facility, doing=doing)
        doing.on(facility=place.id)
        if not FEW <= threshold <= MOST_HIDDEN:
            raise Invalid(fields={"threshold": f"Choose from {FEW} to {MOST_HIDDEN}."})
        if asked.narrowed_by():
            raise Invalid("A report for outside can only be narrowed to a time.")
        now = timezone.now()
        days = whole_months(asked, place, now)
        counted = count_missing(place, days, now)
        doing.note(threshold=threshold)
        with doing.commit():
            find_facility(facility, doing=doing)
            keep(counted)
            made = read_closed(place, days, threshold)
    return CountsView(place.name, days, made, displays_of(made.diagnoses))


def read_risks(
    facility: UUID, *, after: UUID | None = None, limit: int = 50, by: Actor
) -> Page[PatientRisk]:
    """Return the score of each patient of a clinic as of today, in the order of their ids.

    Those after `after`, at most `limit` (PAGE at most). Raises NotFound.
    """
    with act("report.list_risks", by=by) as doing:
        place = find_facility(facility, doing=doing)
        doing.on(facility=place.id)
        care = care_now().filter(facility=place, patient=OuterRef("pk"))
        rows = patients_visible_to(by).filter(Exists(care), replaced_by=None).order_by("id")
        page = read_page(rows.filter(id__gt=after) if after else rows, min(limit, PAGE))
        doing.about(*(row.id for row in page))
        return page.shown_as(_scored(page, by))


def _made(place: Facility, chosen: Filter, now: datetime, top: int) -> FacilityReport:
    return report(load(place, chosen, now), chosen, now, top, count_work(place, chosen, now))


def displays_of(counts: Sequence[DiagnosisCount]) -> Displays:
    """Return what codes mean, as the latest release that was used here has it."""
    rows = Code.objects.filter(code__in=[one.code for one in counts]).order_by("release")
    return {(system, code): text for system, code, text in rows.values_list(*_MEANING)}


def _opened(scores: tuple[Score, ...], by: Actor) -> tuple[PatientRisk, ...]:
    """Open those with the highest scores; who is out of reach by now is left out."""
    rows = patients_visible_to(by).in_bulk([one.patient for one in scores])
    kept = [one for one in scores if one.patient in rows]
    views = open_patients([rows[one.patient] for one in kept], by=by)
    return tuple(PatientRisk(view, score) for view, score in zip(views, kept, strict=True))


def _scored(page: list[Patient], by: Actor) -> list[PatientRisk]:
    views = open_patients(page, by=by)
    diagnoses = _diagnoses_of([row.id for row in page])
    today = timezone.now().date()
    rows = [
        PatientRow(
            view.id,
            view.facility_id or view.id,
            view.profile.birth_date if view.profile else None,
            view.profile.sex if view.profile else None,
            view.responsible_id,
            view.created_at,
            None,
            diagnoses.get(view.id, ()),
        )
        for view in views
    ]
    return [PatientRisk(view, charlson(row, today)) for view, row in zip(views, rows, strict=True)]


def _diagnoses_of(patients: list[UUID]) -> dict[UUID, list[DiagnosisRow]]:
    found: dict[UUID, list[DiagnosisRow]] = {}
    theirs = Q(patient__in=patients) | Q(patient__replaced_by__in=patients)
    for row in Diagnosis.objects.filter(theirs).select_related("code", "patient"):
        found.setdefault(row.patient.replaced_by_id or row.patient_id, []).append(
            DiagnosisRow(
                row.code.system,
                row.code.code,
                row.state,
                row.certainty,
                row.onset,
                row.recorded_at,
            )
        )
    return found

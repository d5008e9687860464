"""A clinic's report. What it is narrowed to may tell about a patient: it comes in a body."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from bedside import reports
from bedside.api import cursors, described
from bedside.api.call import Current
from bedside.api.problem import NO_STORE
from bedside.api.routing import BedsideRoute, needs
from bedside.reports import Displays, FacilityReport, PatientRisk
from bedside.reports.figures import DiagnosisCount, MonthRow
from bedside.reports.outside import USUAL, OutsideMonth
from bedside.reports.reading import MOST_HIDDEN
from bedside.schemas import reports as said
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.statistics import GivenMonth

router = APIRouter(prefix="/api/facilities/{facility}", tags=["reports"], route_class=BedsideRoute)
Threshold = Annotated[int, Query(ge=USUAL, le=MOST_HIDDEN)]


@router.post("/report", summary="Read a clinic's report")
@needs("report.read", repeatable=False)
def read_report(call: Current, facility: GivenId, body: said.ReportQuestion) -> said.Report:
    """Return the figures of a clinic, for its doctors, with the highest risk scores and why.

    Who is shown by name is on record; everybody else is counted.
    """
    view = reports.read_report(facility, _asked(body), top=body.top, by=call.by)
    return _report(view)


@router.post(
    "/report/table",
    summary="Take a table of a clinic's report",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@needs("report.read", repeatable=False)
def take_table(call: Current, facility: GivenId, body: said.TableQuestion) -> Response:
    """Return one table as CSV in UTF-8, with nothing in it that a spreadsheet would run."""
    asked = _asked(body)
    days, table = reports.read_table(facility, asked, body.table, top=body.top, by=call.by)
    name = f"report-{body.table}-{days.first}-{days.last}.csv"
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(reports.as_csv(table), headers=headers, media_type="text/csv; charset=utf-8")


@router.get("/report/risks", summary="List the risk scores of a clinic's patients")
@needs("report.list_risks")
def list_risks(
    call: Current,
    facility: GivenId,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> said.Risks:
    """Return the age-adjusted Charlson index of each patient in the clinic's care, with why."""
    listed = f"risks/{facility}"
    place = cursors.read(cursor, of=listed, by=call.by)
    after = UUID(place[0]) if place else None
    found = reports.read_risks(facility, after=after, limit=limit, by=call.by)
    last = [str(found[-1].patient.id)] if found.more else None
    return said.Risks(
        items=[_risk(one) for one in found], next=cursors.write(last, of=listed, by=call.by)
    )


@router.get("/report/counts", summary="Read what may leave a clinic", responses=described.also(422))
@needs("report.read_counts")
def read_counts(
    call: Current,
    facility: GivenId,
    first: Annotated[GivenMonth | None, Query(alias="from")] = None,
    last: Annotated[GivenMonth | None, Query(alias="until")] = None,
    threshold: Threshold = USUAL,
) -> said.Counts:
    """Return counts of `threshold` and more, of months that are over, about nobody in particular:
    the twelve before this one without `from` and `until`, both included.

    Each month is counted once, when it is first read; later changes are not in it."""
    asked = reports.Asked(_first_day(first), _last_day(last))
    view = reports.read_counts(facility, asked, threshold=threshold, by=call.by)
    return _counts(view)


def _asked(body: said.ReportQuestion) -> reports.Asked:
    return reports.Asked(**body.model_dump(exclude={"top", "table"}))


def _report(view: reports.ReportView) -> said.Report:
    made = view.report
    return said.Report.model_validate(
        {
            "facility": made.facility,
            "name": view.name,
            "first": view.days.first,
            "last": view.days.last,
            "made_at": made.made_at,
            "total": made.total,
            "left": made.left,
            "unopened": made.unopened,
            "ages": _fields(made.ages, "average", "oldest", "youngest"),
            "pyramid": [_fields(one, "first", "last", "by_sex") for one in made.pyramid],
            "diagnoses": [_diagnosis(one, view.displays) for one in made.diagnoses],
            "top_risks": _top(made, view.top),
            "months": [_month(one) for one in made.months],
            "open_work": [
                _fields(one, "waited", "assessments", "overdue") for one in made.open_work
            ],
        }
    )


def _fields(of: object, *names: str) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def _diagnosis(one: DiagnosisCount, displays: Displays) -> dict[str, Any]:
    display = displays.get((one.system, one.code), "")
    return {**_fields(one, "system", "code", "patients", "suspected"), "display": display}


def _top(made: FacilityReport, top: tuple[PatientRisk, ...]) -> said.TopRisks:
    return said.TopRisks(items=[_risk(one) for one in top], as_high=made.top_risks.as_high)


def _risk(one: PatientRisk) -> said.PatientRisk:
    score, profile = one.score, one.patient.profile
    return said.PatientRisk(
        patient=one.patient.id,
        name=profile.name if profile else None,
        record_number=one.patient.record_number,
        age=score.age if score else None,
        points=score.points if score else None,
        age_points=score.age_points if score else None,
        reasons=[
            said.RiskReason(
                condition=reason.condition,
                called=reason.called,
                points=reason.points,
                codes=list(reason.codes),
            )
            for reason in (score.reasons if score else ())
        ],
    )


def _month(one: MonthRow) -> dict[str, Any]:
    return {
        "month": one.month,
        "new_patients": one.new_patients,
        "by_triage": dict(one.by_level),
        "reviewed": one.waits.reviewed,
        "waiting_median": one.waits.median,
        "waiting_90th": one.waits.ninetieth,
        "appointments_kept": one.appointments.kept,
        "appointments_missed": one.appointments.missed,
    }


def _counts(view: reports.CountsView) -> said.Counts:
    made = view.counts
    return said.Counts.model_validate(
        {
            **_fields(made, "facility", "made_at", "threshold", "stock_month", "average_age"),
            "name": view.name,
            "first": view.days.first,
            "last": view.days.last,
            "total": made.patients.total,
            "bands": [
                {"first": first, "sex": sex or None, "patients": count}
                for (first, sex), count in made.patients.cells.items()
            ],
            "diagnoses": [_diagnosis(one, view.displays) for one in made.diagnoses],
            "months": [_hidden_month(one) for one in made.months],
            "open_work": dict(made.open_work.cells),
        }
    )


def _hidden_month(one: OutsideMonth) -> dict[str, Any]:
    return {
        **_fields(one, "month", "new_patients", "waiting_median"),
        "by_triage": dict(one.by_level.cells),
        "sent": one.by_level.total,
        "appointments_kept": one.appointments.cells["kept"],
        "appointments_missed": one.appointments.cells["missed"],
    }


def _first_day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


def _last_day(month: str | None) -> date | None:
    if month is None:
        return None
    within_the_next = date.fromisoformat(f"{month}-28") + timedelta(days=4)
    return within_the_next - timedelta(days=within_the_next.day)

"""A clinic's report: who its patients are, what they have, who is at most risk, what it did."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.statistics import Seconds
from bedside.schemas.text import OPTIONAL_LINE, Day, Sex, Years
from bedside.schemas.worklist import Triage

MOST_RISKS = 50
Beginning = Annotated[
    str,
    StringConstraints(min_length=1, max_length=16),
    OPTIONAL_LINE,
    Field(description="A code of ICD-10-CM or the beginning of one.", examples=["E11"]),
]
Waited = Literal[
    "within-1-hour", "within-4-hours", "within-1-day", "within-3-days", "within-2-weeks", "longer"
]
TableName = Literal["overview", "ages", "diagnoses", "risks", "months", "open-work"]


class ReportQuestion(Incoming):
    """What a report is about, in days of the clinic's clock. Nothing given: everybody, the last
    twelve months. It is kept nowhere, and is never part of an address.

    A patient answers to a doctor who answers for them, and to a diagnosis that is certain or
    suspected. Ages are completed years on the last day, both ends included.
    """

    model_config = example(first="2026-01-01", last="2026-12-31", diagnosis="E11", youngest=65)

    first: Day | None = None
    last: Day | None = None
    doctor: GivenId | None = None
    diagnosis: Beginning | None = None
    youngest: Years | None = None
    oldest: Years | None = None
    sex: Sex | None = None
    top: Annotated[int, Field(ge=0, le=MOST_RISKS)] = 3


class TableQuestion(ReportQuestion):
    """Which table of a report, as CSV."""

    model_config = example(table="diagnoses", first="2026-01-01", last="2026-12-31")

    table: TableName


class Ages(Outgoing):
    """Completed years; null of nobody."""

    average: float | None
    oldest: int | None
    youngest: int | None


class AgeBand(Outgoing):
    """The patients from `first` to `last` years, null: and older."""

    first: int
    last: int | None
    by_sex: dict[Sex, int]


class DiagnosisCount(Outgoing):
    """How many have or had a code for certain, and for how many more it is only suspected."""

    system: str
    code: str
    display: str
    patients: int
    suspected: int


class RiskReason(Outgoing):
    """A condition of the Charlson index, its points, and the recorded codes that say so."""

    condition: str
    called: str
    points: int
    codes: list[str]


class PatientRisk(Outgoing):
    """The age-adjusted Charlson index of one patient, with why; null without a birth date.

    The name is null when the sealed profile does not open.
    """

    patient: UUID
    name: str | None
    record_number: str
    age: int | None
    points: int | None
    age_points: int | None
    reasons: list[RiskReason]


class TopRisks(Outgoing):
    """The highest scores, and how many more patients have the last one's score."""

    items: list[PatientRisk]
    as_high: int


class ReportMonth(Outgoing):
    """A month, named by its first day. Waiting times are of what was sent in it and reviewed."""

    month: date
    new_patients: int
    by_triage: dict[Triage, int]
    reviewed: int
    waiting_median: Seconds
    waiting_90th: Seconds
    appointments_kept: int
    appointments_missed: int


class OpenWork(Outgoing):
    """What no doctor has finished with, by how long it has waited; `overdue` should be seen."""

    waited: Waited
    assessments: int
    overdue: int


_RISK = {
    "patient": "0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
    "name": "Asha Rao",
    "record_number": "00042-1",
    "age": 71,
    "points": 4,
    "age_points": 3,
    "reasons": [
        {
            "condition": "heart-failure",
            "called": "Congestive heart failure",
            "points": 1,
            "codes": ["I50.9"],
        }
    ],
}


class Report(Outgoing):
    """A clinic over some days.

    Of the `total`, `left` have left since and `unopened` could not be opened: of both neither age
    nor sex is known. Diagnoses are all there are, the commonest first.
    """

    model_config = example(
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        name="Riverside Clinic",
        first="2026-01-01",
        last="2026-12-31",
        made_at="2026-12-31T09:15:00Z",
        total=812,
        left=14,
        unopened=0,
        ages={"average": 44.2, "oldest": 97, "youngest": 0},
        pyramid=[{"first": 0, "last": 4, "by_sex": {"female": 21, "male": 19, "other": 0}}],
        diagnoses=[
            {
                "system": "http://hl7.org/fhir/sid/icd-10-cm",
                "code": "I10",
                "display": "Essential (primary) hypertension",
                "patients": 120,
                "suspected": 3,
            }
        ],
        top_risks={"items": [_RISK], "as_high": 0},
        months=[
            {
                "month": "2026-03-01",
                "new_patients": 12,
                "by_triage": {"emergency": 1, "urgent": 9, "routine": 22, "self-care": 8},
                "reviewed": 39,
                "waiting_median": 5400.0,
                "waiting_90th": 64800.0,
                "appointments_kept": 51,
                "appointments_missed": 3,
            }
        ],
        open_work=[{"waited": "within-1-hour", "assessments": 2, "overdue": 0}],
    )

    facility: UUID
    name: str
    first: date
    last: date
    made_at: datetime
    total: int
    left: int
    unopened: int
    ages: Ages
    pyramid: list[AgeBand]
    diagnoses: list[DiagnosisCount]
    top_risks: TopRisks
    months: list[ReportMonth]
    open_work: list[OpenWork]


class Risks(Listing):
    """A page of a clinic's patients with their scores, in no order that says anything."""

    items: list[PatientRisk]


Hidden = Annotated[int | None, Field(description="Null where the count is small, or would tell.")]


class HiddenBand(Outgoing):
    """The patients of some ages and a sex; `first` null: whose age is not known."""

    first: int | None
    sex: Sex | None
    patients: Hidden


class HiddenMonth(Outgoing):
    """A month with its small counts left out."""

    month: date
    new_patients: Hidden
    by_triage: dict[Triage, Hidden]
    sent: Hidden
    appointments_kept: Hidden
    appointments_missed: Hidden
    waiting_median: Seconds


class Counts(Outgoing):
    """What may leave the clinic: counts of `threshold` and more, and nothing about anybody.

    A month is counted once, when it is over and first read, and the same ever after. Patients,
    diagnoses and open work are those of `stock_month`: null where nobody read them in time.
    """

    model_config = example(
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        name="Riverside Clinic",
        first="2026-01-01",
        last="2026-11-30",
        made_at="2026-12-31T09:15:00Z",
        threshold=5,
        stock_month="2026-11-01",
        total=812,
        average_age=44.2,
        bands=[{"first": 0, "sex": "female", "patients": 21}],
        diagnoses=[
            {
                "system": "http://hl7.org/fhir/sid/icd-10-cm",
                "code": "I10",
                "display": "Essential (primary) hypertension",
                "patients": 120,
                "suspected": 0,
            }
        ],
        months=[
            {
                "month": "2026-03-01",
                "new_patients": 12,
                "by_triage": {"emergency": None, "urgent": None, "routine": 22, "self-care": 8},
                "sent": 40,
                "appointments_kept": 51,
                "appointments_missed": 9,
                "waiting_median": 5400.0,
            }
        ],
        open_work={"within-1-hour": None},
    )

    facility: UUID
    name: str
    first: date
    last: date
    made_at: datetime
    threshold: int
    stock_month: date | None
    total: Hidden
    average_age: float | None
    bands: list[HiddenBand]
    diagnoses: list[DiagnosisCount]
    months: list[HiddenMonth]
    open_work: dict[Waited, Hidden]

"""Rows as a test needs them, and hypothesis's way of making any."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import strategies as st

from bedside.clinic.diagnoses.lifecycle import CERTAIN, CERTAINTIES, CONFIRMED, LIFECYCLE
from bedside.clinic.models import AppointmentStatus
from bedside.clinic.patients.profile import SEXES
from bedside.intake.lifecycle import SENT, SUBMITTED
from bedside.intake.urgency import LEVELS
from bedside.reports import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow

HERE = UUID(int=1)
BELLO, CHEN = UUID(int=2), UUID(int=3)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"


def diagnosis(
    code: str,
    state: str = CONFIRMED,
    certainty: str = CERTAIN,
    *,
    system: str = ICD,
    recorded_at: datetime = NOON,
) -> DiagnosisRow:
    return DiagnosisRow(system, code, state, certainty, None, recorded_at)


def patient(
    *diagnoses: DiagnosisRow | str,
    born: date | None = date(1991, 4, 17),
    sex: str | None = "female",
    since: datetime = NOON,
    until: datetime | None = None,
    responsible: UUID | None = BELLO,
) -> PatientRow:
    rows = [diagnosis(one) if isinstance(one, str) else one for one in diagnoses]
    return PatientRow(uuid4(), HERE, born, sex, responsible, since, until, rows)


def assessment(
    sent: datetime = NOON,
    *,
    waited: timedelta | None = None,
    state: str = SUBMITTED,
    triage: str = "routine",
    due_in: timedelta = timedelta(days=3),
    of: UUID | None = None,
) -> AssessmentRow:
    reviewed = None if waited is None else sent + waited
    return AssessmentRow(of or uuid4(), HERE, state, triage, sent, sent + due_in, BELLO, reviewed)


def appointment(status: str, start: datetime = NOON, of: UUID | None = None) -> AppointmentRow:
    return AppointmentRow(of or uuid4(), HERE, BELLO, start, status)


MOMENTS = st.datetimes(
    datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)
) | st.sampled_from(
    # Around the midnights on which clocks change somewhere.
    [
        datetime(2026, 3, 29, hour, minute, tzinfo=UTC)
        for hour in (0, 1, 21, 22, 23)
        for minute in (0, 59)
    ]
)
DOCTORS = st.sampled_from([None, BELLO, CHEN])
DIAGNOSES = st.builds(
    DiagnosisRow,
    system=st.just(ICD),
    code=st.sampled_from(["E11.9", "E11.22", "E10.1", "I10", "I21.3", "J45.909"]),
    state=st.sampled_from(sorted(LIFECYCLE)),
    certainty=st.sampled_from(CERTAINTIES),
    onset=st.none(),
    recorded_at=MOMENTS,
)
PATIENTS = st.builds(
    PatientRow,
    id=st.uuids(),
    facility=st.just(HERE),
    birth_date=st.none() | st.dates(date(1920, 1, 1), date(2026, 12, 31)),
    sex=st.none() | st.sampled_from(SEXES),
    responsible=DOCTORS,
    since=MOMENTS,
    until=st.none() | MOMENTS,
    diagnoses=st.lists(DIAGNOSES, max_size=4),
    earlier=st.lists(st.tuples(MOMENTS, MOMENTS), max_size=2),
)


def assessments_of(patients: list[UUID]) -> st.SearchStrategy[AssessmentRow]:
    return st.builds(
        AssessmentRow,
        patient=st.sampled_from([*patients, UUID(int=9)]),
        facility=st.just(HERE),
        state=st.sampled_from(SENT),
        triage=st.sampled_from(LEVELS),
        submitted_at=MOMENTS,
        due_at=MOMENTS,
        doctor=DOCTORS,
        reviewed_at=st.none() | MOMENTS,
    )


def appointments_of(patients: list[UUID]) -> st.SearchStrategy[AppointmentRow]:
    return st.builds(
        AppointmentRow,
        patient=st.sampled_from([*patients, UUID(int=9)]),
        facility=st.just(HERE),
        doctor=st.sampled_from([BELLO, CHEN]),
        start=MOMENTS,
        status=st.sampled_from([str(one) for one in AppointmentStatus]),
    )

"""What a chart shows: plain frozen values, already opened for this reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bedside.accounts import AccessView
from bedside.clinic.allergies import AllergyView, NoneKnownView
from bedside.clinic.appointments.views import AppointmentView, WaitingView
from bedside.clinic.diagnoses import DiagnosisView
from bedside.clinic.flags import FlagView
from bedside.clinic.medicines import MedicineView
from bedside.clinic.notes.views import NoteView
from bedside.clinic.pages import Place
from bedside.clinic.patients.views import Access, PatientView
from bedside.clinic.problems import ProblemView
from bedside.clinic.vitals import Series
from bedside.intake import AssessmentLine, AssessmentView, Contradiction

T = TypeVar("T")

ENTRY: Mapping[str, str] = {
    "encounter": "Encounter",
    "elsewhere": "Encounter",
    "note": "Note",
    "assessment": "Assessment",
    "appointment": "Appointment",
    "diagnosis": "Diagnosis",
    "vitals": "Measurements",
}
"""What each entry of a timeline is called, by its kind."""


class Cut(list[T]):
    """The first of a longer list, `every` one that was opened, and `more`, which are left out."""

    def __init__(self, shown: Iterable[T], every: Sequence[T], more: int) -> None:
        super().__init__(shown)
        self.every = every
        self.more = more

    @classmethod
    def of(cls, every: Sequence[T], *, most: int, there: int) -> "Cut[T]":
        """Show `most` of a list of which as many are `there`."""
        return cls(every[:most], every, max(0, there - most))


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened: `kind` is one of KINDS, `id` that of the noun behind it.

    `at` is when it happened, `by` the name of whoever did it; `what` says it in a few words, None
    where they do not open. `code` is the state, urgency or status, for a mark beside it.
    """

    kind: str
    id: UUID
    at: datetime
    by: str | None
    what: str | None
    code: str


@dataclass(frozen=True)
class TimelinePage:
    """A page of the timeline, the latest first; `next` is None on the last one."""

    entries: Sequence[TimelineEntry]
    next: Place | None


@dataclass(frozen=True)
class BannerView:
    """What stands above every page of a patient's record: who this is, and what must not be missed.

    `allergies` and `none_known` are empty where nobody has asked; `flags` are the alerts.
    """

    patient: PatientView
    zone: str
    responsible: str | None
    allergies: Cut[AllergyView]
    none_known: NoneKnownView | None
    flags: Cut[FlagView]


@dataclass(frozen=True)
class ContactView:
    """A patient as the desk sees them: `clinic` is the name of where they belong, `zone` its time
    zone, `coming` the next appointments, `waiting` their places on waiting lists, `access` how
    their own account stands. `mails_come_back_since` is None while mails to the patient arrive."""

    patient: PatientView
    mails_come_back_since: datetime | None
    zone: str
    clinic: str
    responsible: str | None
    coming: Sequence[AppointmentView]
    waiting: Sequence[WaitingView]
    access: AccessView


@dataclass(frozen=True)
class SeenAssessment:
    """An assessment beside the record of whoever sent it, as a doctor must read it.

    `against` is what the patient denied although it is on record, `denied_at_first` what was not
    happening when the interview asked for it before everything else: it says nothing about what
    was told later. The lists hold what is active.
    """

    assessment: AssessmentView
    banner: BannerView
    problems: Cut[ProblemView]
    medicines: Cut[MedicineView]
    diagnoses: Cut[DiagnosisView]
    against: Sequence[Contradiction]
    denied_at_first: Sequence[str]


@dataclass(frozen=True)
class ChartView:
    """A patient in one look. Lists hold what is active, the newest first (of the
    allergies the severe ones), at most SHOWN each.

    Neither an allergy nor `none_known` on record means that nobody has asked. `latest` is the
    newest assessment that was sent (a line when it does not open), `waiting` those that wait for a
    doctor. `series` are measurements over time. `zone` is the time zone of the patient's clinic.
    `mails_come_back_since` is None while mails to the patient arrive, as far as anybody knows.
    """

    patient: PatientView
    mails_come_back_since: datetime | None
    zone: str
    responsible: str | None
    allergies: Cut[AllergyView]
    none_known: NoneKnownView | None
    flags: Cut[FlagView]
    problems: Cut[ProblemView]
    medicines: Cut[MedicineView]
    diagnoses: Cut[DiagnosisView]
    series: Sequence[Series]
    latest: AssessmentView | AssessmentLine | None
    waiting: Sequence[AssessmentLine]
    notes: Sequence[NoteView]
    appointments: Sequence[AppointmentView]
    timeline: TimelinePage


@dataclass(frozen=True)
class OwnView:
    """A patient's own page: what comes next, what was sent, what the clinic shared and recorded.

    `news` are appointments that the clinic moved or cancelled, or that are held for the patient,
    and that they have not answered to.
    """

    patient: PatientView
    facility: str
    facility_phone: str
    zone: str
    responsible: str | None
    appointments: Sequence[AppointmentView]
    news: Sequence[AppointmentView]
    assessments: Sequence[AssessmentLine]
    notes: Sequence[NoteView]
    allergies: Cut[AllergyView]
    none_known: NoneKnownView | None
    medicines: Cut[MedicineView]
    diagnoses: Cut[DiagnosisView]
    accesses: Sequence[Access]

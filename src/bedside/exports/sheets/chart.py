"""A patient's chart on paper: what matters now, for a colleague who has no screen."""

from bedside.chart import ChartView
from bedside.chart.views import ENTRY, TimelineEntry
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.appointments.wording import STANDING
from bedside.clinic.facilities.clocks import whose_clock
from bedside.clinic.notes.views import NoteView
from bedside.clinic.patients.profile import NEEDS
from bedside.clinic.patients.views import PatientView
from bedside.clinic.vitals import Series
from bedside.exports.paper.sheet import (
    Block,
    Line,
    apart,
    bullets,
    facts,
    heading,
    note,
    table,
    text,
)
from bedside.exports.sheets import heads
from bedside.exports.sheets.record import (
    alerts,
    alerts_and_allergies,
    allergies,
    diagnoses,
    medicines,
    problems,
)
from bedside.intake import AssessmentLine, AssessmentView
from bedside.intake.wording import LEVELS

MEASURED = 5
"""Values of each measurement, the latest ones."""


def of_chart(view: ChartView) -> list[Block]:
    """Return what the chart's page shows, without its plots: their latest values in a table."""
    return [
        note(*alerts_and_allergies(view)),
        *_who(view.patient, view),
        heading("Problems"),
        problems(view.problems),
        heading("Medicines"),
        medicines(view.medicines),
        heading("Allergies"),
        allergies(view.allergies),
        heading("Alerts"),
        alerts(view.flags),
        heading("Diagnoses"),
        diagnoses(view.diagnoses),
        heading("Measurements"),
        *_measured(view),
        heading("Latest assessment"),
        *_latest(view.latest, view.zone),
        heading("Latest notes"),
        bullets((_note(one, view.zone) for one in view.notes), nothing="None written."),
        heading("Appointments"),
        bullets((_appointment(one) for one in view.appointments), nothing="None."),
        heading("What happened last"),
        bullets((_happened(one, view.zone) for one in view.timeline.entries), nothing="Nothing."),
        text(f"Times are {whose_clock(view.zone)}. The record holds more than this.", muted=True),
    ]


def _who(patient: PatientView, view: ChartView) -> list[Block]:
    profile = patient.profile
    responsible = ("Responsible doctor", apart(view.responsible or "nobody yet"))
    if profile is None:
        return [note(heads.not_opened(patient.id)), facts([responsible])]
    kin = profile.next_of_kin
    told = f"{kin.name}, {kin.relationship}, {kin.phone}" if kin else ""
    return [
        facts(
            [
                ("Age", f"{patient.age_text} (born {heads.day(profile.birth_date)})"),
                ("Sex", profile.sex.capitalize()),
                ("Gender", apart(profile.gender)),
                ("Called", apart(profile.preferred_name)),
                ("Former names", apart(", ".join(profile.former_names))),
                ("Phone", apart(profile.phone)),
                ("Email", profile.email),
                ("Next of kin", apart(told)),
                ("Needs", "; ".join(NEEDS.get(code, code) for code in profile.needs)),
                responsible,
            ]
        )
    ]


def _measured(view: ChartView) -> list[Block]:
    rows = [_series(one, view.zone) for one in view.series]
    if not rows:
        return [text("None on record.")]
    return [table("", ("What", "The latest values"), rows)]


def _series(series: Series, zone: str) -> tuple[str, str]:
    points = reversed(series.points[-MEASURED:])
    said = [
        f"{point.text}{f' ({point.sign})' if point.sign else ''} on {heads.time(point.at, zone)}"
        for point in points
    ]
    return f"{series.label}, {series.unit}", "; ".join(said)


def _latest(latest: AssessmentView | AssessmentLine | None, zone: str) -> list[Block]:
    if latest is None or latest.submitted_at is None:
        return [text("None was sent.")]
    level = LEVELS.get(latest.triage or "", "")
    sent = f"sent on {heads.time(latest.submitted_at, zone)}"
    said = apart(latest.complaint) if latest.complaint else "Its words could not be opened."
    flags = latest.result.red_flags if isinstance(latest, AssessmentView) and latest.result else ()
    return [
        bullets([Line(said, strong=f"{level}, {sent}:")]),
        *([text(f"Red flags: {', '.join(flag.label for flag in flags)}")] if flags else []),
    ]


def _note(one: NoteView, zone: str) -> Line:
    title = apart(one.text.title) if one.text else "Note that could not be opened"
    amended = ", amended" if one.amendments else ""
    draft = ", draft" if one.state == "draft" else ""
    author = heads.name(one.author.name)
    return Line(title, muted=f"{heads.time(one.happened_at, zone)}, {author}{draft}{amended}")


def _appointment(one: AppointmentView) -> Line:
    who = f"{heads.name(one.practitioner)}, {STANDING[one.status].lower()}"
    return Line(heads.time(one.start, one.zone), muted=who)


def _happened(entry: TimelineEntry, zone: str) -> Line:
    said = entry.what if entry.what is not None else "could not be opened"
    who = f", {heads.name(entry.by)}" if entry.by else ""
    return Line(apart(said), strong=f"{ENTRY[entry.kind]}, {heads.time(entry.at, zone)}{who}.")

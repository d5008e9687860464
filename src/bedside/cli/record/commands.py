"""The table of commands: what each asks of the API, and which columns its answer is shown in.

A new command is a row here. Which of its options there are follows from the schemas, so the
command line refuses what the API would.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID

import typer
from pydantic import BaseModel

from bedside.cli.record.client import Client, Role
from bedside.cli.record.showing import NOT_OPENED, Cell, ago, day, moment, whole_day
from bedside.errors import NotFound
from bedside.schemas.accounts import Account, Accounts, Check, State
from bedside.schemas.allergies import Allergies
from bedside.schemas.appointments import Appointments, AppointmentStatus, DeskDay, WaitingList
from bedside.schemas.assessments import Assessment
from bedside.schemas.diagnoses import Diagnoses, Status
from bedside.schemas.entries import EntryState
from bedside.schemas.facilities import Facilities, Facility, Member, Members
from bedside.schemas.imports import Import, Imports, OpenImport, Order
from bedside.schemas.medicines import Medicines
from bedside.schemas.merges import Comparison, Merge, Merges
from bedside.schemas.patients import Patient, Patients
from bedside.schemas.problems_of_patients import PatientProblems
from bedside.schemas.reports import PatientRisk, Report
from bedside.schemas.schedules import Holiday, Holidays
from bedside.schemas.statistics import Statistics
from bedside.schemas.text import Sex
from bedside.schemas.trail import ActorRole, AuditEvents, Outcome
from bedside.schemas.vitals import VitalsList
from bedside.schemas.worklist import Triage, Worklist, WorklistState

Given = dict[str, Any]
"""What was given on the command line, by name; None for what was not."""


class Option(NamedTuple):
    """An option of a command: its type, what it is for, and whether it may be left out."""

    kind: Any
    help: str
    needed: bool = False


@dataclass(frozen=True)
class Command:
    """One command.

    `request` is a method and a path under /api/; the ids in the path are the command's arguments,
    followed by `arguments`. What is not in the path is the query of a GET, and else the body.
    """

    help: str
    request: str
    answer: type[BaseModel] | None
    """None when there is nothing to read."""
    columns: Mapping[str, Cell]
    role: Role = "doctor"
    """Who usually asks; `--role` says otherwise."""
    arguments: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    paged: bool = False
    rows: Callable[[Any], Sequence[Any]] = lambda answer: getattr(answer, "items", [answer])
    empty: Callable[[Any], str] = lambda _: "None."
    """What to say in the place of a table without rows."""
    means: Callable[[Given], Given] = lambda given: given
    """Turns what was given into what is asked."""
    version: Callable[[Client, Given], str] | None = None
    """Reads the ETag of what is about to be changed."""
    then: Mapping[str, Given] = field(default_factory=dict)
    """Lists of the same patient to show below, by noun, with their options."""


def _said(name: str) -> Cell:
    """Return the cell of what an entry says, which may not have opened."""
    return lambda entry: getattr(entry.said, name) if entry.said else NOT_OPENED


def _name(row: Any) -> str:
    return NOT_OPENED if row.name is None else str(row.name)


def _who(row: Any) -> str:
    """Return the patient, for staff, and with whom it is, for the patient themselves."""
    if row.patient_name:
        return str(row.patient_name)
    return (row.practitioner.name if row.practitioner else None) or ""


def _stands(row: Any) -> str:
    """Return how an appointment stands, where that is not simply booked, and the news of it."""
    said = [] if row.status == "booked" else [row.status]
    news = [f"{row.news} by the clinic, not seen yet"] if row.news else []
    return "".join(f", {one}" for one in (*said, *news))


def _denied(row: Any) -> str:
    """Return what the patient denied although it is on record, with what stands there."""
    return "; ".join(f"{one.label}: {', '.join(one.on_record)}" for one in row.against or [])


def _numbers(row: Any) -> str:
    """Return the record numbers that an act is shown with, and of how many more it speaks."""
    more = row.patients - len(row.named)
    return ", ".join([*(one.number for one in row.named), *([f"{more} more"] if more else [])])


def _measured(row: Any) -> str:
    """Return what was measured, with its units, in the order in which it is read out."""
    if row.said is None:
        return NOT_OPENED
    found = ((getattr(row.said, name), unit) for name, unit in _UNITS.items())
    pressure = f"{row.said.systolic:g}/{row.said.diastolic:g} mmHg" if row.said.systolic else ""
    return ", ".join(filter(None, [pressure, *(f"{n:g} {unit}" for n, unit in found if n)]))


_UNITS = {
    "pulse": "/min",
    "temperature": "°C",
    "breathing_rate": "breaths/min",
    "oxygen_saturation": "% O2",
    "weight": "kg",
    "height": "cm",
    "glucose": "mmol/L",
}


def _on_day(given: Given) -> Given:
    """Ask for the day that was given, or from today on. Raises BadParameter."""
    said = given.pop("day", None)
    try:
        bounds = whole_day(said or date.today().isoformat())
    except ValueError:
        raise typer.BadParameter("Write the day as 2026-03-31.") from None
    return {**given, **(bounds if said else {"since": bounds["since"]})}


def _facility_version(client: Client, given: Given) -> str:
    return client.ask("GET", f"facilities/{given['facility']}").headers["ETag"]


def _member_version(client: Client, given: Given) -> str:
    """Return the ETag of the membership that has not ended. Raises NotFound."""
    for page in client.pages(f"facilities/{given['facility']}/members"):
        for one in Members.model_validate(page).items:
            if one.user == given["user"] and one.standing != "ended":
                return f'"{one.version}"'
    raise NotFound


class Line(NamedTuple):
    """A figure of a report, and what it says."""

    what: str
    number: object


def _figures(answer: Report) -> list[Line]:
    """Return the report as lines: who the patients are, what they have, who is at most risk."""
    ages = answer.ages
    lines = [
        Line("Days", f"{day(answer.first)} to {day(answer.last)}"),
        Line("Patients", answer.total),
        Line("  have left since", answer.left),
        Line("  could not be opened", answer.unopened),
        Line("Average age", "" if ages.average is None else f"{ages.average:.1f}"),
        Line("Oldest, youngest", "" if ages.oldest is None else f"{ages.oldest}, {ages.youngest}"),
    ]
    lines += [
        Line(f"{one.code} {one.display}", one.patients) for one in answer.diagnoses[:_DIAGNOSES]
    ]
    lines += [Line(f"Risk of {_name(one)}", _score(one)) for one in answer.top_risks.items]
    waiting = [one for one in answer.open_work if one.assessments]
    return lines + [Line(f"Open, {one.waited}", one.assessments) for one in waiting]


_DIAGNOSES = 10


def _score(one: PatientRisk) -> str:
    """Return a score with why, as "5: age 3, Congestive heart failure 1 (I50.9)"."""
    reasons = [f"{why.called} {why.points} ({', '.join(why.codes)})" for why in one.reasons]
    return f"{one.points}: " + ", ".join([f"age {one.age_points}", *reasons])


def _import_version(client: Client, given: Given) -> str:
    return client.ask("GET", f"imports/{given['brought']}").headers["ETag"]


def _merge_version(client: Client, given: Given) -> str:
    return client.ask("GET", f"merges/{given['merge']}").headers["ETag"]


def _both_versions(client: Client, given: Given) -> str:
    """Return the ETag of the record to be kept, and ask for the other one as it is too."""
    seen = client.ask("GET", f"patients/{given['patient']}/merge/{given['other']}")
    given["replaced_version"] = Comparison.model_validate_json(seen.content).replaced.version
    return seen.headers["ETag"]


def _choices(given: Given) -> Given:
    """Ask for whose details are right. Raises BadParameter."""
    said = [one.partition("=") for one in given.pop("take", [])]
    if not all(sign for _, sign, _ in said):
        raise typer.BadParameter("Write a detail, = and kept or replaced: phone=replaced.")
    return {**given, "choices": {name: whose for name, _, whose in said}}


def _side_by_side(answer: Comparison) -> list[tuple[str, str, str, str]]:
    """Return what each record says, and what becomes of it; what has to be done first at the
    end."""
    said = [(one.field, _in_short(one.kept), _in_short(one.replaced), one.outcome)
            for one in answer.details]  # fmt: skip
    named = (
        (noun, _substance(pair.kept), _substance(pair.replaced), "")
        for noun, pairs in (("allergy", answer.allergies), ("medicine", answer.medicines))
        for pair in pairs
    )
    return [*said, *named, *(("first", sentence, "", "") for sentence in answer.obstacles)]


def _in_short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return str(getattr(value, "name", value) or "")


def _substance(entry: Any) -> str:
    if entry is None:
        return ""
    said = entry.said
    return NOT_OPENED if said is None else getattr(said, "substance", "") or said.as_written


def _with_the_file(given: Given) -> Given:
    """Send what a file says. Raises BadParameter for one that cannot be read."""
    path: Path = given["file"]
    try:
        text = path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read.") from error
    return {**given, "file": base64.b64encode(text).decode()}


def _columns(given: Given) -> Given:
    said = [_pair(one) for one in given.pop("column")]
    return {**given, "columns": [{"place": place, "field": field} for place, field in said]}


def _decisions(given: Given) -> Given:
    """Ask for one list of what was given in three."""
    plain = [
        {"row": row, "choice": choice}
        for choice in ("create", "skip")
        for row in given.pop(choice, [])
    ]
    linked = [
        {"row": row, "choice": "link", "patient": patient}
        for row, patient in map(_pair, given.pop("link", []))
    ]
    return {**given, "decisions": [*plain, *linked]}


def _pair(said: str) -> tuple[int, str]:
    """Read "2=birth_date". Raises BadParameter."""
    number, sign, text = said.partition("=")
    if not sign or not number.isdecimal():
        raise typer.BadParameter("Write a number, = and what it is: 2=birth_date.")
    return int(number), text


def _left_to_say(answer: OpenImport) -> list[tuple[int, str, str]]:
    """Return the rows of a file that something is left to say about; before that, its columns."""
    if answer.preview is None:
        columns = enumerate(answer.columns)
        return [(place, one.name, one.field or "left out") for place, one in columns]
    bad = [(one.row, one.field, one.why) for one in answer.preview.bad]
    return bad + [
        (one.row, "already?", f"{known.patient} {known.name or NOT_OPENED}, {known.record_number}")
        for one in answer.preview.likely
        if one.choice is None
        for known in one.likely
    ]


def _no_allergies(answer: Allergies) -> str:
    return "No known allergy." if answer.none_known else "None written down; nobody said so."


_MERGE = {
    "Id": lambda row: row.id,
    "Kept": lambda row: row.kept.record_number,
    "Other": lambda row: row.replaced.record_number,
    "Since": lambda row: day(row.at.date()),
    "State": lambda row: "separate" if row.undone_at else "one",
}
_FACILITY = {"Id": lambda row: row.id, "Name": lambda row: row.name, "City": lambda row: row.city}
_ACCOUNT = {
    "Id": lambda row: row.id,
    "Name": _name,
    "State": lambda row: row.state,
    "Email": lambda row: row.email,
}
_MEMBER = {
    "User": lambda row: row.user,
    "Name": _name,
    "Stands": lambda row: row.standing,
    "Since": lambda row: day(row.since),
}
_HOLIDAY = {"Id": lambda row: row.id, "Day": lambda row: day(row.day), "Name": lambda row: row.name}
_IMPORT = {
    "Id": lambda row: row.id,
    "State": lambda row: row.state,
    "New": lambda row: row.made,
    "Begun (UTC)": lambda row: moment(row.created_at, "UTC"),
}
_TO_SAY = {
    "Row": lambda row: row[0],
    "Field": lambda row: row[1],
    "Says": lambda row: row[2],
}
_PATIENT = {
    "Id": lambda row: row.id,
    "Name": _name,
    "Born": lambda row: day(row.birth_date),
    "Age": lambda row: row.age_text,
}
_MONTH = {
    "Month": lambda row: f"{row.month:%b %Y}",
    "New": lambda row: row.figures.new_patients,
    "Sent": lambda row: row.figures.sent,
    "Urgent": lambda row: row.figures.by_triage["emergency"] + row.figures.by_triage["urgent"],
    "Reviewed": lambda row: row.figures.reviewed,
    "Half within": lambda row: ago(row.figures.waiting_median),
    "Came": lambda row: row.figures.appointments_kept,
    "Missed": lambda row: row.figures.appointments_missed,
    "Seen": lambda row: row.figures.encounters,
}
_WAITING = {
    "Patient": lambda row: row.patient,
    "Level": lambda row: row.triage,
    "Waits": lambda row: ago(row.waiting) + (" !" if row.overdue else ""),
    "Name": lambda row: _name(row) + (", taken" if row.claimed_by else ""),
}
_ASSESSMENT = {
    "Said": lambda row: row.complaint if row.readable else NOT_OPENED,
    "Level": lambda row: row.triage,
    "State": lambda row: row.state,
    "Denied, but on record": lambda row: _denied(row),
}
_APPOINTMENT = {
    "Patient": lambda row: row.patient,
    "Begins": lambda row: moment(row.start, row.time_zone),
    "Who": lambda row: _who(row) + _stands(row),
}
_PLACE = {
    "Patient": lambda row: row.patient,
    "State": lambda row: row.state,
    "From": lambda row: day(row.earliest),
    "Who": _who,
}
_ACT = {
    "When (UTC)": lambda row: moment(row.at, "UTC"),
    "Who": lambda row: f"{row.who or row.role}",
    "What": lambda row: row.action + ("" if row.outcome == "done" else f", {row.outcome}"),
    "Patients": lambda row: _numbers(row),
    "Facility": lambda row: row.facility,
}
_CHECKS = ", ".join(get_args(Check)).capitalize()
Measurements = Literal["final", "entered-in-error"]


def _entries(noun: str, answer: type[BaseModel], columns: Mapping[str, Cell],
             state: Any = EntryState, **more: Any) -> dict[str, Command]:  # fmt: skip
    """Return the commands of one of a patient's lists, which are alike."""
    listed = Command(
        f"List a patient's {noun}, the newest first.",
        f"GET patients/{{patient}}/{noun}",
        answer,
        columns,
        options={"state": Option(state, "Only these.")},
        paged=True,
        **more,
    )
    return {"list": listed}


NOUNS: dict[str, dict[str, Command]] = {
    "facilities": {
        "list": Command(
            "List the facilities that take patients, by name.",
            "GET facilities",
            Facilities,
            _FACILITY,
            role="administrator",
        ),
        "add": Command(
            "Open a facility, with a key and an audit chain of its own.",
            "POST facilities",
            Facility,
            _FACILITY,
            role="administrator",
            options={
                "name": Option(str, "What it is called.", needed=True),
                "address_line": Option(str, "Street and number.", needed=True),
                "city": Option(str, "Where it is.", needed=True),
                "phone": Option(str, "The number that patients call.", needed=True),
                "time_zone": Option(str, "The clock there, such as Europe/London. Without: UTC."),
            },
        ),
        **{
            verb: Command(
                help_,
                "PATCH facilities/{facility}",
                Facility,
                _FACILITY | {"Open": lambda row: "yes" if row.active else "no"},
                role="administrator",
                means=lambda given, active=active: {**given, "active": active},  # type: ignore[misc]
                version=_facility_version,
            )
            for verb, help_, active in (
                ("close", "Close a facility: nobody registers or is seen there any more.", False),
                ("reopen", "Open a facility again that was closed.", True),
            )
        },
    },
    "staff": {
        "list": Command(
            "List doctors, receptionists or administrators, in the order of their accounts.",
            "GET users",
            Accounts,
            _ACCOUNT,
            role="administrator",
            options={
                "role": Option(
                    Literal["doctor", "receptionist", "administrator"], "Without: doctors."
                ),
                "state": Option(State, "Only these; `pending` waits for approval."),
            },
            paged=True,
            means=lambda given: {"role": "doctor", **given},
        ),
        "approve": Command(
            "Open the account of a colleague who waits, saying what was checked.",
            "POST approvals/{user}",
            Account,
            _ACCOUNT,
            role="administrator",
            options={"checked": Option(list[str], f"{_CHECKS}; give it once for each.", True)},
        ),
        **{
            verb: Command(
                help_, f"POST users/{{user}}/{verb}", Account, _ACCOUNT, role="administrator"
            )
            for verb, help_ in (
                ("disable", "Close an account, and end its sessions at once."),
                ("enable", "Open an account again that was closed."),
            )
        },
        "members": Command(
            "List who works, worked and will work at a facility.",
            "GET facilities/{facility}/members",
            Members,
            _MEMBER,
            role="administrator",
            paged=True,
        ),
        "add-to": Command(
            "Let a colleague work at a facility, and see its patients, from now on.",
            "POST facilities/{facility}/members",
            Member,
            _MEMBER,
            role="administrator",
            arguments=("user",),
        ),
        "remove-from": Command(
            "End a colleague's work at a facility now; it stays on the list.",
            "PATCH facilities/{facility}/members/{user}",
            Member,
            _MEMBER,
            role="administrator",
            version=_member_version,
        ),
    },
    "holidays": {
        "list": Command(
            "List the coming days on which a facility is closed.",
            "GET facilities/{facility}/holidays",
            Holidays,
            _HOLIDAY,
            role="administrator",
            paged=True,
        ),
        "add": Command(
            "Close a facility on a day. What is booked stays booked.",
            "POST facilities/{facility}/holidays",
            Holiday,
            _HOLIDAY,
            role="administrator",
            options={
                "day": Option(str, "The day, as 2026-12-25.", needed=True),
                "name": Option(str, "What the day is called.", needed=True),
            },
        ),
        "remove": Command(
            "Open a facility again on a day that was a holiday.",
            "DELETE facilities/{facility}/holidays/{holiday}",
            None,
            {},
            role="administrator",
        ),
    },
    "patients": {
        "list": Command(
            "List the patients you care for.", "GET patients", Patients, _PATIENT, paged=True
        )
    },
    "merges": {
        "compare": Command(
            "Show two records that may be one person's, side by side.",
            "GET patients/{patient}/merge/{other}",
            Comparison,
            {
                "Detail": lambda row: row[0],
                "Kept": lambda row: row[1],
                "Other": lambda row: row[2],
                "Becomes": lambda row: row[3],
            },
            rows=_side_by_side,
        ),
        "make": Command(
            "Let another record be a part of a patient's from now on. Compare them first.",
            "POST patients/{patient}/merge/{other}",
            Merge,
            _MERGE,
            options={
                "reason": Option(str, "How you know that it is one person.", needed=True),
                "take": Option(list[str], "Whose detail is right: phone=replaced, or =kept."),
            },
            means=_choices,
            version=_both_versions,
        ),
        "list": Command(
            "List the records that were made one with a patient's.",
            "GET patients/{patient}/merges",
            Merges,
            _MERGE,
        ),
        "show": Command(
            "Show two records that are one, and how much was written since.",
            "GET merges/{merge}",
            Merge,
            _MERGE,
        ),
        "undo": Command(
            "Separate two records that were made one.",
            "POST merges/{merge}/undo",
            Merge,
            _MERGE,
            options={"reason": Option(str, "Why they are separated.", needed=True)},
            version=_merge_version,
        ),
    },
    "imports": {
        "list": Command(
            "List the files of patients that you brought.", "GET imports", Imports, _IMPORT
        ),
        "begin": Command(
            "Take in a file of patients (CSV) for a facility. It makes nobody a patient yet.",
            "POST facilities/{facility}/imports",
            Import,
            _IMPORT,
            options={"file": Option(Path, "The file.", needed=True)},
            means=_with_the_file,
        ),
        "show": Command(
            "Show what is wrong with a file, row by row, or how its columns are read.",
            "GET imports/{brought}",
            OpenImport,
            _TO_SAY,
            rows=_left_to_say,
            empty=lambda _: "Nothing is wrong, and nothing is left to say.",
        ),
        "columns": Command(
            "Say what the columns of a file hold, and in which order its dates are written.",
            "PATCH imports/{brought}/columns",
            Import,
            _IMPORT,
            options={
                "column": Option(list[str], "A place, from 0, and a field: 2=birth_date.", True),
                "order": Option(Order, "The order of the dates.", needed=True),
            },
            means=_columns,
            version=_import_version,
        ),
        "decide": Command(
            "Say what becomes of rows that may be patients already.",
            "PATCH imports/{brought}/decisions",
            Import,
            _IMPORT,
            options={
                "create": Option(list[int], "Rows of new patients."),
                "skip": Option(list[int], "Rows to leave out."),
                "link": Option(list[str], "A row and the patient it is: 12=PATIENT."),
            },
            means=_decisions,
            version=_import_version,
        ),
        "start": Command(
            "Bring all of a file in, or nothing of it.",
            "POST imports/{brought}/start",
            Import,
            _IMPORT,
            version=_import_version,
        ),
        "undo": Command(
            "Erase everybody who came with a file, within a day.",
            "POST imports/{brought}/undo",
            Import,
            _IMPORT,
            version=_import_version,
        ),
        "drop": Command(
            "Delete a file that was not brought in.",
            "DELETE imports/{brought}",
            None,
            {},
            version=_import_version,
        ),
    },
    "appointments": {
        "list": Command(
            "List appointments from today on, or of one day.",
            "GET appointments",
            Appointments,
            _APPOINTMENT,
            options={
                "day": Option(str, "Only this day, as 2026-03-31."),
                "facility": Option(UUID, "Only there."),
                "practitioner": Option(UUID, "Only with this doctor."),
                "patient": Option(UUID, "Only this patient's."),
                "status": Option(AppointmentStatus, "Only these."),
                "unseen": Option(bool, "Only those with news that the patient has not seen yet."),
            },
            paged=True,
            means=_on_day,
        )
    },
    "waiting": {
        "list": Command(
            "List who waits for a time that becomes free, the longest waiting first.",
            "GET waiting-list",
            WaitingList,
            _PLACE,
            options={"facility": Option(UUID, "Only there.")},
            paged=True,
        )
    },
    "allergies": _entries(
        "allergies",
        Allergies,
        {
            "Substance": _said("substance"),
            "Severity": _said("severity"),
            "Reaction": _said("reaction"),
            "State": lambda row: row.state,
        },
        empty=_no_allergies,
    ),
    "medicines": _entries(
        "medicines",
        Medicines,
        {
            "Medicine": _said("as_written"),
            "Dose": _said("dose"),
            "Since": _said("since"),
            "State": lambda row: row.state,
        },
    ),
    "problems": _entries(
        "problems",
        PatientProblems,
        {
            "Problem": _said("title"),
            "Since": _said("since"),
            "Comment": _said("comment"),
            "State": lambda row: row.state,
        },
    ),
    "diagnoses": _entries(
        "diagnoses",
        Diagnoses,
        {
            "Code": lambda row: row.code.code,
            "Diagnosis": lambda row: row.code.display,
            "Onset": _said("onset"),
            "Status": lambda row: row.state,
        },
        state=Status,
    ),
    "vitals": _entries(
        "vitals",
        VitalsList,
        {"Measured": lambda row: moment(row.measured_at), "Found": _measured},
        state=Measurements,
    ),
}
"""What has verbs: `bedside staff approve`."""

ALONE: dict[str, Command] = {
    "worklist": Command(
        "Show what waits for a doctor, the most urgent first; ! is later than it should be.",
        "GET worklist",
        Worklist,
        _WAITING,
        options={
            "facility": Option(UUID, "Only there."),
            "state": Option(WorklistState, "Only these. Without: all that is open."),
            "triage": Option(Triage, "Only this level."),
            "mine": Option(bool, "Only what you have taken."),
        },
        paged=True,
        empty=lambda _: "Nothing waits.",
    ),
    "assessment": Command(
        "Show an assessment that a patient sent, and what they denied although it is on record.",
        "GET assessments/{assessment}",
        Assessment,
        _ASSESSMENT,
    ),
    "chart": Command(
        "Show who a patient is and what matters now.",
        "GET patients/{patient}",
        Patient,
        _PATIENT,
        then={
            "allergies": {"state": "active"},
            "problems": {"state": "active"},
            "medicines": {"state": "active"},
            "diagnoses": {},
            "vitals": {"limit": 5},
            "appointments": {"status": "booked"},
        },
    ),
    "desk": Command(
        "Show who comes to a facility today, or on another day, doctor by doctor.",
        "GET facilities/{facility}/day",
        DeskDay,
        {**_APPOINTMENT, "With": lambda row: row.practitioner.name or NOT_OPENED},
        role="receptionist",
        options={"day": Option(str, "The day, as 2026-03-31.")},
        rows=lambda answer: [row for one in answer.doctors for row in one.appointments],
        empty=lambda _: "Nobody is booked.",
    ),
    "statistics": Command(
        "Show the numbers of a facility, or of all of yours, by month.",
        "GET statistics",
        Statistics,
        _MONTH,
        role="administrator",
        options={
            "facility": Option(UUID, "Only there."),
            "from_": Option(str, "The first month, as 2026-01."),
            "until": Option(str, "The last month."),
        },
        rows=lambda answer: answer.months,
    ),
    "report": Command(
        "Show who the patients of a clinic are, what they have, and who is at most risk.",
        "POST facilities/{facility}/report",
        Report,
        {"What": lambda row: row.what, "Number": lambda row: row.number},
        options={
            "first": Option(str, "The first day, as 2026-01-31. Without: twelve months ago."),
            "last": Option(str, "The last day. Without: today."),
            "doctor": Option(UUID, "Only patients whom they answer for."),
            "diagnosis": Option(str, "Only with this code, or one that begins so: E11."),
            "youngest": Option(int, "Only from this age."),
            "oldest": Option(int, "Only up to this age."),
            "sex": Option(Sex, "Only these."),
            "top": Option(int, "How many of the highest scores. Without: 3."),
        },
        rows=_figures,
    ),
    "trail": Command(
        "Show who did what, the latest first, also what was refused.",
        "GET audit-events",
        AuditEvents,
        _ACT,
        role="administrator",
        options={
            "action": Option(str, "Only this act, such as note.sign."),
            "user": Option(UUID, "Only by this account."),
            "role": Option(ActorRole, "Only by these."),
            "outcome": Option(Outcome, "Only what ended so."),
            "from_": Option(str, "The first day (UTC), as 2026-03-31."),
            "until": Option(str, "The last day."),
        },
        paged=True,
        empty=lambda _: "Nothing like this is in the log.",
    ),
}
"""What is one command by itself: `bedside worklist`."""

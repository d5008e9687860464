"""Appointments to come from somebody else's calendar, booked as staff book them.

Times are those of the clock at the clinic. What is over does not come in: the acts know no booking
of the past either.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside import accounts
from bedside.clinic.appointments import many, rules
from bedside.clinic.appointments.offering import offer_places
from bedside.clinic.appointments.timing import Wish
from bedside.clinic.appointments.wall_clock import Wall, moments, pieces_of
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.search.words import words_of
from bedside.errors import Invalid
from bedside.imports.nouns import whose
from bedside.imports.nouns.entries import KEY, Reader, patient_of, shown
from bedside.imports.nouns.patients import whole_name_first
from bedside.imports.nouns.sheet import Place, Sheet
from bedside.imports.nouns.whose import Whom
from bedside.imports.reading.days import read_day
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways
from bedside.limits import is_on_the_calendar

LABELS: Mapping[str, str] = {
    **whose.LABELS,
    "day": "Day",
    "start": "From",
    "minutes": "Minutes",
    "practitioner": "Doctor",
    "reason": "Why the patient comes",
    **KEY,
}
ALIASES: Mapping[str, str] = {
    **whose.ALIASES,
    "id": "key", "appointment id": "key", "pc eid": "key",
    "day": "day", "date": "day", "appointment date": "day", "pc eventdate": "day", "datum": "day",
    "tag": "day", "fecha": "day",
    "time": "start", "from": "start", "start": "start", "start time": "start",
    "pc starttime": "start", "uhrzeit": "start", "von": "start", "heure": "start", "hora": "start",
    "minutes": "minutes", "duration": "minutes", "length": "minutes", "dauer": "minutes",
    "doctor": "practitioner", "practitioner": "practitioner", "provider": "practitioner",
    "arzt": "practitioner", "médecin": "practitioner", "médico": "practitioner",
    "reason": "reason", "grund": "reason", "motif": "reason", "motivo": "reason",
}  # fmt: skip
NO_COLUMN = {
    "day": "Say which column holds the day.",
    "start": "Say which column holds the time, or a day with its time.",
    "practitioner": "Say which column holds the doctor.",
}
NO_DAY = "This is no day in the order that was chosen."
NO_TIME = "This is no time of day, such as 14:30."
NO_SUCH_TIME = "The clocks change then: this time does not come, or comes twice."
NO_MINUTES = "Write how many minutes, as a whole number, or leave it empty."
NO_DOCTOR = "No doctor of this clinic is called so."
DOCTORS = "Several doctors of this clinic are called so. Write the whole name."
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.]00)?\s*([ap]m)?", re.IGNORECASE | re.ASCII)
_WITH_A_DAY = re.compile(r"[T ](\d{1,2}:\d{2}.*)$")
_MINUTES = re.compile(r"(\d{1,3})(?:[.,]0+)?", re.ASCII)
_TITLES = frozenset({"dr", "doctor", "prof", "professor", "med", "mr", "mrs", "ms"})
_SAID_AS = {"patient": "record_number", "minutes": "minutes", "practitioner": "practitioner"}


@dataclass(frozen=True)
class Row:
    """An appointment to be booked, as a row says it."""

    whom: Whom
    wall: datetime
    minutes: int | None
    doctor: str
    reason: str


def missing(fields: set[str]) -> dict[str, str]:
    """Return what has to be mapped before a row can be read, by the field to say it at."""
    needed = {"day", "practitioner"} - fields
    return whose.missing(fields) | {field: NO_COLUMN[field] for field in needed}


def read(said: Said, ways: Ways, latest: date) -> Read:
    """Return an appointment from cells by field."""
    row = Reader(said, ways)
    day = read_day(row.text("day"), ways.order)
    if day is None or not is_on_the_calendar(day):
        row.problems["day"] = NO_DAY
    clock = _time(row.text("start") or _clock_in(row.text("day")))
    if clock is None:
        row.problems["start"] = NO_TIME
    minutes = _MINUTES.fullmatch(row.text("minutes"))
    if row.text("minutes") and minutes is None:
        row.problems["minutes"] = NO_MINUTES
    doctor = row.text("practitioner")
    if not doctor:
        row.problems["practitioner"] = "Write which doctor."
    wall = datetime.combine(day or latest, clock or time())
    length = int(minutes[1]) if minutes else None
    return Read(Row(row.whom, wall, length, doctor, _reason(row)), row.problems)


def look(rows: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Put appointments beside the calendar: whose they are, with whom, and what is taken."""
    found = whose.find({number: row.whom for number, row in rows.items()}, place)
    doctors, meant = _doctors(place.facility.id), {}
    problems: defaultdict[int, dict[str, str]] = defaultdict(dict)
    wishes: dict[int, Wish] = {}
    for number, row in rows.items():
        problems[number].update(found.problems.get(number, {}))
        doctor = _called(row.doctor, doctors, problems[number])
        meant[number] = doctors[doctor] if doctor else row.doctor
        start = _moment(row.wall, place.facility.time_zone, problems[number])
        view = found.views.get(number)
        if view and doctor and start:
            wishes[number] = Wish(
                view.id, place.facility.id, doctor, start, row.minutes, row.reason
            )
    timed = dict(zip(wishes, many.time_each(list(wishes.values()), place.facility), strict=True))
    for number, one in timed.items():
        for field, sentence in one.against.items():
            problems[number][_SAID_AS.get(field, "start")] = sentence
    return {
        number: Looked(
            timed.get(number),
            (shown(found.views.get(number)), *_cells(row, timed.get(number)), meant[number]),
            found.views.get(number),
            problems=problems[number],
        )
        for number, row in rows.items()
    }


def make(place: Place, judged: Sequence[Judged]) -> list[Made]:
    """Book them. Raises Conflict when one of the times is not free any more."""
    rows = many.book_each([one.item for one in judged], place.facility)
    return [Made(one.row, patient_of(one), row.id) for one, row in zip(judged, rows, strict=True)]


def built_on(things: Mapping[UUID, int], _: Place) -> set[int]:
    """Return the rows of appointments with which something was done since."""
    return {things[one] for one in many.built_on(things)}


def take_back(things: Mapping[UUID, int]) -> None:
    """Cancel them, as booked by mistake."""
    many.cancel_each(things)


def _reason(row: Reader) -> str:
    try:
        return rules.checked_words(reason=row.text("reason"))["reason"]
    except Invalid as error:
        row.problems.update(error.fields)
        return ""


def _clock_in(cell: str) -> str:
    found = _WITH_A_DAY.search(cell)
    return found[1] if found else ""


def _time(cell: str) -> time | None:
    found = _CLOCK.fullmatch(cell.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _moment(wall: datetime, zone: str, problems: dict[str, str]) -> datetime | None:
    """Return when the clock at the clinic shows a time, which has to be once."""
    shown_then = moments(
        pieces_of(ZoneInfo(zone), wall.date()), Wall(wall, wall + datetime.resolution)
    )
    if len(shown_then) != 1:
        problems["start"] = NO_SUCH_TIME
        return None
    return shown_then[0].start


def _doctors(facility: UUID) -> dict[UUID, str]:
    """Return the name of each doctor who works at a facility."""
    users = practising_at(facility).values_list("user", flat=True)
    names = accounts.names_of(set(users))
    return {user: name for user, name in names.items() if name}


def _called(name: str, doctors: Mapping[UUID, str], problems: dict[str, str]) -> UUID | None:
    """Return the one doctor whose name has all words of this one, but for titles."""
    wanted = _words(name)
    meant = [one for one, whole in doctors.items() if wanted and wanted <= _words(whole)]
    if len(meant) != 1:
        problems["practitioner"] = DOCTORS if meant else NO_DOCTOR
        return None
    return meant[0]


def _words(name: str) -> frozenset[str]:
    return frozenset(word.latin for word in words_of(name)) - _TITLES


def _cells(row: Row, timed: many.Timed | None) -> tuple[str, ...]:
    length = f"{(timed.end - timed.wish.start).seconds // 60}" if timed else str(row.minutes or "")
    return (f"{row.wall:%-d %B %Y}", f"{row.wall:%H:%M}", length)


APPOINTMENTS = Sheet(
    code="appointments",
    verb="appointment.book",
    labels=LABELS,
    aliases=ALIASES,
    dates=("birth_date", "day"),
    headings=("Patient", "Day", "From", "Minutes", "Doctor"),
    missing=missing,
    settled=whole_name_first,
    read=read,
    look=look,
    make=make,
    built_on=built_on,
    take_back=take_back,
    not_at_the_desk=frozenset({"reason"}),
    afterwards=offer_places,
)

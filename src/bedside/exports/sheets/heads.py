"""What stands around a document: whom it is about, who took it out and when, what did not open."""

from datetime import datetime
from uuid import UUID

from bedside import accounts
from bedside.audit import Actor
from bedside.clinic.facilities.clocks import day_and_time, whose_clock
from bedside.clinic.patients.views import PatientView
from bedside.exports.paper.sheet import Line, apart


def about(patient: PatientView) -> str:
    """Return who this is, for every page: name, birth date, record number."""
    profile = patient.profile
    if profile is None:
        known = ["Name not opened"]
    else:
        known = [apart(profile.name), f"born {day(profile.birth_date)}"]
    return ", ".join([*known, *([f"No. {patient.record_number}"] if patient.record_number else [])])


def printed(*, by: Actor, at: datetime, zone: str) -> str:
    """Return who took the document out, and when on the clinic's clock."""
    return f"Printed by {_who(by)} on {time(at, zone)} ({whose_clock(zone)})"


def _who(by: Actor) -> str:
    if by.role == "patient":
        return "the patient"
    return name(accounts.names_of({by.user}).get(by.user)) if by.user else "Bedside"


def day(when: object) -> str:
    """Return a day as people write it, such as 2 March 2019."""
    return f"{when:%-d %B %Y}"


def time(at: datetime, zone: str) -> str:
    """Return a day and the time of day on a clinic's clock."""
    return day_and_time(at, zone)


def not_opened(reference: UUID) -> Line:
    """Return what stands in the place of something that did not open."""
    return Line(
        f"What is stored is damaged, and that is on record. Reference: {reference}",
        strong="Could not be opened.",
    )


def name(of: str | None) -> str:
    """Return somebody's name, kept from turning the words around it, or that it did not open."""
    return apart(accounts.shown(of))

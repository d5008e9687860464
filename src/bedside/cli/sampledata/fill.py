"""Filling an empty Bedside: house, patients, interviews, in this order and always the same way."""

from datetime import timedelta
from itertools import cycle

from django.db import connection
from django.utils import timezone

from bedside import clinic
from bedside.cli.sampledata.answering import stories
from bedside.cli.sampledata.house import (
    SYSTEM,
    DemoAccount,
    House,
    build_house,
    random_password,
)
from bedside.cli.sampledata.interviews import (
    Registered,
    leave_a_draft,
    match,
    move_back,
    review,
    send,
)
from bedside.cli.sampledata.people import ASHA, Population
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.profile import Profile
from bedside.errors import Conflict

DRAFTS = 6
"""Stories that are begun and not finished, besides Asha's."""
REVIEWED = 4
"""Every so many of the sent ones is reviewed."""
ASHAS = "pounding headache"
"""Words of the story that is Asha's."""


def fill(seed: int, patients: int) -> list[DemoAccount]:
    """Make the sample and return the accounts that can be signed in to.

    Raises Conflict when there are facilities already: made-up people never mix with real ones.
    """
    if Facility.objects.exists():
        raise Conflict("This Bedside is in use: the sample goes into an empty one only.")
    _commit_without_waiting()
    people = Population(seed, timezone.now().date())
    house, demo = build_house(people)
    password = random_password()
    asha = _register(ASHA, house.facilities[0], password)
    others = [
        _register(profile, place)
        for profile, place in zip(
            people.patients(patients - 1), cycle(house.facilities), strict=False
        )
    ]
    _interview(people, house, asha, others)
    _spread_registrations(people)
    return [DemoAccount("patient", ASHA.name, ASHA.email, password), *demo]


def _commit_without_waiting() -> None:
    """Let this process's commits reach the disk later: a crash costs nothing but a second run."""
    statement = {
        "sqlite": "PRAGMA synchronous = OFF",
        "postgresql": "SET synchronous_commit = off",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _register(profile: Profile, facility: Facility, password: str | None = None) -> Registered:
    row = clinic.register_patient(
        profile=profile, facility=facility.id, password=password, by=SYSTEM
    )
    return Registered(row, profile)


def _interview(
    people: Population, house: House, asha: Registered, others: list[Registered]
) -> None:
    """Send every story; Asha sends hers and leaves a draft, and some others leave drafts too."""
    written = stories()
    hers = next(story for story in written if ASHAS in story.text)
    written.remove(hers)
    told = [(hers, asha), *match(written, others, people.random)]
    for number, (story, patient) in enumerate(told):
        sent = send(story, patient)
        if number % REVIEWED == REVIEWED - 1:
            review(sent, house, people.random)
        move_back(sent.id, str(sent.triage), people.random)
    drafts = [(written[-1], asha), *((story, patient) for story, patient in told[-DRAFTS:])]
    for story, patient in drafts:
        move_back(leave_a_draft(story, patient), "urgent", people.random)


def _spread_registrations(people: Population) -> None:
    """Let the patients have registered over the last two years."""
    rows = list(Patient.objects.all())
    for row in rows:
        row.created_at -= timedelta(days=people.random.randint(10, 730))
    Patient.objects.bulk_update(rows, ["created_at"], batch_size=200)

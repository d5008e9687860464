"""Filling an empty Bedside: house, patients, two years of their lives, interviews, in this order
and always the same way."""

from collections.abc import Sequence
from itertools import cycle
from random import Random
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bedside import clinic, outbox
from bedside.audit import Actor
from bedside.cli.sampledata.answering import stories
from bedside.cli.sampledata.cases import cases
from bedside.cli.sampledata.diary import look_ahead, publish
from bedside.cli.sampledata.handling import HANDLED, handle
from bedside.cli.sampledata.house import (
    SYSTEM,
    DemoAccount,
    House,
    build_house,
    random_password,
)
from bedside.cli.sampledata.interviews import Registered, leave_a_draft, match, send
from bedside.cli.sampledata.lives import Life, Place, Planner
from bedside.cli.sampledata.moving_back import move_assessment, move_lives, move_staff
from bedside.cli.sampledata.people import ASHA, Population
from bedside.cli.sampledata.records import Records
from bedside.clinic.bringing_in import bring_in
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.profile import Profile
from bedside.errors import Conflict

DRAFTS = 6
"""Stories that are begun and not finished, besides Asha's."""
ASHAS = "pounding headache"
"""Words of the story that is Asha's."""
AT_ONCE = 200
"""Patients whose past is brought in by one act."""


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
    everybody = _register(people.everybody(patients), house, password)
    lives = _live(house, everybody, Random(seed))  # noqa: S311 - a sample has to be repeatable
    publish(house, timezone.now())
    look_ahead(house, lives, people.random, timezone.now())
    _interview(people, house, lives)
    move_lives(lives)
    move_staff()
    write_to_nobody()
    return [DemoAccount("patient", ASHA.name, ASHA.email, password), *demo]


def write_to_nobody() -> None:
    """Take back what is to be said about made-up appointments: an address may be somebody's."""
    with transaction.atomic():
        outbox.take_back(*outbox.Job.objects.values_list("key", flat=True))


def _commit_without_waiting() -> None:
    """Let this process's commits reach the disk later: a crash costs nothing but a second run."""
    statement = {
        "sqlite": "PRAGMA synchronous = OFF",
        "postgresql": "SET synchronous_commit = off",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _register(profiles: Sequence[Profile], house: House, password: str) -> list[Registered]:
    """Register everybody, in turn at each clinic; only Asha has a password."""
    return [
        Registered(_row(profile, house, place, password if profile is ASHA else None), profile)
        for profile, place in zip(profiles, cycle(range(len(house.facilities))), strict=False)
    ]


def _row(profile: Profile, house: House, place: int, password: str | None) -> Patient:
    facility = house.facilities[place].id
    if not profile.email:
        desk = Actor(role="receptionist", user=house.desks[place][0].id)
        return clinic.enrol_patient(profile=profile, facility=facility, by=desk)
    return clinic.register_patient(profile=profile, facility=facility, password=password, by=SYSTEM)


def _live(house: House, everybody: Sequence[Registered], random: Random) -> list[Life]:
    """Plan everybody's two years and bring them in."""
    now = timezone.now()
    planner, asha = Planner(random, now, cases()), everybody[0]
    places = {
        facility.id: Place(facility, [doctor.id for doctor in doctors])
        for facility, doctors in zip(house.facilities, house.doctors, strict=True)
    }
    lives = [_life(planner, patient, places[_clinic(patient)], asha) for patient in everybody]
    records = Records(random, now, asha.row.id)
    for facility, place in places.items():
        here = [life for life in lives if life.facility.id == facility]
        for first in range(0, len(here), AT_ONCE):
            some = here[first : first + AT_ONCE]
            bring_in(
                records.of(some, place.doctors),
                facility=facility,
                patients=[life.patient.row.id for life in some],
                by=SYSTEM,
            )
    return lives


def _life(planner: Planner, patient: Registered, place: Place, asha: Registered) -> Life:
    if patient is asha:
        return planner.told(patient, Place(place.facility, place.doctors[:1]), cases("asha.toml"))
    return planner.life(patient, place) if patient.profile.email else planner.new(patient, place)


def _clinic(patient: Registered) -> UUID:
    assert patient.row.facility_id
    return patient.row.facility_id


def _interview(people: Population, house: House, lives: Sequence[Life]) -> None:
    """Send every story; Asha sends hers and leaves a draft, and some others leave drafts too."""
    random, written = people.random, stories()
    doctors = dict(zip((place.id for place in house.facilities), house.doctors, strict=True))
    asha, *others = [life.patient for life in lives]
    life_of = {life.patient.row.id: life for life in lives}
    hers = next(story for story in written if ASHAS in story.text)
    written.remove(hers)
    told = [(hers, asha), *match(written, others, random)]
    for number, (story, patient) in enumerate(told):
        sent = send(story, patient)
        doctor = _doctor(random.choice(doctors[_clinic(patient)]).id)
        handle(sent, HANDLED[number % len(HANDLED)], doctor, patient, random)
        move_assessment(sent.id, life_of[patient.row.id], random)
    for story, patient in [(written[-1], asha), *told[-DRAFTS:]]:
        move_assessment(leave_a_draft(story, patient), life_of[patient.row.id], random)


def _doctor(user: UUID) -> Actor:
    return Actor(role="doctor", user=user)

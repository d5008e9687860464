"""Entering a patient in a facility's register and lists, in the transaction that changes them.

So there is no moment at which somebody is a patient and cannot be found: registering, coming from
another facility and changing one's details do it, inside their acts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bedside import documents, vault
from bedside.accounts.acts import under_way
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.regions import regions_of
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import care_not_ended
from bedside.clinic.search import lists
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import (
    IndexState,
    PatientRegister,
    RecordNumber,
    SearchIndex,
)
from bedside.clinic.search.terms import SCHEME, terms_of
from bedside.documents import Unreadable
from bedside.locking import held

_AT_ONCE = 200
"""Rows in one statement."""


def enter(patient: Patient, facility: UUID, profile: Profile | None = None) -> None:
    """Give the patient a record number at the facility and let them be found there.

    The profile is read when it is not at hand; one that does not open leaves the number to find
    them by.
    """
    under_way()
    number = _number_of(patient, lock(facility))
    profile = profile or _read(patient)
    if profile:
        _index({facility: number}, profile)


def enter_each(profiles: Mapping[UUID, Profile], facility: UUID) -> None:
    """Give many new patients their record numbers, in this order, and let them be found."""
    under_way()
    register = lock(facility)
    _begin_with_the_first(register)
    first = register.last_number + 1
    numbered = dict(enumerate(profiles.values(), first))
    register.last_number += len(numbered)
    register.save(update_fields=["last_number"])
    RecordNumber.objects.bulk_create(
        (
            RecordNumber(patient_id=patient, facility_id=facility, number=number)
            for number, patient in enumerate(profiles, first)
        ),
        batch_size=_AT_ONCE,
    )
    region = regions_of(Facility.objects.filter(id=facility))[facility]
    for row in indexes_in_use([facility]):
        lists.add(Lists.of(row), entries_of(numbered, region))


def changed(patient: Patient, before: Profile, after: Profile) -> None:
    """Let the patient be found by what is new about them, wherever they are cared for."""
    under_way()
    care = Exists(care_not_ended().filter(patient=patient, facility=OuterRef("facility")))
    rows = RecordNumber.objects.filter(care, patient=patient)
    numbers = dict(rows.values_list("facility", "number"))
    for facility in sorted(numbers):
        lock(facility)
    _index(numbers, after, known=before)


def lock(facility: UUID) -> PatientRegister:
    """Return a facility's register, locked: who writes to its lists takes turns."""
    PatientRegister.objects.get_or_create(facility_id=facility)
    return held(PatientRegister.objects.all()).get(facility=facility)


def new_index(facility: UUID, state: IndexState) -> SearchIndex:
    """Make an empty index under the present key; the caller has locked the register."""
    key_id, _ = vault.secret("search").current
    return SearchIndex.objects.create(
        facility_id=facility, scheme=SCHEME, key_id=key_id, state=state
    )


def indexes_in_use(facilities: Collection[UUID]) -> QuerySet[SearchIndex]:
    """Return the indexes that are written to.

    One of another scheme is not among them: this version would mistake its blocks. It is made anew
    from the register, before a server starts.
    """
    present = SearchIndex.objects.filter(facility__in=facilities, scheme=SCHEME)
    return present.exclude(state=IndexState.RETIRED)


def entries_of(
    numbered: Mapping[int, Profile], region: str, *, known: Profile | None = None
) -> dict[str, list[int]]:
    """Return what to add to which list for patients by number, without the terms of `known`."""
    present = terms_of(known, region) if known else set()
    entries: defaultdict[str, list[int]] = defaultdict(list)
    for number, profile in numbered.items():
        for term in terms_of(profile, region) - present:
            entries[term].append(number)
    return dict(entries)


def _index(numbers: Mapping[UUID, int], profile: Profile, *, known: Profile | None = None) -> None:
    regions = regions_of(Facility.objects.filter(id__in=numbers))
    for row in indexes_in_use(numbers):
        region, number = regions[row.facility_id], numbers[row.facility_id]
        lists.add(Lists.of(row), entries_of({number: profile}, region, known=known))


def _number_of(patient: Patient, register: PatientRegister) -> int:
    """Return the patient's number there, the next one if they have none; the register is locked."""
    place = register.facility_id
    known = RecordNumber.objects.filter(patient=patient, facility=place).first()
    if known is None:
        _begin_with_the_first(register)
        register.last_number += 1
        register.save(update_fields=["last_number"])
        known = RecordNumber.objects.create(
            patient=patient, facility_id=place, number=register.last_number
        )
    return known.number


def _begin_with_the_first(register: PatientRegister) -> None:
    """Begin the index of a facility that had no patients yet.

    One that has patients and no index had them before there were indexes: `rebuilding` makes it
    whole.
    """
    place = register.facility_id
    if register.last_number == 0 and not SearchIndex.objects.filter(facility=place).exists():
        new_index(place, IndexState.LIVE)


def _read(patient: Patient) -> Profile | None:
    (body,) = documents.open_each([patient])
    return None if isinstance(body, Unreadable) else Profile.from_body(body)

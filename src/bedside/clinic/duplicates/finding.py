"""Looking for patients who may be the same person as somebody, before and after registering them.

The search's lists say who shares a word of a name (or nearly) and a birth date (or nearly) or a
phone number; these are opened and compared exactly. Nothing is blocked or merged for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from bedside import documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.duplicates.models import NotTheSame
from bedside.clinic.duplicates.scoring import Compared, near_days, reasons
from bedside.clinic.duplicates.views import Likely
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.regions import regions_of
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reading import named_patient, open_patients
from bedside.clinic.patients.records import kept_of, records_of
from bedside.clinic.patients.views import PatientView
from bedside.clinic.search import lists, searched, sets, terms
from bedside.clinic.search.blocks import Numbers
from bedside.clinic.search.lists import Key, Lists
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.words import without_one
from bedside.errors import NotFound

MOST = 10
"""Shown at most."""
_OPENED = 60
"""Opened and compared at most, those who came last."""
_OPENED_OF_MANY = 10
"""The same for each of many newcomers at once."""


def of_newcomer(profile: Profile, *, facility: UUID, by: Actor) -> list[Likely]:
    """Return who may be the same person as somebody about to be registered, the likeliest first.

    Raises NotFound for a facility out of reach.
    """
    with act("duplicate.list", by=by) as doing:
        regions = searched.regions_in_reach(by)
        if facility not in regions:
            raise NotFound
        found = _likely(Compared(profile, regions[facility]), regions, by)[:MOST]
        doing.about(*(one.patient.id for one in found))
        doing.note(count=len(found))
        return found


def of_patient(patient: UUID, *, by: Actor) -> list[Likely]:
    """Return who may be the same person as a patient, without those of whom it was ruled out.

    Raises NotFound, and Damaged when the patient's profile does not open.
    """
    with act("duplicate.list", by=by) as doing:
        row = named_patient(patient, doing=doing)
        regions = searched.regions_in_reach(by)
        profile = Profile.from_body(documents.read(row))
        region = regions.get(row.facility_id, "") if row.facility_id else ""
        known = _ruled_out(row) | {one.id for one in records_of(row.id)}
        found = _likely(Compared(profile, region), regions, by, known)[:MOST]
        doing.about(*(one.patient.id for one in found))
        doing.note(count=len(found))
        return found


def of_each(profiles: Sequence[Profile], *, facility: UUID, by: Actor) -> list[list[Likely]]:
    """Return for each of many newcomers who may be the same person, the likeliest first.

    For acts under way, which name whom they show; a bounded number of queries in all. Raises
    NotFound for a facility out of reach.
    """
    regions = searched.regions_in_reach(by)
    if facility not in regions:
        raise NotFound
    compared = [Compared(profile, regions[facility]) for profile in profiles]
    named = [_latest(places) for places in _named(compared, searched.lists_of(regions))]
    together: defaultdict[UUID, set[int]] = defaultdict(set)
    for places in named:
        for place, numbers in places.items():
            together[place].update(numbers)
    if not together:
        return [[] for _ in profiles]
    held = {(row.facility_id, row.number): row for row in _numbered(together, by)}
    opened = open_patients([row.patient for row in held.values()], by=by)
    pairs = dict(zip(held, zip(held.values(), opened, strict=True), strict=True))
    found = [
        _likeliest(whose, (pairs[key] for key in _keys(places) if key in pairs), regions)
        for whose, places in zip(compared, named, strict=True)
    ]
    rows = [row.patient for row in held.values()]
    kept = _kept_views(rows, chain.from_iterable(found), by)
    return [_led(likely, kept)[:MOST] for likely in found]


def are_likely_here(profiles: Sequence[Profile], *, facility: UUID) -> list[bool]:
    """Return of each of many newcomers whether a patient of a facility may be the same person.

    For acts under way of those who may not see any patient: nobody is named to them, and what is
    opened to be compared goes no further. A bounded number of queries in all.
    """
    regions = regions_of(Facility.objects.filter(id=facility))
    compared = [Compared(profile, regions[facility]) for profile in profiles]
    named = [
        _latest(places).get(facility, []) for places in _named(compared, searched.lists_of(regions))
    ]
    wanted = {number for numbers in named for number in numbers}
    rows = list(
        RecordNumber.objects.filter(facility=facility, number__in=wanted).select_related("patient")
    )
    opened = documents.open_each([row.patient for row in rows])
    known = {
        row.number: Compared(Profile.from_body(body), regions[facility])
        for row, body in zip(rows, opened, strict=True)
        if not isinstance(body, documents.Unreadable)
    }
    return [
        any(reasons(whose, known[number])[1] for number in numbers if number in known)
        for whose, numbers in zip(compared, named, strict=True)
    ]


def _latest(places: Mapping[UUID, list[int]]) -> dict[UUID, list[int]]:
    return {place: numbers[-_OPENED_OF_MANY:] for place, numbers in places.items()}


def _keys(places: Mapping[UUID, list[int]]) -> Iterator[tuple[UUID, int]]:
    return ((place, number) for place, numbers in places.items() for number in numbers)


def _likely(
    whose: Compared, regions: dict[UUID, str], by: Actor, known: Collection[UUID] = ()
) -> list[Likely]:
    """Return who is likely the same person; those who are `known` not to be take nobody's place."""
    (named,) = _named([whose], searched.lists_of(regions))
    if not named:
        return []
    rows = _numbered(named, by)
    rows = rows.exclude(Q(patient__in=known) | Q(patient__replaced_by__in=known))
    held = list(rows.order_by("-patient")[:_OPENED])
    views = open_patients([row.patient for row in held], by=by)
    found = _likeliest(whose, zip(held, views, strict=True), regions)
    return _led(found, _kept_views([row.patient for row in held], found, by))


def _numbered(named: Mapping[UUID, Iterable[int]], by: Actor) -> QuerySet[RecordNumber]:
    """Return those within reach who have these record numbers, by facility."""
    these = (Q(facility=facility, number__in=numbers) for facility, numbers in named.items())
    return searched.numbers_in_reach(by).filter(reduce(or_, these))


def _likeliest(
    whose: Compared, held: Iterable[tuple[RecordNumber, PatientView]], regions: dict[UUID, str]
) -> list[Likely]:
    found = []
    for row, view in held:
        if view.profile is None:
            continue
        likeness, because = reasons(whose, _compared(view.profile, row, regions))
        if because:
            found.append(Likely(view, likeness, because))
    return sorted(found, key=lambda one: (-one.likeness, one.patient.id))


def _kept_views(
    rows: Iterable[Patient], found: Iterable[Likely], by: Actor
) -> dict[UUID, PatientView]:
    """Return, of those found whose record was merged into another one, who that one is."""
    kept, named = kept_of(rows), {one.patient.id for one in found}
    led = {old: row for old, row in kept.items() if old in named and row.id != old}
    return dict(zip(led, open_patients(list(led.values()), by=by), strict=True))


def _led(found: Iterable[Likely], kept: Mapping[UUID, PatientView]) -> list[Likely]:
    """Lead from records that were merged into another one to that, each patient shown once."""
    shown: dict[UUID, Likely] = {}
    for one in found:
        patient = kept.get(one.patient.id, one.patient)
        shown.setdefault(patient.id, replace(one, patient=patient))
    return list(shown.values())


def _compared(profile: Profile, row: RecordNumber, regions: dict[UUID, str]) -> Compared:
    return Compared(profile, regions[row.facility_id])


def _named(all_of: Sequence[Compared], places: list[Lists]) -> list[dict[UUID, list[int]]]:
    """Return for each newcomer the record numbers of whoever the lists name, by facility."""
    sought = [_Sought.of(whose) for whose in all_of]
    every = set().union(*(one.terms for one in sought))
    read = lists.read((place, term) for place in places for term in every)
    return [_named_by(one, read, places) for one in sought]


@dataclass(frozen=True)
class _Sought:
    """The terms under which somebody like a newcomer is found."""

    by_name: set[str]
    by_birth: set[str]
    by_phone: list[set[str]]

    @classmethod
    def of(cls, whose: Compared) -> "_Sought":
        phones = [set(terms.parts_of_phone(digits)) for digits in whose.phones]
        return cls(_terms_of_names(whose), _terms_of_birth(whose), phones)

    @property
    def terms(self) -> set[str]:
        return self.by_name.union(self.by_birth, *self.by_phone)


def _named_by(
    sought: _Sought, read: dict[Key, Numbers], places: list[Lists]
) -> dict[UUID, list[int]]:
    found = {}
    for place in places:
        same_phone = [lists.under_all(read, place, parts) for parts in sought.by_phone]
        both = sets.in_any([_any(read, place, sought.by_birth), *same_phone])
        numbers = sets.in_all([_any(read, place, sought.by_name), both])
        if len(numbers):
            found[place.facility] = numbers.tolist()
    return found


def _terms_of_names(whose: Compared) -> set[str]:
    """Every term under which somebody with such a word, or nearly, is found."""
    found = {terms.sounds(code) for code in whose.sounds}
    for word in whose.words:
        found |= {terms.whole(word), terms.lacks(word)}
        shorter = without_one(word)
        found.update(map(terms.whole, shorter), map(terms.lacks, shorter))
    return found


def _terms_of_birth(whose: Compared) -> set[str]:
    return {terms.born_on(day) for day in near_days(whose.profile.birth_date)}


def _any(read: dict[Key, Numbers], place: Lists, wanted: Iterable[str]) -> Numbers:
    return sets.in_any(read[place, term] for term in wanted if (place, term) in read)


def _ruled_out(row: Patient) -> set[UUID]:
    pairs = NotTheSame.objects.filter(Q(one=row) | Q(other=row))
    return {patient for pair in pairs.values_list("one", "other") for patient in pair}

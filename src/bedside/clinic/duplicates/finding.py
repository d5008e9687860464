"""Looking for patients who may be the same person as somebody, before and after registering them.

The search's lists say who shares a word of a name (or nearly) and a birth date (or nearly) or a
phone number; these are opened and compared exactly. Nothing is blocked or merged for it.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce
from operator import or_
from uuid import UUID

import numpy as np
from django.db.models import Q

from bedside import documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.duplicates.models import NotTheSame
from bedside.clinic.duplicates.scoring import Compared, near_days, reasons
from bedside.clinic.duplicates.views import Likely
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reading import named_patient, open_patients
from bedside.clinic.patients.records import kept_of, records_of
from bedside.clinic.search import lists, searched, terms
from bedside.clinic.search.blocks import NONE, Numbers
from bedside.clinic.search.lists import Key, Lists
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.words import without_one
from bedside.errors import NotFound

MOST = 10
"""Shown at most."""
_OPENED = 60
"""Opened and compared at most, those who came last."""


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


def _likely(
    whose: Compared, regions: dict[UUID, str], by: Actor, known: Collection[UUID] = ()
) -> list[Likely]:
    """Return who is likely the same person; those who are `known` not to be take nobody's place."""
    named = _named(whose, searched.lists_of(regions))
    if not named:
        return []
    these = (Q(facility=facility, number__in=numbers) for facility, numbers in named.items())
    rows = searched.numbers_in_reach(by).filter(reduce(or_, these))
    rows = rows.exclude(Q(patient__in=known) | Q(patient__replaced_by__in=known))
    held = list(rows.order_by("-patient")[:_OPENED])
    views = open_patients([row.patient for row in held], by=by)
    found = []
    for row, view in zip(held, views, strict=True):
        if view.profile is None:
            continue
        likeness, because = reasons(whose, _compared(view.profile, row, regions))
        if because:
            found.append(Likely(view, likeness, because))
    found.sort(key=lambda one: (-one.likeness, one.patient.id))
    return _led(found, [row.patient for row in held], by)


def _led(found: list[Likely], rows: Iterable[Patient], by: Actor) -> list[Likely]:
    """Lead from records that were merged into another one to that, each patient shown once."""
    kept = kept_of(rows)
    named = {one.patient.id for one in found}
    led = {row.id: row for old, row in kept.items() if old in named and row.id != old}
    views = dict(zip(led, open_patients(list(led.values()), by=by), strict=True))
    shown: dict[UUID, Likely] = {}
    for one in found:
        patient = views.get(kept[one.patient.id].id, one.patient)
        shown.setdefault(patient.id, replace(one, patient=patient))
    return list(shown.values())


def _compared(profile: Profile, row: RecordNumber, regions: dict[UUID, str]) -> Compared:
    return Compared(profile, regions[row.facility_id])


def _named(whose: Compared, places: list[Lists]) -> dict[UUID, list[int]]:
    """Return the record numbers of whoever the lists name, by facility."""
    by_name, by_birth = _terms_of_names(whose), _terms_of_birth(whose)
    by_phone = [terms.parts_of_phone(digits) for digits in whose.phones]
    every = by_name.union(by_birth, *by_phone)
    read = lists.read((place, term) for place in places for term in every)
    found = {}
    for place in places:
        same_phone = [_all(read, place, parts) for parts in by_phone]
        both = np.union1d(_any(read, place, by_birth), np.concatenate([NONE, *same_phone]))
        numbers = np.intersect1d(_any(read, place, by_name), both)
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
    held = [read[place, term] for term in wanted if (place, term) in read]
    return np.unique(np.concatenate([NONE, *held]))


def _all(read: dict[Key, Numbers], place: Lists, wanted: Iterable[str]) -> Numbers:
    held = [read.get((place, term), NONE) for term in wanted]
    return reduce(np.intersect1d, held) if held else NONE


def _ruled_out(row: Patient) -> set[UUID]:
    pairs = NotTheSame.objects.filter(Q(one=row) | Q(other=row))
    return {patient for pair in pairs.values_list("one", "other") for patient in pair}

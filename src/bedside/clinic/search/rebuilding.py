"""Making a facility's search index anew, beside live traffic.

The new index is filled while the old one is searched, and whoever registers or changes their
details meanwhile is written to both; then it takes the old one's place. Stopped at any point, the
old one stays, and the next time begins from the start. A batch of patients is in memory at a time.

An index is made anew when a new version of Bedside has other terms, after the search key was
rotated, and when one was damaged.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from bedside import documents
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.regions import regions_of
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import care_not_ended
from bedside.clinic.search import lists
from bedside.clinic.search.indexing import entries_of, lock, new_index
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState, RecordNumber, SearchIndex
from bedside.clinic.search.terms import SCHEME
from bedside.documents import Unreadable
from bedside.errors import Conflict, NotFound

BATCH = 2_000
"""Patients opened at a time."""


def searched_facilities() -> list[UUID]:
    """Return the facilities that have patients, and so an index."""
    with_patients = RecordNumber.objects.values("facility")
    found = Facility.objects.filter(id__in=with_patients)
    return list(found.order_by("id").values_list("id", flat=True))


def behind() -> list[UUID]:
    """Return the facilities with patients whose index is missing, or made by an older version."""
    good = SearchIndex.objects.filter(state=IndexState.LIVE, scheme=SCHEME)
    present = set(good.values_list("facility", flat=True))
    return [facility for facility in searched_facilities() if facility not in present]


def bring_up_to_date(*, by: Actor) -> int:
    """Make the indexes anew that need it; return how many there were."""
    facilities = behind()
    for facility in facilities:
        rebuild(facility, by=by)
    return len(facilities)


def rebuild(facility: UUID, *, by: Actor) -> int:
    """Make a facility's index anew and return how many patients are in it.

    Those whose profile does not open are found by their record number alone; the damage is on
    record. Raises NotFound, and Conflict when somebody else begins to make it anew meanwhile.
    """
    with prepared_act("search.rebuild", by=by, chain=facility) as doing:
        rows = Facility.objects.filter(id=facility)
        if not rows.exists():
            raise NotFound("There is no such facility.")
        doing.on(facility=facility)
        index = _begun(facility)
        region = regions_of(rows)[facility]
        count = sum(_add(index, batch, region) for batch in _opened(facility))
        with doing.commit():
            _put_in_place(index)
            doing.note(count=count)
    _clear(facility)
    return count


def _begun(facility: UUID) -> SearchIndex:
    with transaction.atomic():
        lock(facility)
        building = SearchIndex.objects.filter(facility=facility, state=IndexState.BUILDING)
        building.update(state=IndexState.RETIRED)
        return new_index(facility, IndexState.BUILDING)


def _opened(facility: UUID) -> Iterator[dict[int, Profile]]:
    """Go through the patients of a facility by their numbers, a batch at a time."""
    care = care_not_ended().filter(patient=OuterRef("patient"), facility=facility)
    rows = RecordNumber.objects.filter(Exists(care), facility=facility)
    rows = rows.select_related("patient").order_by("number")
    batch = list(rows[:BATCH])
    while batch:
        bodies = documents.open_each([row.patient for row in batch])
        yield {
            row.number: Profile.from_body(body)
            for row, body in zip(batch, bodies, strict=True)
            if not isinstance(body, Unreadable)
        }
        batch = list(rows.filter(number__gt=batch[-1].number)[:BATCH])


def _add(index: SearchIndex, numbered: dict[int, Profile], region: str) -> int:
    entries = entries_of(numbered, region)
    with transaction.atomic():
        lock(index.facility_id)
        lists.add(Lists.of(index), entries)
    return len(numbered)


def _put_in_place(index: SearchIndex) -> None:
    lock(index.facility_id)
    places = SearchIndex.objects.filter(facility=index.facility_id)
    places.filter(state=IndexState.LIVE).update(state=IndexState.RETIRED)
    if not places.filter(id=index.id, state=IndexState.BUILDING).update(state=IndexState.LIVE):
        raise Conflict("Somebody else is making this index anew.")


def _clear(facility: UUID) -> None:
    """Remove what is not used any more, one index after the other, each with its blocks."""
    for row in SearchIndex.objects.filter(facility=facility, state=IndexState.RETIRED):
        row.delete()

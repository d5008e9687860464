"""Where a doctor finds people: the facilities in reach, their lists, who of these is in reach."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.facilities.regions import regions_of
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.search.indexing import indexes_in_use
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState, RecordNumber


def regions_in_reach(by: Actor) -> dict[UUID, str]:
    """Return where the numbers of the facilities in reach are dialled, by facility."""
    return regions_of(facilities_in_reach(by))


def lists_of(facilities: Collection[UUID]) -> list[Lists]:
    """Return the lists that are searched, in the order of the facilities' ids."""
    live = indexes_in_use(facilities).filter(state=IndexState.LIVE)
    return [Lists.of(row) for row in live.order_by("facility")]


def numbers_in_reach(by: Actor) -> QuerySet[RecordNumber]:
    """Return the numbers of patients in reach; of one cared for at two places, the first one's."""
    care = care_given_by(by).filter(patient=OuterRef("patient"))
    here = Exists(care.filter(facility=OuterRef("facility")))
    earlier = Exists(care.filter(facility__lt=OuterRef("facility")))
    return RecordNumber.objects.filter(here, ~earlier).select_related("patient")

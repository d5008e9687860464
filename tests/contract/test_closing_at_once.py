"""Whoever reads a month first has counted it, also when several do at the same moment."""

import pytest
from django.db.models import Count

from bedside import reports
from bedside.clinic.models import Facility
from bedside.reports import Asked
from bedside.reports.models import ClosedMonth
from tests.contract.together import at_once
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")


def test_of_many_who_read_a_month_first_all_see_the_same(
    harbour: Facility, asha: Person, dana: Person
) -> None:
    read = at_once(4, lambda _: reports.read_counts(harbour.id, Asked(), by=dana.actor))
    assert len({repr(one.counts) for one in read}) == 1
    twice = ClosedMonth.objects.values("facility", "month").annotate(rows=Count("id"))
    assert [one for one in twice if one["rows"] > 1] == []
    assert ClosedMonth.objects.count() == 12

"""Finding patients: who may be meant is opened, looked at exactly, and put in order.

The lists say who may be meant and the database who of them is in reach; only they are opened, a
bounded number at a time. What does not fit after all is left out, and whoever cannot be opened
stays as a row that says so. What was asked is kept nowhere: the event names the patients who were
returned, and counts.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from rapidfuzz import fuzz

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.facilities.regions import region_of_zone
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.patients.reading import open_patients
from bedside.clinic.patients.views import PatientView
from bedside.clinic.search import candidates, recent
from bedside.clinic.search.asking import Asked, Match, asked_for
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState, RecordNumber, SearchIndex
from bedside.clinic.search.numbers import written
from bedside.clinic.search.people import Person
from bedside.clinic.search.views import Found, Hit, Place

PAGE = 50
"""Hits in one answer, at most."""
_SPARE = 10
"""Looked at beyond the page: most of whom the lists name do fit."""
_MORE = 150
"""Looked at in a second round, when too many of the first did not fit."""
Examined = tuple[Place, Hit | None]


def find(text: str, *, by: Actor, after: Place | None = None, limit: int = 20) -> Found:
    """Return the patients in reach whom `text` may mean, the likeliest first.

    Words of a name in any order, their beginnings, as they sound or with a slip, birth dates,
    phone numbers and parts of them, record numbers, and a whole email address; all that is said
    must fit. Without any text, whom the doctor saw last. `after` is where a page of the same
    search ended. Raises Forbidden.
    """
    with act("patient.search", by=by) as doing:
        asked = asked_for(text)
        finding = _Finding(asked, by)
        if text.strip():
            found = finding.page(after, max(1, min(limit, PAGE)))
        else:
            hits = finding.shown(recent.seen_last(by))
            found = Found(hits[:limit], recent=True)
        doing.about(*(hit.patient.id for hit in found.hits))
        doing.note(count=len(found.hits), parts=len(asked.parts))
        return found


class _Finding:
    """One search by one doctor."""

    def __init__(self, asked: Asked, by: Actor) -> None:
        self.asked = asked
        self.by = by
        self.only: dict[UUID, set[int]] | None = None
        places = facilities_in_reach(by).values_list("id", "time_zone")
        self.regions = {place: region_of_zone(zone) for place, zone in places}

    def page(self, after: Place | None, limit: int) -> Found:
        """Look at who may be meant, in two rounds at most, until the page is full."""
        coming = self._candidates(after)
        looked: list[Examined] = self._looked_at(list(islice(coming, limit + _SPARE)))
        if sum(hit is not None for _, hit in looked) < limit:
            looked += self._looked_at(list(islice(coming, _MORE)))
        upto = _end_of(looked, limit)
        hits = [(place, hit) for place, hit in looked[:upto] if hit is not None]
        left = upto < len(looked) or next(coming, None) is not None
        last = looked[upto - 1][0] if left and upto else None
        return Found([hit for _, hit in sorted(hits, key=self._order)], last)

    def shown(self, patients: Sequence[UUID]) -> list[Hit]:
        """Return patients in reach as hits without a reason, in this order."""
        rows = {row.patient_id: row for row in self._in_reach().filter(patient__in=patients)}
        held = [rows[patient] for patient in patients if patient in rows]
        views = open_patients([row.patient for row in held], by=self.by)
        return [Hit(view, written(row.number)) for row, view in zip(held, views, strict=True)]

    def _candidates(self, after: Place | None) -> Iterator[Place]:
        live = SearchIndex.objects.filter(state=IndexState.LIVE, facility__in=self.regions)
        places = [Lists.of(row) for row in live.order_by("facility")]
        if self.asked.email:
            self.only = self._with_the_email()
        return candidates.in_order(self.asked.parts, places, only=self.only, after=after)

    def _with_the_email(self) -> dict[UUID, set[int]]:
        account = accounts.find_by_email(self.asked.email)
        whose = account.patient if account else None
        rows = self._in_reach().filter(patient=whose) if whose else []
        return {row.facility_id: {row.number} for row in rows}

    def _looked_at(self, places: Sequence[Place]) -> list[Examined]:
        if not places:
            return []
        numbers: dict[UUID, list[int]] = {}
        for place in places:
            numbers.setdefault(place.facility, []).append(place.number)
        these = (Q(facility=facility, number__in=some) for facility, some in numbers.items())
        rows = list(self._in_reach().filter(reduce(or_, these)))
        views = open_patients([row.patient for row in rows], by=self.by)
        found = {
            (row.facility_id, row.number): self._hit(row, view)
            for row, view in zip(rows, views, strict=True)
        }
        return [(place, found.get((place.facility, place.number))) for place in places]

    def _in_reach(self) -> QuerySet[RecordNumber]:
        """The numbers of patients in reach; of one who is cared for at two, the first one's."""
        care = care_given_by(self.by).filter(patient=OuterRef("patient"))
        here = Exists(care.filter(facility=OuterRef("facility")))
        earlier = Exists(care.filter(facility__lt=OuterRef("facility")))
        return RecordNumber.objects.filter(here, ~earlier).select_related("patient")

    def _hit(self, row: RecordNumber, view: PatientView) -> Hit | None:
        if view.profile is None:
            return Hit(view, written(row.number))
        has_it = row.number in (self.only or {}).get(row.facility_id, ())
        person = Person(view.profile, row.number, self.regions[row.facility_id], has_it)
        why = [part.match(person) for part in self.asked.parts]
        fits = tuple(match for match in why if match is not None)
        return Hit(view, person.written_number, fits) if len(fits) == len(why) else None

    def _order(self, one: tuple[Place, Hit]) -> tuple[int, float, int]:
        """The nearest first; of those equally near, whose whole name is likest; then the newest."""
        place, hit = one
        nearness = max((match.nearness for match in hit.why), default=place.nearness)
        return nearness, -self._likeness(hit), -place.number

    def _likeness(self, hit: Hit) -> float:
        profile = hit.patient.profile
        if profile is None or not self.asked.text:
            return 0.0
        person = Person(profile, 0, "")
        spoken = (" ".join(word.latin for word in named.words) for named in person.names)
        present = _FORMER if all(_is_former(match) for match in hit.why) else 0.0
        return max(fuzz.token_sort_ratio(self.asked.text, name) for name in spoken) - present


_FORMER = 20.0
"""How much less likely somebody is whom only a former name fits, in hundredths of likeness."""


def _is_former(match: Match) -> bool:
    return match.field == "former_name"


def _end_of(looked: Sequence[Examined], limit: int) -> int:
    """Return how many were looked at until the page was full; all of them if it was not."""
    hits = 0
    for at, (_, hit) in enumerate(looked, 1):
        hits += hit is not None
        if hits == limit:
            return at
    return len(looked)

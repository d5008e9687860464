"""Finding patients: who may be meant is opened, looked at exactly, and put in order.

The lists say who may be meant and the database who of them is in reach; only they are opened, a
bounded number at a time. What does not fit after all is left out, and whoever cannot be opened
stays as a row that says so. What was asked is kept nowhere: the event names the patients who were
returned, and counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.patients.reading import open_patients
from bedside.clinic.patients.records import kept_of
from bedside.clinic.patients.views import PatientView
from bedside.clinic.search import candidates, recent, searched
from bedside.clinic.search.asking import Asked, Match, asked_for
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.numbers import written
from bedside.clinic.search.people import Person
from bedside.clinic.search.views import Found, Hit, Place

PAGE = 50
"""Hits in one answer, at most."""
_SPARE = 10
"""Looked at beyond the page: most of whom the lists name do fit."""
_MORE = 150
"""Looked at in a second round, when too many of the first did not fit."""
_LED = {"name": "former_name", "preferred_name": "former_name"}
"""What a name is called that only a merged record says."""
_FORMER = 20.0
"""How much less likely somebody is whom only a former name fits, in hundredths of likeness."""


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


@dataclass(frozen=True)
class _Looked:
    """One of whom the lists named, when looked at: a hit with how likely it is, or nobody."""

    place: Place
    hit: Hit | None = None
    likeness: float = 0.0

    @property
    def order(self) -> tuple[int, float, int]:
        """The nearest first; of those equally near, whose whole name is likest; then the newest."""
        near = (match.nearness for match in self.hit.why) if self.hit else ()
        nearness = max(near, default=self.place.nearness)
        return nearness, -self.likeness, -self.place.number


class _Finding:
    """One search by one doctor."""

    def __init__(self, asked: Asked, by: Actor) -> None:
        self.asked = asked
        self.by = by
        self.only: dict[UUID, set[int]] | None = None
        self.in_reach = searched.numbers_in_reach(by)

    @cached_property
    def regions(self) -> dict[UUID, str]:
        """Where numbers are dialled; an empty box is answered without it."""
        return searched.regions_in_reach(self.by)

    def page(self, after: Place | None, limit: int) -> Found:
        """Look at who may be meant, in two rounds at most, until the page is full."""
        coming = self._candidates(after)
        looked = self._look_at(list(islice(coming, limit + _SPARE)))
        if sum(one.hit is not None for one in looked) < limit:
            looked += self._look_at(list(islice(coming, _MORE)))
        upto = _end_of(looked, limit)
        page = sorted((one for one in looked[:upto] if one.hit), key=lambda one: one.order)
        left = upto < len(looked) or next(coming, None) is not None
        last = looked[upto - 1].place if left and upto else None
        return Found([one.hit for one in page if one.hit], last)

    def shown(self, patients: Sequence[UUID]) -> list[Hit]:
        """Return patients in reach as hits without a reason, in this order."""
        rows = {
            row.patient_id: row
            for row in self.in_reach.filter(patient__in=patients, patient__replaced_by=None)
        }
        held = [rows[patient] for patient in patients if patient in rows]
        views = open_patients([row.patient for row in held], by=self.by)
        return [Hit(view, written(row.number)) for row, view in zip(held, views, strict=True)]

    def _candidates(self, after: Place | None) -> Iterator[Place]:
        places = searched.lists_of(self.regions)
        if self.asked.email:
            self.only = self._with_the_email()
        return candidates.in_order(self.asked.parts, places, only=self.only, after=after)

    def _with_the_email(self) -> dict[UUID, set[int]]:
        account = accounts.find_by_email(self.asked.email)
        whose = account.patient if account else None
        rows = self.in_reach.filter(patient=whose) if whose else []
        return {row.facility_id: {row.number} for row in rows}

    def _look_at(self, places: Sequence[Place]) -> list[_Looked]:
        if not places:
            return []
        numbers: dict[UUID, list[int]] = {}
        for place in places:
            numbers.setdefault(place.facility, []).append(place.number)
        these = (Q(facility=facility, number__in=some) for facility, some in numbers.items())
        rows = list(self.in_reach.filter(reduce(or_, these)))
        views = open_patients([row.patient for row in rows], by=self.by)
        kept = self._kept_instead(rows)
        found = {
            (row.facility_id, row.number): (row, view)
            for row, view in zip(rows, views, strict=True)
        }
        looked = (
            self._looked(place, found.get((place.facility, place.number))) for place in places
        )
        return [self._led(one, kept) for one in looked]

    def _kept_instead(self, rows: Sequence[RecordNumber]) -> dict[UUID, PatientView]:
        """Return the patients whose record is kept, by the record that was merged into theirs."""
        replaced = [row.patient for row in rows if row.patient.replaced_by_id]
        kept = kept_of(replaced)
        views = open_patients([kept[row.id] for row in replaced], by=self.by) if replaced else []
        return {row.id: view for row, view in zip(replaced, views, strict=True)}

    def _led(self, looked: _Looked, kept: Mapping[UUID, PatientView]) -> _Looked:
        """Lead from a record that was merged into another one to the patient whose that is.

        Nobody, when what was asked fits the kept record as well: that stands in its own place.
        """
        hit = looked.hit
        patient = kept.get(hit.patient.id) if hit else None
        if hit is None or patient is None:
            return looked
        if patient.profile and patient.facility_id in self.regions:
            person = Person(patient.profile, 0, self.regions[patient.facility_id])
            if all(part.match(person) for part in self.asked.parts):
                return _Looked(looked.place)
        why = tuple(replace(match, field=_LED.get(match.field, match.field)) for match in hit.why)
        led = Hit(patient, patient.record_number, why, former_number=hit.record_number)
        return replace(looked, hit=led)

    def _looked(self, place: Place, found: tuple[RecordNumber, PatientView] | None) -> _Looked:
        if found is None:
            return _Looked(place)
        row, view = found
        if view.profile is None:
            return _Looked(place, Hit(view, written(row.number)))
        has_it = row.number in (self.only or {}).get(row.facility_id, ())
        person = Person(view.profile, row.number, self.regions[row.facility_id], has_it)
        why = tuple(filter(None, (part.match(person) for part in self.asked.parts)))
        if len(why) < len(self.asked.parts):
            return _Looked(place)
        return _Looked(place, Hit(view, person.written_number, why), self._likeness(person, why))

    def _likeness(self, person: Person, why: Sequence[Match]) -> float:
        """How like what was asked is to the whole name it is likest to, in hundredths."""
        if not self.asked.text:
            return 0.0
        spoken = (" ".join(word.latin for word in named.words) for named in person.names)
        likeness = max(fuzz.token_sort_ratio(self.asked.text, name) for name in spoken)
        only_former = all(match.field == "former_name" for match in why)
        return likeness - (_FORMER if only_former else 0.0)


def _end_of(looked: Sequence[_Looked], limit: int) -> int:
    """Return how many were looked at until the page was full; all of them if it was not."""
    hits = 0
    for at, one in enumerate(looked, 1):
        hits += one.hit is not None
        if hits == limit:
            return at
    return len(looked)

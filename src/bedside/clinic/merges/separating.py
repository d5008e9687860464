"""Separating two records again: each is what it was, with what was written to it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.appointments import moving
from bedside.clinic.merges import handing_over, words
from bedside.clinic.merges.finding import find_merge
from bedside.clinic.merges.models import Merge
from bedside.clinic.merges.reading import shown
from bedside.clinic.merges.views import MergeView
from bedside.clinic.merges.words import MergeWords
from bedside.clinic.patients.demographics import StoredProfile, write_profile
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.records import records_of
from bedside.clinic.patients.relations import share_care
from bedside.clinic.rules import account_of, must_be_current
from bedside.clinic.search import indexing
from bedside.documents import Unreadable
from bedside.errors import Conflict
from bedside.locking import held

NOWHERE_ELSE: Mapping[UUID, str] = {}
"""Every entry stays where it was written."""
_SEPARATED = "These records were separated already."


def separate(
    merge: UUID,
    *,
    reason: str,
    goes: Mapping[UUID, str] = NOWHERE_ELSE,
    version: int,
    by: Actor,
) -> MergeView:
    """Let the two records of a merge be two again.

    Every row is where it was written, except for entries of which `goes` says, by id, that they go
    to the other record (KEPT or REPLACED). Details that were taken over go back to what they were,
    unless somebody changed them since. What does not open keeps nobody from separating them: then
    the details stay. Raises NotFound, Stale (also for an entry that is changed meanwhile), Invalid,
    Damaged for an entry to be moved that does not open, and Conflict when they are two already.
    """
    with prepared_act("merge.undo", by=by) as doing:
        row = find_merge(merge, doing=doing)
        _must_stand(row)
        must_be_current(row, version)
        why = words.needed(reason)
        said, profile = _opened(row)
        stored = words.write(row, said.undone(why), version=version + 1) if said else None
        back = _given_back(row.survivor, said, profile)
        moved = handing_over.prepare(row, goes)
        with doing.commit():
            row = held(Merge.objects.all()).get(id=row.id)
            _must_stand(row)
            must_be_current(row, version)
            row.version += 1
            if stored:
                stored.attach(row)
            row.undone_at, row.undone_by_id = timezone.now(), account_of(by)
            row.save()
            _part(row, back, doing)
            handing_over.hand_over(moved)
            if moved:
                doing.note(moved=len(moved))
        return shown([row], by=by)[0]


@dataclass(frozen=True)
class _Back:
    """The profile that the kept record goes back to, sealed and stored for version `read_at`'s
    next, and in how many details."""

    before: Profile
    after: Profile
    stored: StoredProfile
    read_at: int
    fields: int


def _opened(row: Merge) -> tuple[MergeWords | None, Profile | None]:
    said, profile = documents.open_each([row, row.survivor])
    return (
        None if isinstance(said, Unreadable) else MergeWords.from_body(said),
        None if isinstance(profile, Unreadable) else Profile.from_body(profile),
    )


def _given_back(row: Patient, said: MergeWords | None, now: Profile | None) -> _Back | None:
    changes = said.given_back(now) if said and now else {}
    if not changes or now is None:
        return None
    after = now.changed(changes, read_at=row.version, now=row.version + 1)
    stored = write_profile(row, after, version=row.version + 1)
    return _Back(now, after, stored, row.version, len(changes))


def _part(row: Merge, back: _Back | None, doing: Act) -> None:
    mine = held(Patient.objects.all()).get(id=row.survivor_id)
    theirs = held(Patient.objects.all()).get(id=row.replaced_id)
    theirs.replaced_by, theirs.version = None, theirs.version + 1
    theirs.save(update_fields=["replaced_by", "version"])
    moving.part(theirs.id)
    for record in (mine, theirs):
        share_care(records_of(record.id))
    if back:
        must_be_current(mine, back.read_at)
        back.stored.attach(mine)
        indexing.changed(mine, back.before, back.after)
    else:
        mine.version += 1
    mine.save()
    doing.note(fields=back.fields if back else 0)


def _must_stand(row: Merge) -> None:
    if row.undone_at is not None:
        raise Conflict(_SEPARATED)

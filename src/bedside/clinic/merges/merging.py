"""Making two records of one person one. Nothing is moved, so that it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bedside import documents
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.appointments import moving
from bedside.clinic.merges import words
from bedside.clinic.merges.details import changes_by
from bedside.clinic.merges.finding import named_pair
from bedside.clinic.merges.models import Merge
from bedside.clinic.merges.reading import shown
from bedside.clinic.merges.rules import must_be_possible
from bedside.clinic.merges.views import MergeView
from bedside.clinic.merges.words import MergeWords
from bedside.clinic.patients import rules
from bedside.clinic.patients.demographics import write_profile
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.records import records_of
from bedside.clinic.patients.relations import share_care
from bedside.clinic.rules import account_of, must_be_current
from bedside.clinic.search import indexing
from bedside.locking import held


def merge(
    kept: UUID,
    replaced: UUID,
    *,
    choices: Mapping[str, str],
    reason: str,
    version: int,
    replaced_version: int,
    by: Actor,
) -> MergeView:
    """Let `replaced` be a part of `kept` from now on, as one person's.

    `choices` say for each detail in which the two differ whose is right. Raises NotFound, Stale for
    either version, Invalid, Damaged when a profile does not open, and Conflict for what stands in
    the way (see `rules`).
    """
    with prepared_act("merge.make", by=by) as doing:
        pair = named_pair(kept, replaced, doing=doing)
        must_be_current(pair[0], version)
        must_be_current(pair[1], replaced_version)
        why = words.needed(reason)
        joined = _joined(*pair, choices, version)
        must_be_possible(*pair)
        row = Merge(survivor=pair[0], replaced=pair[1], by_id=account_of(by))
        doing.on(merge=row.id)
        said = MergeWords(why, joined.before, joined.fields, version + 1)
        stored = words.write(row, said, version=1)
        stored_profile = write_profile(pair[0], joined.profile, version=version + 1)
        with doing.commit():
            mine, theirs = _as_they_are(kept), _as_they_are(replaced)
            must_be_current(mine, version)
            must_be_current(theirs, replaced_version)
            must_be_possible(mine, theirs)
            stored.attach(row)
            row.save(force_insert=True)
            stored_profile.attach(mine)
            _join(mine, theirs, joined)
            doing.note(fields=len(joined.fields))
        return shown([row], by=by)[0]


@dataclass(frozen=True)
class _Joined:
    """What the kept record's profile says before and then, and the details that are taken over."""

    before: Profile
    profile: Profile
    fields: tuple[str, ...]


def _joined(mine: Patient, theirs: Patient, choices: Mapping[str, str], version: int) -> _Joined:
    before, other = (Profile.from_body(body) for body in documents.read_many([mine, theirs]))
    changes = changes_by(before, other, choices)
    profile = before.changed(changes, read_at=version, now=version + 1)
    return _Joined(before, profile.checked(rules.latest_birth_date()), tuple(changes))


def _join(mine: Patient, theirs: Patient, joined: _Joined) -> None:
    """Let one record be a part of the other, whose new profile is attached, inside the act."""
    mine.save()
    theirs.replaced_by, theirs.version = mine, theirs.version + 1
    theirs.save(update_fields=["replaced_by", "version"])
    moving.keep_with(theirs.id, mine.id)
    share_care(records_of(mine.id))
    indexing.changed(mine, joined.before, joined.profile)


def _as_they_are(patient: UUID) -> Patient:
    return held(Patient.objects.all()).get(id=patient)

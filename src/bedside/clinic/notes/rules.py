"""Which step of a note's life its state allows, and to whom of those who can see it.

One table: each verb and what must hold, each with the sentence that refuses it. The acts ask it
with `must`, the views with `allowed`, so that no page offers what an act would refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bedside.clinic.encounters.models import EncounterState
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes.models import Note, NoteState
from bedside.errors import Conflict, Invalid

MOST_IN_AN_ENCOUNTER = 100
MOST_AMENDMENTS = 50
"""With so many notes or amendments, drafts included, their page is still one page."""


@dataclass(frozen=True)
class Case:
    """A note as it is now, and who wants to do something with it."""

    note: Note
    standing: Standing


Check = Callable[[Case], bool]


def _is_draft(case: Case) -> bool:
    return case.note.state == NoteState.DRAFT


def _is_signed(case: Case) -> bool:
    return case.note.state == NoteState.SIGNED


def _is_mine(case: Case) -> bool:
    return case.note.author_id == case.standing.by.user


def _is_anothers(case: Case) -> bool:
    return not _is_mine(case)


def _works_there(case: Case) -> bool:
    return case.standing.works_at(case.note.encounter.facility_id)


def _may_be_written(case: Case) -> bool:
    # An amendment is about what was written, and is how one still speaks after the lock.
    is_open = case.note.encounter.state == EncounterState.OPEN
    return is_open or case.note.amends_id is not None


def _is_original(case: Case) -> bool:
    return case.note.amends_id is None


def _is_not_cosigned(case: Case) -> bool:
    return case.note.cosigned_at is None


def _is_shared(case: Case) -> bool:
    return case.note.shared_at is not None


def _is_not_shared(case: Case) -> bool:
    return case.note.shared_at is None


_SENTENCES: dict[Check, str] = {
    _is_draft: "This note is signed and can no longer be changed. Amend it instead.",
    _is_signed: "This note is not signed yet.",
    _is_mine: "Only the author can do this.",
    _is_anothers: "A colleague co-signs a note, not its author.",
    _works_there: "Only doctors of the clinic where this encounter was can write to it.",
    _may_be_written: "This encounter is locked. Amend its notes instead.",
    _is_original: "This is an amendment. Do this with the note that it amends.",
    _is_not_cosigned: "This note is co-signed already.",
    _is_shared: "This note is not shared.",
    _is_not_shared: "This note is shared already.",
}

RULES: dict[str, tuple[Check, ...]] = {
    "save": (_is_draft, _is_mine, _works_there, _may_be_written),
    "discard": (_is_draft, _is_mine),
    "sign": (_is_draft, _is_mine, _works_there, _may_be_written),
    "cosign": (_is_signed, _is_anothers, _works_there, _may_be_written, _is_not_cosigned),
    "amend": (_is_signed, _is_original, _works_there),
    "share": (_is_signed, _is_original, _works_there, _is_not_shared),
    "unshare": (_is_original, _works_there, _is_shared),
}
"""What must hold for each step, asked in this order; the first that does not is told."""


def must(verb: str, note: Note, standing: Standing) -> None:
    """Raise Conflict unless the note's state allows `verb` to this actor now."""
    case = Case(note, standing)
    for check in RULES[verb]:
        if not check(case):
            raise Conflict(_SENTENCES[check])


def allowed(note: Note, standing: Standing) -> frozenset[str]:
    """Return the verbs that the actor may do to the note now."""
    case = Case(note, standing)
    return frozenset(verb for verb, checks in RULES.items() if all(each(case) for each in checks))


def must_say_something(*, empty: bool) -> None:
    """Raise Invalid for a note without a word under its headings."""
    if empty:
        raise Invalid(fields={"sections": "There is nothing to sign: the note is empty."})


def must_have_room(count: int, most: int) -> None:
    """Raise Conflict when there are as many notes in one place as there can be."""
    if count >= most:
        raise Conflict(f"There are {most} already, and no more fit here.")

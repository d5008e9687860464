"""What the reader of an assessment may do with it now: worked out here, for every door alike.

Three tables decide: the lifecycle says which events a state allows, the permissions whose role may
do them, and RULES what else must hold. So a button that is shown works, and one that would be
refused is not shown: a test walks through a life and compares this with what the acts then do.
A new event of the lifecycle needs a verb called `assessment.<event>`, a line in RULES only if more
than state and role decides, and its name in `schemas.assessments.Verb`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.intake import rules
from bedside.intake.lifecycle import LIFECYCLE
from bedside.intake.models import Assessment


@dataclass(frozen=True)
class Seen:
    """What a rule looks at: the row, who reads it, when, and its opened body as it stands now.

    Only the events of a draft ask what the body says; without those it may be left out.
    """

    row: Assessment
    by: Actor
    now: datetime
    body: Mapping[str, Any] = field(default_factory=dict)


RULES: Mapping[str, Callable[[Seen], object]] = {
    "answer": lambda seen: rules.must_be_asking(seen.body),
    "back": lambda seen: rules.must_have_answers(seen.body),
    "change": lambda seen: rules.must_have_answers(seen.body),
    "submit": lambda seen: rules.must_be_sendable(seen.row, seen.body),
    "review": lambda seen: rules.must_be_reviewable(seen.row, seen.by.user),
    "release": lambda seen: rules.must_be_mine(seen.row, seen.by.user),
    "ask": lambda seen: rules.must_be_mine(seen.row, seen.by.user),
    "withdraw": lambda seen: rules.must_be_mine(seen.row, seen.by.user),
    "take_over": lambda seen: rules.must_be_anothers(seen.row, seen.by.user),
    "undo_review": lambda seen: rules.must_be_mine_to_undo(seen.row, seen.by.user, seen.now),
}
"""Each raises what its act would be refused with."""


def may(seen: Seen) -> frozenset[str]:
    """Return the events that the reader may bring about, such as {"review"}."""

    return permissions.open_to(
        seen.by, "assessment", LIFECYCLE[seen.row.state], rule=lambda event: must(event, seen)
    )


def must(event: str, seen: Seen) -> None:
    """Raise what the act of an event is refused with, beyond state and role; return otherwise."""
    if event in RULES:
        RULES[event](seen)

"""The lifecycle as a table: what each state allows, and that the drawing shows the same."""

from pathlib import Path

import pytest

from bedside.errors import Conflict
from bedside.intake.lifecycle import LIFECYCLE, after, diagram

DRAWING = Path(__file__).parents[2] / "docs" / "lifecycle.md"
EVENTS = sorted({event for events in LIFECYCLE.values() for event in events})


def test_the_drawing_in_the_docs_is_the_lifecycle() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DRAWING.read_text("utf-8")


def test_every_event_leads_to_a_state_that_is_there() -> None:
    for events in LIFECYCLE.values():
        assert set(events.values()) <= set(LIFECYCLE)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", LIFECYCLE)
def test_only_what_the_table_says_is_allowed(state: str, event: str) -> None:
    if event in LIFECYCLE[state]:
        assert after(state, event) == LIFECYCLE[state][event]
    else:
        with pytest.raises(Conflict):
            after(state, event)


def test_what_was_sent_can_only_be_reviewed() -> None:
    assert set(LIFECYCLE["submitted"]) == {"take", "review"}
    assert set(LIFECYCLE["reviewed"]) == {"undo_review", "close"}


def test_nothing_comes_back_from_the_end() -> None:
    assert LIFECYCLE["discarded"] == LIFECYCLE["expired"] == {}

"""How soon each result has to be looked at."""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.assessment import Result
from bedside.assessment.knowledge.model import WHENS
from bedside.intake.urgency import LEVELS, RANKS, urgency_of

SENT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "due_in"),
    [
        ("ambulance-now", timedelta()),
        ("hospital-now", timedelta()),
        ("within-24-hours", timedelta(hours=24)),
        ("within-3-days", timedelta(days=3)),
        ("within-2-weeks", timedelta(days=14)),
        ("self-care", timedelta(days=7)),
    ],
)
def test_due_times(when: str, due_in: timedelta) -> None:
    days = 7 if when == "self-care" else None
    result = Result(triage=WHENS[when], when=when, look_again_days=days)
    assert urgency_of(result, SENT).due_at == SENT + due_in


def test_every_time_the_engine_knows_has_a_rank() -> None:
    assert set(RANKS) == set(WHENS)
    assert set(LEVELS) == set(WHENS.values())


def test_ranks_follow_the_engines_order() -> None:
    most_hurried_first = list(reversed(WHENS))
    assert sorted(RANKS, key=RANKS.__getitem__) == most_hurried_first

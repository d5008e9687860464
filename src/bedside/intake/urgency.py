"""From a result to a place on the worklist: how soon somebody should look, and by when.

The order is that of the time to be seen, which is finer than the level: an ambulance case stands
above one that goes to hospital by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.assessment import Result

RANKS = {
    "ambulance-now": 0,
    "hospital-now": 1,
    "within-24-hours": 2,
    "within-3-days": 3,
    "within-2-weeks": 4,
    "self-care": 5,
}
"""Each time to be seen, most urgent first."""

NOW = frozenset({"ambulance-now", "hospital-now"})
"""Nobody waits for an appointment with these."""

LEVELS = ("emergency", "urgent", "routine", "self-care")

_WITHIN = {
    "ambulance-now": timedelta(),
    "hospital-now": timedelta(),
    "within-24-hours": timedelta(hours=24),
    "within-3-days": timedelta(days=3),
    "within-2-weeks": timedelta(weeks=2),
}


@dataclass(frozen=True)
class Urgency:
    """What the assessment's row says in the clear: level, time to be seen, rank and due time."""

    triage: str
    when: str
    rank: int
    due_at: datetime


def urgency_of(result: Result, submitted_at: datetime) -> Urgency:
    """Read the urgency from a result; self-care is due when the patient looks again."""
    within = _WITHIN.get(result.when) or timedelta(days=result.look_again_days or 0)
    return Urgency(result.triage, result.when, RANKS[result.when], submitted_at + within)

"""Reminders: a day before, at an hour at which people are up, on the clock of their clinic."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bedside.clinic import messages
from bedside.clinic.messages import MessageKind
from bedside.clinic.messages.putting import reminder_due
from bedside.ids import new_id

LONDON, AUCKLAND = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime(2026, 6, 10, 14, 30, tzinfo=LONDON), datetime(2026, 6, 9, 14, 30, tzinfo=LONDON)),
        (datetime(2026, 6, 10, 9, tzinfo=LONDON), datetime(2026, 6, 9, 9, tzinfo=LONDON)),
        (datetime(2026, 6, 10, 8, 40, tzinfo=LONDON), datetime(2026, 6, 8, 18, tzinfo=LONDON)),
        (datetime(2026, 6, 10, 22, tzinfo=LONDON), datetime(2026, 6, 9, 18, tzinfo=LONDON)),
        (datetime(2026, 6, 10, 0, tzinfo=LONDON), datetime(2026, 6, 8, 18, tzinfo=LONDON)),
        (datetime(2026, 6, 10, 10, tzinfo=AUCKLAND), datetime(2026, 6, 9, 10, tzinfo=AUCKLAND)),
    ],
    ids=["afternoon", "nine", "early", "late", "midnight", "far away"],
)
def test_a_reminder_comes_a_day_before_by_day(start: datetime, due: datetime) -> None:
    zone = ZoneInfo(str(start.tzinfo))
    assert reminder_due(start.astimezone(UTC), zone) == due


def test_over_a_change_of_the_clocks_it_is_a_day_of_real_time() -> None:
    """28 March 2026 at 12:00 in London is 24 hours before 29 March at 13:00: a clock went on."""
    start = datetime(2026, 3, 29, 13, tzinfo=LONDON).astimezone(UTC)
    assert reminder_due(start, LONDON) == datetime(2026, 3, 28, 12, tzinfo=LONDON)


def test_messages_belong_to_an_act(db: None) -> None:
    for put in (
        lambda: messages.tell(MessageKind.MOVED, new_id(), new_id()),
        lambda: messages.take_back(new_id()),
        lambda: messages.remind(new_id(), new_id(), start=datetime.now(UTC), zone="UTC"),
    ):
        with pytest.raises(RuntimeError):
            put()

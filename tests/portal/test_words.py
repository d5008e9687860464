"""Words for levels, times and progress, and labels that show exactly what they are given."""

from datetime import UTC, datetime

import pytest

from bedside.portal import words
from bedside.portal.labels import plain
from bedside.schemas.worklist import Triage

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("triage", Triage.__args__)  # type: ignore[attr-defined]
def test_every_level_has_a_word(triage: str) -> None:
    marked = words.level(triage)
    assert isinstance(marked, dict)
    assert marked["content"] == [words.LEVELS[triage]]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Berlin", "1 July 2026, 14:00"),
        ("Asia/Kolkata", "1 July 2026, 17:30"),
        (None, "1 July 2026, 12:00 UTC"),
        ("Nowhere/Here", "1 July 2026, 12:00 UTC"),
        ("../../etc/passwd", "1 July 2026, 12:00 UTC"),
    ],
)
def test_a_moment_is_on_the_readers_clock(zone: str | None, text: str) -> None:
    assert words.moment(NOON, zone) == text


def test_every_sign_of_a_label_stands_for_itself() -> None:
    assert plain("**a** [b](c) :red[d]") == r"\*\*a\*\* \[b\]\(c\) \:red\[d\]"

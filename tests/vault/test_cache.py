"""How long a key stays readable in memory."""

import pytest

from bedside.vault.cache import CAPACITY, TimedCache


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> TimedCache[str, int]:
    return TimedCache(clock)


def test_a_key_is_gone_a_minute_after_it_was_asked_for(
    cache: TimedCache[str, int], clock: Clock
) -> None:
    ticket = cache.ticket()
    clock.now += 10  # the database took its time
    cache.put("asha", 1, ticket)
    clock.now += 49.9
    assert cache.get("asha") == 1
    clock.now += 0.1
    assert cache.get("asha") is None


def test_what_was_asked_for_before_a_drop_is_not_kept(cache: TimedCache[str, int]) -> None:
    ticket = cache.ticket()
    cache.drop("asha")
    cache.put("asha", 1, ticket)
    assert cache.get("asha") is None


def test_clearing_forgets_everything(cache: TimedCache[str, int]) -> None:
    ticket = cache.ticket()
    cache.put("asha", 1, ticket)
    cache.clear()
    cache.put("ravi", 2, ticket)
    assert (cache.get("asha"), cache.get("ravi")) == (None, None)


def test_the_oldest_makes_room(cache: TimedCache[int, int]) -> None:
    for number in range(CAPACITY + 1):
        cache.put(number, number, cache.ticket())
    assert (cache.get(0), cache.get(1), cache.get(CAPACITY)) == (None, 1, CAPACITY)


def test_ended_keys_do_not_stay_in_memory(cache: TimedCache[int, int], clock: Clock) -> None:
    cache.put(1, 1, cache.ticket())
    clock.now += 61
    cache.put(2, 2, cache.ticket())
    assert len(cache._entries) == 1

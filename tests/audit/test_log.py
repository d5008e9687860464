"""What the log takes, and what it refuses."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from bedside import audit
from bedside.audit.hashing import digest
from tests.audit.tampering import CHAIN, at, write

BELLO = audit.Actor(role="doctor", user=UUID(int=1), address="192.0.2.7", device="d1")


def append(**rest: Any) -> audit.Event:
    with transaction.atomic():
        return audit.append("note.read", by=BELLO, chain=CHAIN, outcome="done", **rest)


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_whom_and_from_where() -> None:
    patients = [UUID(int=4), UUID(int=3), UUID(int=4)]
    event = append(subjects=patients, objects={"note": UUID(int=5)}, details={"rows": 2})
    stored = audit.Event.objects.get(pk=event.pk)
    assert (stored.actor_role, stored.actor_user) == ("doctor", UUID(int=1))
    assert (stored.address, stored.device) == ("192.0.2.7", "d1")
    assert stored.subjects == [str(UUID(int=3)), str(UUID(int=4))]
    assert stored.objects_touched == {"note": str(UUID(int=5))}
    assert stored.details == {"rows": 2}
    assert digest(stored) == stored.hash


@pytest.mark.parametrize(
    "bad",
    [
        {"details": {"reason": "she said it hurts"}},
        {"details": {"reason": ["ok", "not ok"]}},
        {"details": {"reason": "line\nbreak"}},
        {"details": {"reason": "x" * 81}},
        {"objects": {"note": "a note about Asha"}},
    ],
)
@pytest.mark.django_db
def test_free_text_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="never free text"):
        append(**bad)


@pytest.mark.django_db
def test_a_detail_is_a_code_or_a_whole_number() -> None:
    with pytest.raises(TypeError):
        append(details={"share": 0.5})


@pytest.mark.django_db
def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"), transaction.atomic():
        audit.append("note.read", by=BELLO, chain=CHAIN, outcome="perhaps")


def test_an_event_outside_a_transaction_is_refused(live_database: None) -> None:
    with pytest.raises(RuntimeError):
        audit.append("note.read", by=BELLO, chain=CHAIN, outcome="done")
    assert not audit.Event.objects.filter(chain=CHAIN).exists()


@pytest.mark.django_db
def test_a_thousand_events_are_verified_with_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    write(1000)
    with django_assert_max_num_queries(12):
        assert audit.verify(CHAIN) == []
    assert at(1000).seq == 1000

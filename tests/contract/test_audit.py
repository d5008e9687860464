"""The audit log keeps its promises on every database."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from bedside import audit
from bedside.audit.models import ChainHead, Event, Mention
from tests.audit.tampering import (
    CHAIN,
    at,
    edit,
    move,
    remove,
    rewrite_all,
    set_head,
    shift,
    without_triggers,
    write,
)
from tests.contract.together import at_once

ASHA = UUID(int=21)
SIGNER = audit.SeedSigner(5, b"s" * 32)


def signed() -> audit.Checkpoint:
    return audit.read_checkpoint(audit.checkpoint(SIGNER), lambda _: SIGNER.public_key())


def found(checkpoint: audit.Checkpoint | None = None) -> list[tuple[int, str]]:
    return [(each.seq, each.kind) for each in audit.verify(CHAIN, checkpoint)]


@pytest.mark.django_db
def test_events_follow_from_one_another_without_a_gap() -> None:
    write(3)
    events = list(Event.objects.filter(chain=CHAIN).order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["0" * 64, events[0].hash, events[1].hash]
    assert found() == []


@pytest.mark.django_db
def test_each_facility_has_a_chain_of_its_own() -> None:
    write(2)
    write(1, chain=UUID(int=8))
    assert at(2).seq == 2
    assert Event.objects.get(chain=UUID(int=8)).previous == "0" * 64


@pytest.mark.django_db
def test_a_patient_finds_the_events_about_them_the_newest_first() -> None:
    write(2)
    assert [event.seq for event in audit.events_about(ASHA)] == [2, 1]
    assert list(audit.events_about(UUID(int=99))) == []


@pytest.mark.django_db
def test_an_event_disappears_with_the_transaction_it_belongs_to() -> None:
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    write(1)
    assert at(2).previous == at(1).hash
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(action="other"),
        lambda: Event.objects.all().delete(),
        lambda: Mention.objects.update(patient=UUID(int=1)),
        lambda: Mention.objects.all().delete(),
        lambda: ChainHead.objects.all().delete(),
        lambda: ChainHead.objects.update(seq=1),
    ],
    ids=["edit event", "delete event", "edit mention", "delete mention", "no head", "head back"],
)
@pytest.mark.django_db
def test_the_database_refuses_to_change_the_log(change: Callable[[], object]) -> None:
    write(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert found() == []


def swap_two_and_three() -> None:
    move(2, to=1000)
    move(3, to=2)
    move(1000, to=3)


def insert_fitting_row_at_three() -> None:
    shift(3, by=1)
    forged = at(2)
    forged.pk, forged.seq, forged.previous = UUID(int=99), 3, at(2).hash
    forged.save(force_insert=True)
    edit(3, rehash=True, action="account.approve")


def insert_clumsy_row_at_three() -> None:
    insert_fitting_row_at_three()
    edit(3, action="account.enable")


def remove_three_and_close_the_gap() -> None:
    remove(3)
    shift(4, by=-1)


def forge_a_last_row() -> None:
    forged = at(5)
    forged.pk, forged.seq, forged.previous = UUID(int=99), 6, at(5).hash
    forged.save(force_insert=True)
    edit(6, rehash=True)


TAMPERING: list[tuple[str, Callable[[], object], tuple[int, str]]] = [
    ("edited", lambda: edit(3, outcome="refused"), (3, "edited")),
    ("first edited", lambda: edit(1, address="elsewhere"), (1, "edited")),
    ("last edited", lambda: edit(5, actor_user=None), (5, "edited")),
    ("time edited", lambda: edit(2, at=at(4).at), (2, "edited")),
    ("edited, hash fits", lambda: edit(3, rehash=True, device="x"), (3, "edited")),
    ("last edited, hash fits", lambda: edit(5, rehash=True, device="x"), (5, "edited")),
    ("link edited", lambda: edit(4, previous="f" * 64), (4, "edited")),
    ("removed", lambda: remove(3), (3, "missing")),
    ("first removed", lambda: remove(1), (1, "missing")),
    ("removed, gap closed", remove_three_and_close_the_gap, (3, "missing")),
    ("two swapped", swap_two_and_three, (2, "reordered")),
    ("inserted", insert_fitting_row_at_three, (3, "inserted")),
    ("inserted, hash wrong", insert_clumsy_row_at_three, (3, "inserted")),
    ("forged at the end", forge_a_last_row, (6, "inserted")),
    ("tail removed", lambda: remove(5), (5, "cut")),
    ("mention hidden", lambda: Mention.objects.filter(event=at(4).id).delete(), (4, "unlisted")),
]


@pytest.mark.parametrize(
    ("tamper", "finding"), [case[1:] for case in TAMPERING], ids=[case[0] for case in TAMPERING]
)
@pytest.mark.django_db
def test_verification_names_the_first_event_that_was_tampered_with(
    tamper: Callable[[], object], finding: tuple[int, str]
) -> None:
    write(5)
    with without_triggers():
        tamper()
    assert found() == [finding]


@pytest.mark.django_db
def test_only_a_checkpoint_shows_a_tail_cut_off_together_with_its_head() -> None:
    write(5)
    kept = signed()
    with without_triggers():
        remove(5)
        remove(4)
        set_head(3)
    assert found() == []
    assert found(kept) == [(4, "cut")]


@pytest.mark.django_db
def test_only_a_checkpoint_shows_a_log_rewritten_as_a_whole() -> None:
    write(5)
    kept = signed()
    write(2)
    assert found(kept) == []
    with without_triggers():
        rewrite_all()
    assert found() == []
    assert found(kept) == [(5, "replaced")]


@pytest.mark.django_db
def test_a_chain_that_vanished_is_missed_by_the_checkpoint() -> None:
    write(2)
    kept = signed()
    with without_triggers():
        Event.objects.filter(chain=CHAIN).delete()
        ChainHead.objects.filter(chain=CHAIN).delete()
    assert [(each.chain, each.seq) for each in audit.verify(checkpoint=kept)] == [(CHAIN, 1)]


def test_writers_at_the_same_time_make_one_chain_without_a_fork(live_database: None) -> None:
    def work(_: int) -> None:
        for _ in range(15):
            write(1)

    at_once(4, work)
    assert ChainHead.objects.get(chain=CHAIN).seq == 60
    assert Event.objects.filter(chain=CHAIN).count() == 60
    assert found() == []

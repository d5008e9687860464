"""What an act promises: whole and on the record, or nothing at all."""

import uuid

import pytest
from django.db import OperationalError, connection, transaction

from bedside import audit, vault
from bedside.accounts import acts
from bedside.accounts.acts import act, prepared_act, under_way
from bedside.accounts.models import Attempt
from bedside.audit import SYSTEM_CHAIN, Actor, Event
from bedside.errors import (
    Conflict,
    Damaged,
    Forbidden,
    Invalid,
    NotFound,
    Throttled,
    Unauthenticated,
    Unavailable,
)

DANA = Actor(role="administrator", user=uuid.uuid4(), address="192.0.2.1")
ASHA = Actor(role="patient", user=uuid.uuid4(), patient=uuid.uuid4())


def change() -> None:
    """Some change in the database, to see whether it stays."""
    from django.utils import timezone

    Attempt.objects.create(kind=Attempt.Kind.SIGN_IN, address="here", at=timezone.now())


def changes() -> int:
    return Attempt.objects.count()


def last() -> Event:
    return Event.objects.order_by("chain", "seq").last()


@pytest.mark.django_db
def test_change_and_event_are_stored_together() -> None:
    patients = [uuid.uuid4(), uuid.uuid4()]
    with act("patient.list", by=DANA) as doing:
        change()
        doing.about(*patients, patients[0])
        doing.on(facility=patients[1])
        doing.note(returned=2)
    event = last()
    assert changes() == 1
    assert (event.action, event.outcome, event.actor_user) == ("patient.list", "done", DANA.user)
    assert event.subjects == sorted(map(str, patients))
    assert event.objects_touched == {"facility": str(patients[1])}
    assert event.details == {"returned": 2}


@pytest.mark.django_db
def test_the_chain_may_be_chosen_once_the_facility_is_known() -> None:
    facility = uuid.uuid4()
    with act("facility.change", by=DANA) as doing:
        doing.chain = facility
    assert Event.objects.get(chain=facility).action == "facility.change"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "refusal", [NotFound(), Conflict(), Invalid(), Forbidden(), Throttled(1), Unauthenticated()]
)
def test_a_refusal_changes_nothing_and_is_recorded(refusal: Exception) -> None:
    subject = uuid.uuid4()
    with pytest.raises(type(refusal)), act("patient.read", by=ASHA) as doing:
        doing.about(subject)
        change()
        raise refusal
    event = last()
    assert changes() == 0
    assert (event.action, event.outcome) == ("patient.read", "refused")
    assert event.subjects == [str(subject)]
    assert event.details == {"error": type(refusal).__name__}


@pytest.mark.django_db
def test_a_missing_permission_is_recorded_and_the_body_never_runs() -> None:
    with pytest.raises(Forbidden), act("account.disable", by=ASHA):
        pytest.fail("the body ran")
    assert (last().action, last().outcome) == ("account.disable", "refused")


@pytest.mark.django_db
def test_nobody_in_particular_is_asked_to_sign_in() -> None:
    with pytest.raises(Unauthenticated), act("worklist.read", by=Actor.anonymous("192.0.2.9")):
        pytest.fail("the body ran")
    assert last().address == "192.0.2.9"


@pytest.mark.django_db
def test_a_programming_error_rolls_back_and_is_recorded_as_failed() -> None:
    with pytest.raises(ZeroDivisionError), act("patient.read", by=ASHA):
        change()
        1 / 0  # noqa: B018
    assert changes() == 0
    assert (last().outcome, last().details) == ("failed", {"error": "ZeroDivisionError"})


@pytest.mark.django_db
def test_damage_leaves_an_event_of_its_own() -> None:
    with pytest.raises(Damaged), act("patient.read", by=ASHA):
        raise Damaged
    recorded = Event.objects.filter(chain=SYSTEM_CHAIN).order_by("-seq")[:2]
    assert [event.action for event in recorded] == ["vault.damaged", "patient.read"]


def meet_damage() -> None:
    """A room opens a list in which one document does not open."""
    place = vault.Context(ASHA.patient, "note", uuid.uuid4(), None, 1, 1)
    vault.met([b"what opened", vault.Unreadable("wrong_tag", place)])


@pytest.mark.django_db
def test_damage_in_a_list_is_recorded_behind_the_act_that_met_it() -> None:
    with act("patient.list", by=DANA):
        change()
        meet_damage()
    recorded = Event.objects.filter(chain=SYSTEM_CHAIN).order_by("-seq")[:2]
    assert [(event.action, event.outcome) for event in recorded] == [
        ("vault.damaged", "failed"),
        ("patient.list", "done"),
    ]
    assert changes() == 1


@pytest.mark.django_db
def test_damage_that_cannot_be_recorded_leaves_no_act_done() -> None:
    """The two events are one transaction: a trigger refuses the second."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_damage BEFORE INSERT ON audit_event "
            "WHEN NEW.action = 'vault.damaged' BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable), act("patient.list", by=DANA):
        change()
        meet_damage()
    assert changes() == 0


@pytest.mark.django_db
def test_damage_met_after_the_commit_is_recorded_and_fails_nothing() -> None:
    with prepared_act("assessment.submit", by=ASHA) as doing:
        with doing.commit():
            change()
        meet_damage()
    assert (last().action, changes()) == ("vault.damaged", 1)


@pytest.mark.django_db
def test_a_lost_database_is_unavailable() -> None:
    with pytest.raises(Unavailable), act("patient.read", by=ASHA):
        raise OperationalError("server closed the connection")


@pytest.mark.django_db
def test_nothing_is_changed_when_the_event_cannot_be_written() -> None:
    """The log's own rule breaks the append: a free text is no code."""
    with pytest.raises(Unavailable), act("patient.list", by=DANA) as doing:
        change()
        doing.note(code="a free text")
    assert changes() == 0


@pytest.mark.django_db
def test_a_refusal_that_cannot_be_recorded_is_unavailable() -> None:
    with pytest.raises(Unavailable), act("patient.read", by=ASHA) as doing:
        doing.note(code="a free text")
        raise NotFound


@pytest.mark.django_db
def test_a_log_that_refuses_writing_stops_change_and_refusal() -> None:
    """A database in which the log cannot be written: a trigger refuses every new event."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_more BEFORE INSERT ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable), act("patient.list", by=DANA):
        change()
    with pytest.raises(Unavailable), act("account.disable", by=ASHA):
        pytest.fail("the body ran")
    assert changes() == 0


@pytest.mark.django_db
def test_what_must_outlive_the_refusal_is_stored_with_it() -> None:
    with pytest.raises(Conflict), act("account.register", by=DANA) as doing:
        doing.if_refused(change)
        raise Conflict
    assert changes() == 1


@pytest.mark.django_db
def test_it_is_not_stored_when_all_goes_well() -> None:
    with act("account.register", by=DANA) as doing:
        doing.if_refused(change)
    assert changes() == 0


@pytest.mark.django_db
def test_acts_do_not_nest() -> None:
    with pytest.raises(RuntimeError), act("patient.read", by=ASHA), act("facility.list", by=ASHA):
        pytest.fail("the inner body ran")


@pytest.mark.django_db
def test_looks_that_are_a_part_of_an_act_are_on_record_with_it() -> None:
    patients = [uuid.uuid4(), uuid.uuid4()]
    before = Event.objects.count()
    with prepared_act("facility.create", by=DANA) as doing:
        with doing.taking_in_looks():
            for patient in patients:
                with act("patient.list", by=DANA) as look:
                    look.mention(patient)
        with doing.commit():
            change()
    assert Event.objects.count() == before + 1
    assert (last().action, last().subjects) == ("facility.create", sorted(map(str, patients)))


@pytest.mark.django_db
def test_damage_that_a_look_meets_is_recorded_behind_the_whole_act() -> None:
    with prepared_act("facility.create", by=DANA) as doing:
        with doing.taking_in_looks(), act("patient.list", by=DANA):
            meet_damage()
        assert doing.damaged == 1
        with doing.commit():
            change()
    recorded = Event.objects.filter(chain=SYSTEM_CHAIN).order_by("-seq")[:2]
    assert [event.action for event in recorded] == ["vault.damaged", "facility.create"]


@pytest.mark.django_db
def test_a_look_that_is_a_part_may_no_more_than_by_itself() -> None:
    with (
        pytest.raises(Forbidden),
        prepared_act("facility.create", by=DANA) as doing,
        doing.taking_in_looks(),
        act("note.read", by=DANA),
    ):
        pytest.fail("an administrator read notes")
    assert (last().action, last().outcome) == ("facility.create", "refused")


@pytest.mark.django_db
@pytest.mark.parametrize(("action", "by"), [("facility.change", DANA), ("patient.list", ASHA)])
def test_a_change_or_anybody_else_is_no_part_of_an_act(action: str, by: Actor) -> None:
    with (
        pytest.raises(RuntimeError),
        prepared_act("facility.create", by=DANA) as doing,
        doing.taking_in_looks(),
        act(action, by=by),
    ):
        pytest.fail("it was let through")


@pytest.mark.django_db
def test_no_look_is_taken_in_but_while_an_act_prepares() -> None:
    with pytest.raises(RuntimeError), prepared_act("facility.create", by=DANA) as doing:
        with doing.taking_in_looks():
            pass
        with act("patient.list", by=DANA):
            pytest.fail("it was let through")
    with (
        pytest.raises(RuntimeError),
        prepared_act("facility.create", by=DANA) as doing,
        doing.taking_in_looks(),
        doing.commit(),
        act("patient.list", by=DANA),
    ):
        pytest.fail("it was let through")


@pytest.mark.django_db
def test_an_act_inside_a_transaction_is_refused() -> None:
    """The record of a refusal would be rolled back with that transaction."""
    with pytest.raises(RuntimeError), transaction.atomic(), act("patient.read", by=ASHA):
        pytest.fail("the body ran")


def test_an_unknown_action_is_a_programming_error() -> None:
    with pytest.raises(KeyError), act("patient.devour", by=DANA):
        pytest.fail("the body ran")


@pytest.mark.django_db
def test_preparing_is_outside_the_transaction_and_the_event_inside() -> None:
    before = Event.objects.count()
    with prepared_act("assessment.submit", by=ASHA) as doing:
        with pytest.raises(RuntimeError):
            under_way()
        with doing.commit():
            assert under_way() is doing
            change()
    assert (changes(), Event.objects.count() - before) == (1, 1)


@pytest.mark.django_db
def test_a_refusal_while_preparing_is_recorded() -> None:
    with pytest.raises(Conflict), prepared_act("assessment.submit", by=ASHA):
        raise Conflict
    assert last().outcome == "refused"


@pytest.mark.django_db
def test_a_prepared_act_must_be_committed_once() -> None:
    with pytest.raises(RuntimeError), prepared_act("assessment.submit", by=ASHA):
        pass
    with pytest.raises(RuntimeError), prepared_act("assessment.submit", by=ASHA) as doing:
        with doing.commit():
            pass
        with doing.commit():
            pass


@pytest.mark.django_db
def test_the_log_of_all_this_verifies() -> None:
    with act("patient.list", by=DANA):
        pass
    with pytest.raises(NotFound), act("patient.read", by=ASHA):
        raise NotFound
    assert not list(audit.verify())


def test_no_act_is_left_under_way() -> None:
    with pytest.raises(RuntimeError):
        acts.under_way()


@pytest.mark.django_db
def test_a_companion_shares_the_acts_transaction() -> None:
    with acts.together_with(change), act("facility.change", by=DANA):
        assert changes() == 1
    with pytest.raises(Conflict), acts.together_with(change), act("facility.change", by=DANA):
        raise Conflict
    assert changes() == 1


@pytest.mark.django_db
def test_a_companion_passes_by_what_only_reads() -> None:
    """Whoever looks before they change something must not be remembered for having looked."""
    with acts.together_with(change):
        for reading in ("facility.list", "account.read", "audit.verify"):
            with act(reading, by=DANA):
                assert changes() == 0
        with act("facility.change", by=DANA):
            assert changes() == 1


@pytest.mark.django_db
def test_a_companion_that_refuses_stops_the_act() -> None:
    def refuse() -> None:
        raise Conflict

    with pytest.raises(Conflict), acts.together_with(refuse), act("facility.change", by=DANA):
        pytest.fail("the body ran")
    assert last().outcome == "refused"


@pytest.mark.django_db
def test_a_companion_waits_while_something_else_is_done() -> None:
    with acts.together_with(change):
        with acts.apart(), act("facility.change", by=DANA):
            assert changes() == 0
        with act("facility.change", by=DANA):
            assert changes() == 1

"""The operator's own review of the knowledge: who may enter it, what it names, whom it tells."""

import pytest

from bedside import intake
from bedside.assessment import load
from bedside.audit import SYSTEM_CHAIN, Actor, Event
from bedside.errors import Conflict, Forbidden, Invalid
from tests.intake.talking import COLD, finish
from tests.people import Person

VERSION = load().version
pytestmark = pytest.mark.django_db


def sign(
    bello: Person, by: Actor, version: str = VERSION, registration: str = "GMC:7654321"
) -> None:
    intake.sign_off(version, reviewer=bello.user, registration=registration, by=by)


def test_a_sign_off_is_on_record_with_version_reviewer_and_who_entered_it(
    bello: Person, dana: Person
) -> None:
    assert not intake.is_signed_off(VERSION)
    sign(bello, dana.actor)
    assert intake.is_signed_off(VERSION)
    event = Event.objects.get(action="knowledge.sign_off")
    assert (event.chain, event.outcome, event.actor_user) == (SYSTEM_CHAIN, "done", dana.user)
    assert event.objects_touched == {"knowledge": VERSION, "reviewer": str(bello.user)}
    assert event.details == {"registration": "GMC:7654321"}
    (one,) = intake.sign_offs(VERSION, by=dana.actor)
    assert (one.reviewer, one.registration) == ("Dr Amara Bello", "GMC:7654321")
    assert (one.entered_by, one.at) == ("Dana Whitlock", event.at)


def test_another_version_is_unsigned(
    bello: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(bello, dana.actor)
    assert not intake.is_signed_off("0123456789abcdef")
    with pytest.raises(Conflict):
        sign(bello, dana.actor, version="0123456789abcdef")
    assert not intake.is_signed_off("0123456789abcdef")
    refused = Event.objects.get(action="knowledge.sign_off", outcome="refused")
    assert refused.details == {"error": "Conflict"}


@pytest.mark.parametrize("registration", ["", "x", "reviewed it all, looks fine", "y" * 81])
def test_the_registration_is_a_code(bello: Person, dana: Person, registration: str) -> None:
    with pytest.raises(Invalid):
        sign(bello, dana.actor, registration=registration)
    assert not intake.is_signed_off(VERSION)


def test_the_reviewer_is_a_doctor(dana: Person, asha: Person) -> None:
    for nobody in (dana, asha):
        with pytest.raises(Invalid):
            sign(nobody, dana.actor)
    assert not intake.is_signed_off(VERSION)


def test_only_an_administrator_enters_it(bello: Person, asha: Person) -> None:
    for actor in (bello.actor, asha.actor, Actor.system()):
        with pytest.raises(Forbidden):
            sign(bello, actor)
    assert not intake.is_signed_off(VERSION)


def test_a_result_says_whether_its_rules_were_reviewed(
    asha: Person, bello: Person, dana: Person
) -> None:
    before = finish(COLD, asha.actor).result
    assert before and "have not been reviewed" in before.patient.not_reviewed
    sign(bello, dana.actor)
    after = finish(COLD, asha.actor).result
    assert after and "reviewed and signed off" in after.patient.not_reviewed

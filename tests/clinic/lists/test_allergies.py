"""That no allergy is known is a statement of its own, and an allergy ends it."""

import pytest

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import NoneKnown
from bedside.errors import Conflict, Forbidden, NotFound, Stale
from tests.people import Person

LATEX = AllergyBody(substance="Latex")


def test_nothing_written_down_is_not_the_same_as_none_known(asha: Person, bello: Person) -> None:
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known is None
    stated = clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    page = clinic.allergies.read_all(asha.patient, by=bello.actor)
    assert (page.items, page.none_known) == ([], stated)
    assert (stated.recorded_by.name, stated.may) == ("Dr Amara Bello", {"take_back"})
    hers = clinic.allergies.read_all(asha.patient, by=asha.actor).none_known
    assert hers and (hers.recorded_at, hers.may) == (stated.recorded_at, frozenset())


def test_it_is_stated_once(asha: Person, bello: Person) -> None:
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    with pytest.raises(Conflict, match="stated already"):
        clinic.allergies.state_none_known(asha.patient, by=bello.actor)


def test_an_allergy_ends_it_in_the_same_act(asha: Person, bello: Person) -> None:
    stated = clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    clinic.allergies.add(asha.patient, LATEX, by=bello.actor)
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known is None
    row = NoneKnown.objects.get(id=stated.id)
    assert (row.state, row.ended_by_id, row.version) == ("ended", bello.user, 2)
    event = Event.objects.get(action="allergy.add")
    assert event.objects_touched["none_known"] == str(stated.id)


def test_it_cannot_be_stated_while_an_allergy_is_on_record(asha: Person, bello: Person) -> None:
    entry = clinic.allergies.add(asha.patient, LATEX, by=bello.actor).id
    with pytest.raises(Conflict, match="An allergy is on record"):
        clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    clinic.allergies.end(asha.patient, entry, version=1, by=bello.actor)
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    again = clinic.allergies.reinstate(asha.patient, entry, version=2, by=bello.actor)
    assert again.state == "active"
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known is None


def test_ending_an_error_leaves_the_statement_alone(asha: Person, bello: Person) -> None:
    entry = clinic.allergies.add(asha.patient, LATEX, by=bello.actor).id
    clinic.allergies.end(asha.patient, entry, version=1, by=bello.actor)
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    clinic.allergies.mark_as_error(asha.patient, entry, version=2, by=bello.actor)
    clinic.allergies.reinstate(asha.patient, entry, version=3, by=bello.actor)
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known


def test_it_is_taken_back_from_the_version_that_was_read(asha: Person, bello: Person) -> None:
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    with pytest.raises(Stale):
        clinic.allergies.take_back_none_known(asha.patient, version=2, by=bello.actor)
    taken = clinic.allergies.take_back_none_known(asha.patient, version=1, by=bello.actor)
    assert (taken.state, taken.may) == ("entered-in-error", frozenset())
    with pytest.raises(NotFound):
        clinic.allergies.take_back_none_known(asha.patient, version=2, by=bello.actor)
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)


def test_only_her_doctors_state_it(asha: Person, chen: Person, dana: Person) -> None:
    for person, error in ((chen, NotFound), (asha, Forbidden), (dana, Forbidden)):
        with pytest.raises(error):
            clinic.allergies.state_none_known(asha.patient, by=person.actor)
        with pytest.raises(error):
            clinic.allergies.take_back_none_known(asha.patient, version=1, by=person.actor)

"""An administrator who moves a register in: their own file, and nothing of anybody on record."""

from datetime import timedelta

import pytest

from bedside import audit, clinic, imports
from bedside.clinic.models import Facility, Patient
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.imports import Decision
from tests.imports.making import MIA, begin, bring, finish
from tests.people import ASHA, Person

pytestmark = pytest.mark.django_db
ASHA_AGAIN = f"19,Asha Verma,{ASHA.birth_date},female,{ASHA.phone},\n"


def test_an_administrator_brings_a_register_in_for_a_clinic(
    dana: Person, bello: Person, harbour: Facility
) -> None:
    view = bring(MIA, harbour, dana)
    assert (view.state, view.made) == ("done", 1)
    assert [hit.patient.profile for hit in clinic.find_patients("mia", by=bello.actor).hits]
    event = audit.Event.objects.get(action="import.make")
    assert event.actor_role == "administrator" and event.subjects == [str(Patient.objects.get().id)]
    undone = imports.undo(view.id, version=view.version, by=dana.actor)
    assert undone.state == "undone" and not Patient.objects.exists()


def test_they_are_told_that_somebody_is_on_record_and_not_who(
    asha: Person, dana: Person, harbour: Facility
) -> None:
    close = f"20,Asha Varma,{ASHA.birth_date + timedelta(1)},female,,\n"
    view = begin(ASHA_AGAIN + MIA, harbour, dana)
    preview = imports.read_import(view.id, by=dana.actor).preview
    assert preview and [one.on_record for one in preview.judged] == [True, False]
    assert preview.judged[0].likely == () and preview.undecided == 1
    event = audit.Event.objects.filter(action="import.read").latest("seq")
    assert (event.subjects, event.details["on_record"]) == ([], 1)
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=dana.actor)
    for link in (Decision("link", asha.patient), Decision("link")):
        with pytest.raises(Invalid):
            imports.decide(view.id, {2: link}, version=view.version, by=dana.actor)
    skip = {2: Decision("skip")}
    assert finish(imports.decide(view.id, skip, version=view.version, by=dana.actor), dana).made
    assert Patient.objects.count() == 2
    nearly = imports.read_import(begin(close, harbour, dana).id, by=dana.actor).preview
    assert nearly and [one.row for one in nearly.problems] == [2]  # no phone number


def test_whoever_works_elsewhere_is_not_on_record_here(
    ravi: Person, dana: Person, harbour: Facility
) -> None:
    row = "1,Ravi Ostrom,1958-11-02,male,07700 900058,\n"
    preview = imports.read_import(begin(row, harbour, dana).id, by=dana.actor).preview
    assert preview and not preview.judged[0].on_record


def test_they_bring_in_nothing_about_anybodys_health(
    asha: Person, dana: Person, harbour: Facility
) -> None:
    assert imports.sheets_for(dana.actor) == ["patients"]
    for sheet in ("allergies", "medicines", "diagnoses", "appointments"):
        with pytest.raises(Forbidden):
            imports.begin(b"a,b\n1,2\n", facility=harbour.id, sheet=sheet, by=dana.actor)


def test_a_file_is_its_owners_whoever_runs_the_place(
    dana: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(MIA, harbour, dana)
    with pytest.raises(NotFound):
        imports.read_import(view.id, by=bello.actor)
    assert imports.list_imports(by=bello.actor) == []
    theirs = begin(MIA, harbour, bello)
    with pytest.raises(NotFound):
        imports.read_import(theirs.id, by=dana.actor)

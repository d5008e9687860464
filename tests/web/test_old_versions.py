"""Whoever saves over somebody else's change is told, and is not told so for ever: what they wrote
stays in the form, which then carries the version that is stored now."""

from collections.abc import Callable
from typing import Any

import pytest

from bedside import clinic, intake
from bedside.clinic.models import Facility
from bedside.clinic.notes import NoteText, Section
from tests.clinic.diary import publish
from tests.intake.talking import KIDNEY, send
from tests.people import Person
from tests.web.browsing import Visitor

Case = tuple[Visitor, str, str, dict[str, Any], Callable[[], object]]
"""Who, on which page, which field tells the form, what is written, and what happens meanwhile."""


@pytest.fixture
def cases(asha: Person, bello: Person, harbour: Facility, millfield: Facility) -> dict[str, Case]:
    doctor = Visitor().signs_in(bello)
    row = clinic.read_patient(asha.patient, by=bello.actor)
    text = NoteText("Back pain", (Section("Found", "Lasegue"),))
    template = clinic.notes.create_template(text, by=bello.actor)

    def corrected() -> object:
        return clinic.correct_profile(
            asha.patient, {"gender": "woman"}, version=row.version, by=bello.actor
        )

    def rewritten() -> object:
        other = NoteText("Back", (Section("Found", "Slump test"),))
        return clinic.notes.change_template(template.id, other, version=1, by=bello.actor)

    hours = {"weekdays": ["5"], "start": "19:00", "end": "20:00", "minutes": "20"}
    of = f"/patients/{asha.patient}"
    return {
        "responsible": (
            doctor,
            f"{of}/responsible",
            "responsible",
            {"responsible": bello.user},
            corrected,
        ),
        "transfer": (doctor, f"{of}/transfer", "facility", {"facility": millfield.id}, corrected),
        "template": (doctor, f"/note-templates/{template.id}", "do", {"do": "save"}, rewritten),
        "hours": (
            doctor,
            f"/schedule/{harbour.id}",
            "weekdays",
            hours,
            lambda: publish(bello, harbour),
        ),
    }


@pytest.mark.parametrize("name", ["responsible", "transfer", "template", "hours"])
def test_pressing_again_succeeds(cases: dict[str, Case], name: str) -> None:
    visitor, path, field, written, meanwhile = cases[name]
    old = visitor.get(path).form(field)
    meanwhile()
    page = visitor.send(path, old, **written)
    assert visitor.status == 412
    visitor.send(path, page.form(field), **written)
    assert visitor.status == 303, page.text


def test_what_somebody_else_wrote_into_a_template_is_shown(cases: dict[str, Case]) -> None:
    visitor, path, field, written, meanwhile = cases["template"]
    old = visitor.get(path).form(field)
    meanwhile()
    assert "Slump test" in visitor.send(path, old, **written).text


def test_a_reply_that_crossed_a_change_is_sent_again(asha: Person, bello: Person) -> None:
    sent = send(KIDNEY, asha.actor)
    view = intake.take(sent.id, version=sent.version, by=bello.actor)
    intake.ask(sent.id, "Since when?", version=view.version, by=bello.actor)
    patient, path = Visitor().signs_in(asha), f"/assess/{sent.id}/reply"
    form = patient.get(path).form("reply")
    page = patient.send(path, form, reply="Since Monday", version="1")
    assert "Since Monday" in patient.html
    patient.send(path, page.form("reply"), reply="Since Monday")
    assert patient.status == 303


@pytest.mark.parametrize("said", [{}, {"version": ""}, {"version": "two"}, {"version": "0"}])
def test_a_button_that_does_not_say_what_its_page_showed_does_nothing(
    asha: Person, bello: Person, said: dict[str, str]
) -> None:
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    doctor, path = Visitor().signs_in(bello), f"/patients/{asha.patient}/allergies"
    take_back = f"{path}/none-known/take-back"
    form = doctor.get(path).form_to(take_back)
    assert form.fields.pop("version") == ["1"]
    doctor.send(path, form, **said)
    assert doctor.status == 412
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known is not None
    doctor.send(path, doctor.get(path).form_to(take_back))
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).none_known is None


def test_hours_that_are_no_longer_there_are_not_removed(bello: Person, harbour: Facility) -> None:
    publish(bello, harbour)
    doctor, path = Visitor().signs_in(bello), f"/schedule/{harbour.id}"
    form = doctor.get(path).form_to(f"{path}/hours/remove")
    page = doctor.send(path, form, number="99")
    assert doctor.status == 412 and "These hours are removed" not in page.text


def test_staff_are_asked_in_their_own_words(asha: Person, bello: Person) -> None:
    page = Visitor().signs_in(bello).get(f"/patients/{asha.patient}/details")
    assert "Preferred name" in page.text and "What to call you" not in page.text
    assert "What to call you" in Visitor().signs_in(asha).get("/account/details").text

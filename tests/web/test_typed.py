"""A session that ends while somebody types loses nothing, and shows nothing to anybody else."""

import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

import bedside.web
from bedside import clinic, intake
from bedside.accounts.models import Session
from bedside.accounts.permissions import ACTIONS, only_reads
from bedside.audit import Event
from bedside.clinic.models import Facility, Note
from bedside.intake.models import Assessment
from bedside.web.typed import _forms, _unseen
from tests.clinic.writing import meet
from tests.intake.talking import COLD, begin, send
from tests.people import Person
from tests.web.browsing import HOST, Form, Page, Visitor

PHONE = "07700 900777"
READ = [action for action in ACTIONS if only_reads(action)]


@pytest.fixture
def patient(asha: Person) -> Visitor:
    """Asha, signed in."""
    return Visitor().signs_in(asha)


def end_sessions() -> None:
    Session.objects.update(ended_at=timezone.now(), ended_because="signed_out")


def phone_of(person: Person) -> str:
    profile = clinic.read_patient(person.patient, by=person.actor).profile
    assert profile
    return profile.phone


def change_phone(visitor: Visitor) -> Page:
    """Fill in the details' form and press Save, when the session has just ended."""
    form = visitor.get("/account/details").form("phone")
    end_sessions()
    return visitor.send("/account/details", form, **details(phone=PHONE))


def details(**changed: str) -> dict[str, str]:
    asha = {"name": "Asha Verma", "birth_date": "1991-04-17", "sex": "female"}
    return {**asha, "phone": "07700 900017", **changed}


def sign_in_again(visitor: Visitor, page: Page, person: Person) -> Page:
    """Sign in with the form that the page shows."""
    form = page.form_to("/sign-in")
    return visitor.send("/nowhere", form, email=person.email, password=person.password)


def send_it(visitor: Visitor, page: Page, to: str) -> Page:
    return visitor.send("/nowhere", page.form_to(to))


def test_what_was_typed_is_there_again_after_signing_in(patient: Visitor, asha: Person) -> None:
    page = change_phone(patient)
    assert patient.status == 401 and "Location" not in patient.response
    assert "What you typed is kept in this page" in page.text and PHONE in patient.html
    page = sign_in_again(patient, page, asha)
    assert patient.status == 200 and "You are signed in again" in page.text
    assert page.title.startswith("Change"), "the page that it was typed on"
    assert page.form_to("/account/details").fields["phone"] == [PHONE]
    assert "Error" not in page.title and phone_of(asha) == "07700 900017", (
        "sent without being asked"
    )
    send_it(patient, page, "/account/details")
    assert (patient.status, patient.location) == (303, "/account")
    assert phone_of(asha) == PHONE


def test_a_slip_in_the_password_does_not_lose_it(patient: Visitor, asha: Person) -> None:
    page = change_phone(patient)
    for _ in range(8):
        form = page.form_to("/sign-in") if patient.status == 401 else page.form("password")
        page = patient.send("/sign-in", form, email=asha.email, password="not the password")
        assert PHONE in patient.html and "still kept" in page.text
        if patient.status == 429:
            break
    assert patient.status == 429 and int(patient.response["Retry-After"]) > 0


def test_an_answer_goes_on_where_it_was_given(patient: Visitor, asha: Person) -> None:
    view = begin(COLD, asha.actor)
    path = f"/assess/{view.id}"
    form = patient.get(path).form("answer")
    end_sessions()
    page = patient.send(path, form, unsure="1")
    assert patient.status == 401
    page = sign_in_again(patient, page, asha)
    assert patient.status == 303, "only a button was pressed: there is nothing to show"
    page = patient.get(path)
    said = next(one["value"] for one in page.controls if one.get("name") == "answer")
    end_sessions()
    page = patient.send(path, page.form("answer"), answer=said)
    page = sign_in_again(patient, page, asha)
    assert page.form_to(path).fields["answer"] == [said]
    send_it(patient, page, path)
    assert patient.location == path
    assert len(intake.read(view.id, by=asha.actor).answers) == 1


def test_a_complaint_is_not_begun_as_a_strangers(patient: Visitor, asha: Person) -> None:
    """Anybody may start, but who was signed in meant to start for themselves."""
    form = patient.get("/assess/").form("text")
    end_sessions()
    page = patient.send("/assess/", form, text="My knee\n  hurts <b>badly</b>")
    assert patient.status == 401 and not Assessment.objects.exists()
    page = sign_in_again(patient, page, asha)
    assert page.form_to("/assess/").fields["text"] == ["My knee\n  hurts <b>badly</b>"]
    send_it(patient, page, "/assess/")
    kept = Assessment.objects.get()
    assert kept.patient_id == asha.patient
    assert intake.read(kept.id, by=asha.actor).complaint == "My knee\n  hurts <b>badly</b>"


@pytest.mark.parametrize(
    ("at", "form", "typed"),
    [
        ("allergies", "substance", {"substance": "Penicillin", "reaction": "A rash\nall over"}),
        ("medicines", "as_written", {"as_written": "Ramipril 5 mg", "dose": "one a day"}),
        ("problems", "title", {"title": "Falls", "since": "March 2024"}),
        ("diagnoses", "text", {"text": "J45.909", "state": "confirmed", "comment": "<b>mild</b>"}),
        ("vitals", "temperature", {"temperature": "101.3 F", "pulse": "92"}),
        ("encounters/new", "kind", {"kind": "phone"}),
        ("transfer", "facility", {}),
    ],
)
def test_it_comes_back_in_its_own_form(
    bello: Person, asha: Person, millfield: Facility, at: str, form: str, typed: dict[str, str]
) -> None:
    doctor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/{at}"
    before = doctor.get(path).form(form)
    typed = typed or {"facility": str(millfield.id)}
    end_sessions()
    page = doctor.send(path, before, **typed)
    assert doctor.status == 401
    events = Event.objects.filter(outcome="done").exclude(action__in=READ).count()
    page = sign_in_again(doctor, page, bello)
    assert doctor.status == 200 and "This is what you typed" in page.text
    again = page.form_to(path)
    assert {name: again.fields[name] for name in typed} == {k: [v] for k, v in typed.items()}
    assert again.fields["press"] != before.fields["press"]
    assert not any(one.method == "post" and not one.action for one in page.forms)
    done = Event.objects.filter(outcome="done").exclude(action__in=READ).count()
    assert done == events + 1, "signed in, and nothing else"
    assert not Event.objects.filter(outcome="refused")
    doctor.send("/sign-in", again)
    assert doctor.status == 303, doctor.html


def test_what_is_wrong_in_it_is_said_at_once(bello: Person, asha: Person) -> None:
    doctor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form("temperature")
    end_sessions()
    page = sign_in_again(doctor, doctor.send(path, form, temperature="hot"), bello)
    assert page.form_to(path).fields["temperature"] == ["hot"]
    assert doctor.status == 200 and page.title.startswith("Error")


def test_a_question_to_the_patient_comes_back_too(bello: Person, asha: Person) -> None:
    doctor = Visitor().signs_in(bello)
    view = send(COLD, asha.actor)
    view = intake.take(view.id, version=view.version, by=bello.actor)
    path = f"/worklist/{view.id}/ask"
    form = doctor.get(path).form("enquiry")
    end_sessions()
    page = doctor.send(path, form, enquiry="Is it worse at night?")
    page = sign_in_again(doctor, page, bello)
    again = page.form_to(path)
    assert again.fields["enquiry"] == ["Is it worse at night?"]
    intake.ask(view.id, "And before?", version=view.version, by=bello.actor)
    doctor.send("/sign-in", again)
    assert doctor.status == 409, "of the version that it was typed for"


def test_what_one_writes_in_one_form_is_hidden_in_no_other() -> None:
    """Or else it would be left out of what comes back.

    A free time is chosen in a form of patients and pressed as a button in one of doctors: chosen
    alone, it is no text that anybody would miss.
    """
    for form in _forms():
        written = {name for name, field in form.base_fields.items() if not field.widget.is_hidden}
        assert not (written - form.unseen - {"slot"}) & _unseen(), form


@pytest.mark.parametrize("gone", ["discarded", "nowhere"])
def test_where_the_form_is_gone_there_is_a_list(patient: Visitor, asha: Person, gone: str) -> None:
    view = begin(COLD, asha.actor)
    path = f"/assess/{view.id}"
    form = patient.get(path).form("answer")
    end_sessions()
    page = patient.send(path, form, answer="37")
    if gone == "discarded":
        intake.discard(view.id, version=view.version, by=asha.actor)
    else:
        page.form_to("/sign-in").fields["typed-path"] = ["/assess/nowhere/at/all"]
    page = sign_in_again(patient, page, asha)
    assert patient.status == 200 and "Answer 37" in " ".join(page.text.split())
    assert "Send it now" in page.text


def test_what_only_a_button_would_do_is_not_done(bello: Person, asha: Person) -> None:
    """The choice of a template is sent to what begins a note: there is no form to come back to."""
    doctor = Visitor().signs_in(bello)
    seen = meet(bello, asha)
    path = f"/patients/{asha.patient}/encounters/{seen.id}"
    form = doctor.get(path).form_to(f"{path}/notes")
    end_sessions()
    page = doctor.send(path, form, template="soap")
    page = sign_in_again(doctor, page, bello)
    assert doctor.status == 200 and "Send it now" in page.text
    assert not Note.objects.exists()
    send_it(doctor, page, f"{path}/notes")
    assert doctor.status == 303 and Note.objects.exists()


def test_every_form_says_where_it_is_sent() -> None:
    """It may come back in the answer to signing in, whose address is another one."""
    for template in Path(bedside.web.__file__).parent.rglob("templates/**/*.html"):
        for tag in re.findall(r"<form\b[^>]*method=\"post\"[^>]*", template.read_text()):
            assert " action=" in tag and 'hx-post=""' not in tag, (template.name, tag)


def test_passwords_are_not_carried_along(patient: Visitor, asha: Person) -> None:
    form = patient.get("/account/password").form("current")
    end_sessions()
    secret = {"current": asha.password, "new": "a new long secret", "again": "a new long secret"}
    page = patient.send("/account/password", form, **secret)
    assert patient.status == 401
    assert asha.password not in patient.html and "a new long secret" not in patient.html
    sign_in_again(patient, page, asha)
    assert patient.status == 303


def test_it_is_not_shown_to_somebody_else(patient: Visitor, asha: Person, ravi: Person) -> None:
    page = sign_in_again(patient, change_phone(patient), ravi)
    assert patient.status == 303 and patient.location == "/home"
    page = patient.follow()
    assert PHONE not in patient.html and "Somebody else had typed something" in page.text
    assert phone_of(ravi) == "07700 900058"


def test_a_page_of_one_person_is_not_sent_by_the_next(
    patient: Visitor, asha: Person, ravi: Person
) -> None:
    """Two windows of one browser: Asha's form stands in one, Ravi signs in in the other."""
    form = patient.get("/account/details").form("phone")
    patient.signs_in(ravi)
    patient.send("/account/details", form, **details(phone=PHONE))
    assert patient.status == 409 and PHONE not in patient.html
    form.fields["csrfmiddlewaretoken"] = (
        patient.get("/account").forms[0].fields["csrfmiddlewaretoken"]
    )
    page = patient.send("/account/details", form, **details(phone=PHONE))
    assert patient.status == 409 and "somebody else was signed in" in page.text
    assert (phone_of(asha), phone_of(ravi)) == ("07700 900017", "07700 900058")


def test_signing_in_in_another_window_does_not_lose_it(patient: Visitor, asha: Person) -> None:
    form = patient.get("/account/details").form("phone")
    patient.signs_in(asha)
    page = patient.send("/account/details", form, **details(phone=PHONE))
    assert patient.status == 403 and "Nothing is lost" in page.text and PHONE in page.text
    send_it(patient, page, "/account/details")
    assert patient.status == 303 and phone_of(asha) == PHONE


def test_another_site_gets_no_form_to_press(patient: Visitor, asha: Person) -> None:
    form = patient.get("/account/details").form("phone")
    form.fields["csrfmiddlewaretoken"] = ["x" * 64]
    for origin in ("https://evil.example", "null", ""):
        sent = {**form.fields, **details(phone=PHONE)}
        page = patient.post("/account/details", sent, origin=origin)
        assert patient.status == 403 and PHONE not in patient.html
        assert not any(one.action == "/account/details" for one in page.forms)


def test_the_holder_of_a_draft_goes_on_when_an_old_session_has_ended(
    visitor: Visitor, asha: Person
) -> None:
    visitor.send("/assess/", visitor.get("/assess/").form("text"), text=COLD.text)
    path = visitor.location
    visitor.client.cookies["sid"] = "an old session"
    form = visitor.get(path).form("answer")
    visitor.client.cookies["sid"] = "an old session"
    visitor.send(path, form, unsure="1")
    assert (visitor.status, visitor.location) == (303, path)


def test_a_draft_that_was_taken_along_meanwhile_keeps_its_answer(
    visitor: Visitor, asha: Person
) -> None:
    """The page was opened without an account; in another window its owner has signed in."""
    visitor.send("/assess/", visitor.get("/assess/").form("text"), text=COLD.text)
    path = visitor.location
    page = visitor.get(path)
    said = next(one["value"] for one in page.controls if one.get("type") == "radio")
    visitor.signs_in(asha)
    page = visitor.send(path, page.form("answer"), answer=said)
    assert visitor.status == 403
    page = send_it(visitor, page, path)
    assert visitor.status == 412 and page.form("answer").fields["answer"] == [said]
    visitor.send(path, page.form("answer"))
    assert visitor.status == 303


def test_a_draft_that_is_gone_asks_to_sign_in(visitor: Visitor, harbour: Facility) -> None:
    visitor.send("/assess/", visitor.get("/assess/").form("text"), text=COLD.text)
    path = visitor.location
    form = visitor.get(path).form("answer")
    del visitor.client.cookies["draft"]
    visitor.send(path, form, answer="37")
    assert visitor.status == 401 and 'name="typed.answer" value="37"' in visitor.html


def test_too_much_is_said_to_be_too_much(patient: Visitor) -> None:
    form = patient.get("/assess/").form("text")
    end_sessions()
    page = patient.send("/assess/", form, text="é" * 160_000)
    assert patient.status == 401 and "too long to be kept" in page.text
    assert len(patient.html) < 10_000


def test_a_pressed_button_leads_back_to_its_page(
    bello: Person, asha: Person, visitor: Visitor
) -> None:
    doctor = visitor.signs_in(bello)
    path = f"/worklist/{send(COLD, asha.actor).id}"
    form = doctor.get(path).form_to(f"{path}/review")
    end_sessions()
    page = doctor.post(form.action, form.fields, referer=f"https://{HOST}{path}")
    assert doctor.status == 401 and "What you typed" not in page.text
    sign_in_again(doctor, page, bello)
    assert (doctor.status, doctor.location) == (303, path)
    assert Assessment.objects.get().state == "submitted"


def kind_of(page: Page, name: str) -> str:
    """Return the type of the first control of a name: what is only carried along is hidden."""
    return next(one["type"] for one in page.controls if one.get("name") == name)


def test_the_administration_keeps_it_too(dana: Person, harbour: Facility) -> None:
    administrator = Visitor().signs_in(dana)
    path = f"/admin/clinic/facility/{harbour.pk}/change/"
    form = administrator.get(path).form("city")
    end_sessions()
    typed = {"name": "Harbour Street", "time_zone": "Europe/Berlin"}
    page = administrator.send(path, form, **typed)
    assert administrator.status == 401
    page = sign_in_again(administrator, page, dana)
    assert "You are signed in again" in page.text
    assert page.form("city").fields["name"] == ["Harbour Street"]
    assert kind_of(page, "name") == "text", "in its form, not as a list"
    harbour.refresh_from_db()
    assert harbour.name == "Harbour Street Clinic", "nothing is sent by itself"
    administrator.send("/nowhere", page.form("city"))
    assert administrator.status == 302
    harbour.refresh_from_db()
    assert (harbour.name, harbour.time_zone) == ("Harbour Street", "Europe/Berlin")


def test_who_invites_a_colleague_finds_the_form_as_it_was(dana: Person) -> None:
    administrator = Visitor().signs_in(dana)
    path = "/admin/accounts/user/add/"
    form = administrator.get(path).form("email")
    end_sessions()
    invited = {"name": "Dr Lina Park", "email": "park@example.org", "role": "doctor"}
    page = sign_in_again(administrator, administrator.send(path, form, **invited), dana)
    assert "You are signed in again" in page.text
    assert page.form("email").fields["name"] == ["Dr Lina Park"]
    assert kind_of(page, "name") == "text", "in its form, not as a list"
    page = administrator.send("/nowhere", page.form("email"))
    assert administrator.status == 200 and "/reset/" in page.text


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("members/add/", {"member-since": "2031-05-01"}),
        ("members/{bello}/end/", {"until": "2031-05-31"}),
        ("holidays/add/", {"holiday-name": "Fair"}),
    ],
)
def test_who_works_at_a_clinic_and_when_it_closes_come_back_in_their_forms(
    dana: Person, bello: Person, harbour: Facility, path: str, typed: dict[str, str]
) -> None:
    administrator = Visitor().signs_in(dana)
    here = f"/admin/clinic/facility/{harbour.pk}/"
    to = here + path.format(bello=bello.user)
    form = administrator.get(f"{here}change/").form_to(to)
    end_sessions()
    page = sign_in_again(administrator, administrator.send(here, form, **typed), dana)
    assert "You are signed in again" in page.text
    back = page.form_to(to)
    for name, text in typed.items():
        assert back.fields[name] == [text]
        assert kind_of(page, name) != "hidden", "in its form, not as a list"
    assert page.form("city").fields["name"] == [harbour.name], "on the clinic's page"
    administrator.send("/nowhere", back)
    assert administrator.status == 302


def test_a_page_that_fetches_gets_the_token_of_now(bello: Person, asha: Person) -> None:
    doctor = Visitor().signs_in(bello)
    view = send(COLD, asha.actor)
    path = f"/worklist/{view.id}"
    doctor.get(path)
    headers = headers_of(doctor)
    doctor.signs_in(bello)
    version = {"version": str(view.version)}
    fetching = {"hx-request": "true", **headers}
    doctor.post(f"{path}/review", version, **fetching)
    assert doctor.status == 403 and "Nothing is lost" in doctor.html
    token = json.loads(doctor.response["HX-Trigger"])["bedside:token"]["token"]
    doctor.post(f"{path}/review", version, **{**fetching, "X-CSRFToken": token})
    assert Assessment.objects.get().state == "reviewed"


def test_a_page_of_another_doctor_fetches_nothing(
    bello: Person, chen: Person, asha: Person
) -> None:
    doctor = Visitor().signs_in(bello)
    doctor.get("/worklist")
    headers = headers_of(doctor)
    doctor.signs_in(chen)
    sent = {"host": HOST, "hx-request": "true", "hx-target": "list", **headers}
    doctor._took(doctor.client.get("/worklist", secure=True, headers=sent))
    assert doctor.status == 409 and doctor.response["HX-Retarget"] == "#notices"


def headers_of(visitor: Visitor) -> dict[str, str]:
    """The headers that the page last seen gives to what it fetches."""
    written = visitor.html.split("hx-headers='")[1].split("'")[0]
    return dict(json.loads(written))


def test_a_key_can_be_neither_made_nor_moved(patient: Visitor, ravi: Person) -> None:
    mine: Form = patient.get("/account/details").form("phone")
    theirs = Visitor().signs_in(ravi).get("/account/details").form("phone")
    assert mine.fields["press"] != theirs.fields["press"]
    for key in (theirs.fields["press"][0], "x", "x.y", "." * 5000, "é.é"):
        patient.send("/account/details", mine, **details(), press=key)
        assert patient.status == 409

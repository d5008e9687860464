"""A button that is pressed twice works once, and both presses lead to the same page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bedside import intake
from bedside.accounts.models import RememberedAnswer, Session, User
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.intake.models import Assessment
from bedside.web import form_keys
from tests.intake.talking import COLD, send
from tests.people import Person
from tests.web.browsing import HOST, Form, Visitor
from tests.web.test_entering import NEW


def browser_of(visitor: Visitor) -> Visitor:
    """The same browser as it is now, for a press whose answer the first one does not get."""
    other = Visitor()
    other.client = Client(enforce_csrf_checks=True)
    for name, morsel in visitor.client.cookies.items():
        other.client.cookies[name] = morsel.value
    return other


def test_registering_twice_ends_signed_in(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/register").form("password")
    cancelled = browser_of(visitor)
    cancelled.send("/register", form, **NEW, facility=str(harbour.id))
    visitor.send("/register", form, **NEW, facility=str(harbour.id))
    assert (cancelled.status, cancelled.location) == (visitor.status, visitor.location)
    assert visitor.location == "/home"
    visitor.follow()
    assert visitor.status == 200
    assert User.objects.count() == Session.objects.count() == 1


def test_registering_again_once_signed_in_leads_home(visitor: Visitor, harbour: Facility) -> None:
    """The answer had arrived already: the browser holds the new session and another token."""
    form = visitor.get("/register").form("password")
    for _ in range(2):
        visitor.send("/register", form, **NEW, facility=str(harbour.id))
        assert (visitor.status, visitor.location) == (303, "/home")
    assert "sid" not in visitor.response.cookies
    assert User.objects.count() == Session.objects.count() == 1


def test_signing_in_twice_is_one_session(visitor: Visitor, asha: Person) -> None:
    form = visitor.get("/sign-in").form("password")
    before = visitor.client.cookies["csrftoken"].value
    cancelled = browser_of(visitor)
    for press in (cancelled, visitor):
        press.send("/sign-in", form, email=asha.email, password=asha.password)
        assert (press.status, press.location) == (303, "/home")
    sids = {press.response.cookies["sid"].value for press in (cancelled, visitor)}
    assert len(sids) == 1 and Session.objects.count() == 1
    tokens = {press.response.cookies["csrftoken"].value for press in (cancelled, visitor)}
    assert len(tokens) == 2 and not tokens & {before}, "who signs in gets a new token"
    cookie = visitor.response.cookies["sid"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    visitor.follow()
    assert visitor.status == 200


def test_starting_twice_is_one_draft(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/assess/").form("text")
    cancelled = browser_of(visitor)
    for press in (cancelled, visitor, visitor):
        press.send("/assess/", form, text=COLD.text)
        assert press.status == 303
    assert cancelled.location == visitor.location
    visitor.follow()
    assert visitor.status == 200 and Assessment.objects.count() == 1
    assert Event.objects.filter(action="assessment.start").count() == 1


def test_other_words_are_another_press(visitor: Visitor, harbour: Facility) -> None:
    """Back with the browser's own button, another complaint, and Continue."""
    form = visitor.get("/assess/").form("text")
    visitor.send("/assess/", form, text=COLD.text)
    visitor.send("/assess/", form, text="My knee hurts")
    assert Assessment.objects.count() == 2


def test_the_same_words_on_a_new_page_are_another_press(asha: Person) -> None:
    patient = Visitor().signs_in(asha)
    for _ in range(2):
        patient.send("/assess/", patient.get("/assess/").form("text"), text=COLD.text)
    assert len(intake.list_own(by=asha.actor)) == 2


def test_asking_for_an_account_twice_asks_once(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/register/doctor").form("password")
    fields = {name: NEW[name] for name in ("name", "email", "password")}
    for _ in range(2):
        page = visitor.send("/register/doctor", form, **fields, facility=str(harbour.id))
        assert visitor.status == 200 and "Your request was sent" in page.text
    assert User.objects.count() == 1


def test_a_review_is_marked_once_and_signing_out_twice_is_signing_out(
    bello: Person, asha: Person, visitor: Visitor
) -> None:
    doctor = visitor.signs_in(bello)
    path = f"/worklist/{send(COLD, asha.actor).id}"
    form = doctor.get(path).form_to(f"{path}/review")
    for _ in range(2):
        doctor.send(path, form)
        assert (doctor.status, doctor.location) == (303, path)
    assert Event.objects.filter(action="assessment.review").count() == 1
    form = doctor.get(path).form_to("/sign-out")
    cancelled = browser_of(doctor)
    for press in (cancelled, doctor):
        press.send(path, form)
        assert (press.status, press.location) == (303, "/")
    assert doctor.client.cookies["sid"].value == ""


def test_a_refusal_is_not_remembered(visitor: Visitor, asha: Person) -> None:
    form = visitor.get("/sign-in").form("password")
    User.objects.update(state="pending")
    visitor.send("/sign-in", form, email=asha.email, password=asha.password)
    assert visitor.status == 422
    User.objects.update(state="active")
    visitor.send("/sign-in", form, email=asha.email, password=asha.password)
    assert visitor.status == 303


def pressed_by_another_browser(form: Form, **fields: str) -> Visitor:
    """Another browser sends the very same fields, with a CSRF token of its own."""
    other = Visitor()
    token = other.get("/sign-in").form("password").fields["csrfmiddlewaretoken"]
    other.post("/sign-in", {**form.fields, **fields, "csrfmiddlewaretoken": token})
    return other


def test_another_browser_gets_no_cookie(visitor: Visitor, asha: Person) -> None:
    """Not even one that knows every field, the password included: it signs in by itself."""
    form = visitor.get("/sign-in").form("password")
    mine = {"email": asha.email, "password": asha.password}
    visitor.send("/sign-in", form, **mine)
    other = pressed_by_another_browser(form, **mine)
    assert other.status == 409 and "sid" not in other.response.cookies


def test_a_draft_is_not_given_to_another_browser(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/assess/").form("text")
    visitor.send("/assess/", form, text=COLD.text)
    other = Visitor()
    token = other.get("/assess/").form("text").fields["csrfmiddlewaretoken"]
    sent = {**form.fields, "text": COLD.text, "csrfmiddlewaretoken": token}
    other.post("/assess/", sent)
    assert other.status == 409 and "draft" not in other.response.cookies
    assert visitor.location not in other.html


def test_what_is_kept_of_a_press_opens_no_session(visitor: Visitor, asha: Person) -> None:
    form = visitor.get("/sign-in").form("password")
    visitor.send("/sign-in", form, email=asha.email, password=asha.password)
    row = RememberedAnswer.objects.get()
    secrets = [visitor.client.cookies["sid"].value, asha.password, form.fields["press"][0]]
    stored = row.name.encode() + bytes(row.sealed or b"")
    assert not any(secret.encode() in stored for secret in secrets)


def test_after_ten_minutes_it_is_another_press(asha: Person) -> None:
    patient = Visitor().signs_in(asha)
    form = patient.get("/assess/").form("text")
    patient.send("/assess/", form, text=COLD.text)
    RememberedAnswer.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    patient.send("/assess/", form, text=COLD.text)
    assert Assessment.objects.count() == 2


def test_the_next_person_at_this_browser_does_not_see_the_page_again(
    dana: Person, visitor: Visitor
) -> None:
    """A page that shows something, here a one-time link, is for whoever pressed the button."""
    administrator = visitor.signs_in(dana)
    path = "/admin/accounts/user/add/"
    form = administrator.get(path).form("role")
    invited = {"name": "Eli Stone", "email": "eli@example.org", "role": "doctor"}
    first = administrator.send(path, form, **invited)
    again = administrator.send(path, form, **invited)
    link = next(part for part in first.text.split() if "/reset/" in part)
    assert link in again.text and User.objects.count() == 2
    Session.objects.update(ended_at=timezone.now())
    administrator.send(path, form, **invited)
    assert administrator.status == 409 and link not in administrator.html


def test_every_form_has_a_key_of_its_own(visitor: Visitor, asha: Person, bello: Person) -> None:
    patient, doctor = Visitor().signs_in(asha), Visitor().signs_in(bello)
    path = f"/worklist/{send(COLD, asha.actor).id}"
    seen: list[str] = []
    for who, where in (
        (visitor, "/sign-in"),
        (visitor, "/register"),
        (visitor, "/register/doctor"),
        (visitor, "/assess/"),
        (patient, "/account"),
        (patient, "/account/details"),
        (patient, "/account/password"),
        (doctor, path),
    ):
        forms = [form for form in who.get(where).forms if form.method == "post"]
        assert forms, where
        seen += [form.fields[form_keys.FIELD][0] for form in forms]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("key", ["", "x", "\0", "y" * 100_000, "é.é"])
def test_a_key_of_ones_own_making_does_no_harm(asha: Person, key: str) -> None:
    visitor = Visitor()
    form = visitor.get("/sign-in").form("password")
    mine = {"email": asha.email, "password": asha.password}
    visitor.send("/sign-in", form, **mine, press=key)
    assert visitor.status == 303


def test_the_sign_in_of_a_stranger_is_as_it_was(visitor: Visitor) -> None:
    visitor.client.post("/sign-in", {}, secure=True, headers={"host": HOST})
    assert not RememberedAnswer.objects.exists()

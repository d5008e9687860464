"""The way in: the first page, signing in and out, registering."""

import pytest
from django.test import Client

from bedside.accounts.models import Session, User
from bedside.audit import Event
from bedside.clinic.models import Facility
from tests.people import Person
from tests.web.browsing import HOST, Visitor

NEW = {
    "name": "Mira Holm",
    "birth_date": "1984-06-09",
    "sex": "female",
    "email": "mira@example.org",
    "phone": "07700 900123",
    "password": "eleven quiet herons at dusk",
}


def test_the_first_page_has_the_emergency_number_first_and_is_small(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert len(visitor.html.encode()) <= 3000
    before_content = [link for link in page.links if link.startswith("tel:")]
    assert before_content[0] == "tel:112"
    assert visitor.html.index("tel:112") < visitor.html.index("Describe what is wrong")
    assert {"/assess/", "/sign-in", "/register"} <= set(page.links)
    assert "Nobody is watching this page" in page.text


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    cookie = visitor.response.cookies["sid"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert visitor.response.cookies["device"]["max-age"] > 300 * 24 * 3600
    assert visitor.location == "/home"
    assert "Hello, Asha Verma" in visitor.follow().text


@pytest.mark.parametrize(
    ("role", "home"), [("asha", "/home"), ("bello", "/worklist"), ("dana", "/admin/")]
)
def test_each_role_starts_at_its_own_page(
    visitor: Visitor, request: pytest.FixtureRequest, role: str, home: str
) -> None:
    visitor.signs_in(request.getfixturevalue(role))
    assert visitor.location == home
    visitor.follow()
    assert visitor.status == 200


def test_a_wrong_password_and_an_unknown_email_read_the_same(
    visitor: Visitor, asha: Person
) -> None:
    form = visitor.get("/sign-in").form("password")
    wrong = visitor.send("/sign-in", form, email=asha.email, password="not the password")
    assert visitor.status == 422
    assert wrong.title.startswith("Error:")
    assert asha.email in visitor.html and "not the password" not in visitor.html
    unknown = visitor.send("/sign-in", form, email="no@example.org", password="not the password")
    assert wrong.text.replace(asha.email, "") == unknown.text.replace("no@example.org", "")
    assert "sid" not in visitor.response.cookies


def test_too_many_tries_are_asked_to_wait(visitor: Visitor, asha: Person) -> None:
    form = visitor.get("/sign-in").form("password")
    for _ in range(8):
        visitor.send("/sign-in", form, email=asha.email, password="not the password")
        if visitor.status == 429:
            break
    assert visitor.status == 429
    assert int(visitor.response["Retry-After"]) > 0


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/x"],
)
def test_signing_in_never_leads_elsewhere(visitor: Visitor, asha: Person, elsewhere: str) -> None:
    form = visitor.get("/sign-in").form("password")
    fields = {"email": asha.email, "password": asha.password, "next": elsewhere}
    visitor.send("/sign-in", form, **fields)
    assert visitor.location == "/home"


def test_signing_in_leads_back_to_where_the_visitor_wanted_to_go(
    visitor: Visitor, asha: Person
) -> None:
    visitor.get("/account")
    assert visitor.location == "/sign-in?next=/account"
    visitor.signs_in(asha, "/account")
    assert visitor.location == "/account"


def test_signing_out_ends_the_session_at_once(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    stolen = visitor.client.cookies["sid"].value
    page = visitor.follow()
    visitor.send("/home", page.form_to("/sign-out"))
    assert visitor.location == "/"
    other = Client(headers={"host": HOST})
    other.cookies["sid"] = stolen
    assert other.get("/home", secure=True)["Location"].startswith("/sign-in")
    assert not Session.objects.filter(ended_at=None).exists()


def test_a_link_alone_signs_nobody_out(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    page = visitor.get("/sign-out")
    assert visitor.status == 200 and Session.objects.filter(ended_at=None).exists()
    visitor.send("/sign-out", page.form_to("/sign-out"))
    assert not Session.objects.filter(ended_at=None).exists()


def test_signing_out_everywhere_ends_the_other_browser_too(asha: Person) -> None:
    here, there = Visitor().signs_in(asha), Visitor().signs_in(asha)
    page = here.get("/account")
    here.send("/account", page.form_to("/account/sign-out-everywhere"))
    there.get("/home")
    assert there.location.startswith("/sign-in")


def test_a_form_from_elsewhere_is_refused(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    visitor.post("/sign-out", {})
    assert visitor.status == 403
    token = visitor.get("/home").form_to("/sign-out").fields
    visitor.post("/sign-out", token, origin="https://evil.example")
    assert visitor.status == 403
    visitor.post("/sign-out", token, origin="null")
    assert visitor.status == 403
    assert "Access-Control-Allow-Origin" not in visitor.response
    assert Session.objects.filter(ended_at=None).exists()


def test_registering_makes_a_patient_who_is_signed_in(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/register").form("password")
    visitor.send("/register", form, **NEW, facility=str(harbour.id))
    assert visitor.location == "/home"
    visitor.follow()
    assert visitor.status == 200
    assert User.objects.get().patient is not None


def test_a_bad_registration_keeps_what_was_typed_but_the_password(
    visitor: Visitor, harbour: Facility
) -> None:
    form = visitor.get("/register").form("password")
    bad = {**NEW, "birth_date": "2190-01-01", "password": "short"}
    page = visitor.send("/register", form, **bad, facility=str(harbour.id))
    assert visitor.status == 422
    assert page.title.startswith("Error:")
    assert "mira@example.org" in visitor.html and 'value="short"' not in visitor.html
    assert "There is a problem" in page.text
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids
    assert not User.objects.exists()


def test_an_email_is_registered_once(visitor: Visitor, asha: Person, harbour: Facility) -> None:
    form = visitor.get("/register").form("password")
    mine = {**NEW, "email": "ASHA@example.org"}
    page = visitor.send("/register", form, **mine, facility=str(harbour.id))
    assert visitor.status == 422
    assert "There is an account with this email already" in page.text


def test_a_doctor_waits_for_approval(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/register/doctor").form("password")
    fields = {name: NEW[name] for name in ("name", "email", "password")}
    page = visitor.send("/register/doctor", form, **fields, facility=str(harbour.id))
    assert visitor.status == 200 and "Your request was sent" in page.text
    assert User.objects.get().state == "pending"
    form = visitor.get("/sign-in").form("password")
    visitor.send("/sign-in", form, email=NEW["email"], password=NEW["password"])
    assert visitor.status == 422


def test_a_refusal_by_role_is_on_the_record(visitor: Visitor, bello: Person) -> None:
    visitor.signs_in(bello)
    page = visitor.get("/home")
    assert visitor.status == 403 and "not for your account" in page.text
    event = Event.objects.filter(outcome="refused").get()
    assert (event.action, event.actor_user) == ("chart.read_own", bello.user)

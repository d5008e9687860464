"""Changing details and password, resetting it, and two windows that disagree."""

from bedside import accounts, clinic
from tests.people import PASSWORD, Person
from tests.web.browsing import Visitor

NEW = "a lighthouse made of oranges"


def test_details_are_changed_one_by_one(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    assert "/account/details" in visitor.get("/account").links
    form = visitor.get("/account/details").form("phone")
    visitor.send("/account/details", form, sex="female", phone="01632 960111")
    assert visitor.location == "/account"
    assert "01632 960111" in visitor.follow().text
    stored = clinic.read_patient(asha.patient, by=asha.actor).profile
    assert stored is not None and stored.name == "Asha Verma"


def test_changes_of_different_fields_are_merged(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    form = visitor.get("/account/details").form("phone")
    clinic.change_profile(asha.patient, {"name": "Asha V. Verma"}, version=1, by=asha.actor)
    visitor.send("/account/details", form, sex="female", phone="01632 960111")
    assert visitor.status == 303
    stored = clinic.read_patient(asha.patient, by=asha.actor).profile
    assert stored is not None
    assert (stored.name, stored.phone) == ("Asha V. Verma", "01632 960111")


def test_a_true_conflict_shows_both_sides_and_loses_nothing(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    form = visitor.get("/account/details").form("phone")
    clinic.change_profile(asha.patient, {"phone": "01632 960222"}, version=1, by=asha.actor)
    page = visitor.send("/account/details", form, sex="female", phone="01632 960111")
    assert visitor.status == 412
    assert "01632 960222" in page.text and "01632 960111" in page.text
    again = page.form("phone")
    visitor.send("/account/details", again, sex="female")
    assert visitor.status == 303
    stored = clinic.read_patient(asha.patient, by=asha.actor).profile
    assert stored is not None and stored.phone == "01632 960111"


def test_bad_details_are_named_at_their_field(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    form = visitor.get("/account/details").form("phone")
    page = visitor.send("/account/details", form, sex="female", phone="call me")
    assert visitor.status == 422 and "Write a phone number in digits" in page.text


def test_the_password_is_changed_with_the_present_one(asha: Person) -> None:
    visitor, elsewhere = Visitor().signs_in(asha), Visitor().signs_in(asha)
    form = visitor.get("/account/password").form("current")
    page = visitor.send("/account/password", form, current="wrong", new=NEW, again=NEW)
    assert visitor.status == 422 and "not your present password" in page.text
    page = visitor.send("/account/password", form, current=PASSWORD, new=NEW, again=NEW + "x")
    assert visitor.status == 422 and "The two passwords differ" in page.text
    visitor.send("/account/password", form, current=PASSWORD, new="short", again="short")
    assert visitor.status == 422
    visitor.send("/account/password", form, current=PASSWORD, new=NEW, again=NEW)
    assert visitor.location == "/account"
    visitor.follow()
    assert visitor.status == 200
    elsewhere.get("/account")
    assert elsewhere.location.startswith("/sign-in")


def test_a_reset_link_works_once(asha: Person, dana: Person) -> None:
    token = accounts.issue_reset_link(user=asha.user, by=dana.actor)
    visitor = Visitor()
    form = visitor.get(f"/reset/{token}").form("new")
    visitor.send(f"/reset/{token}", form, new=NEW, again=NEW)
    assert visitor.status == 200 and "Your password is set" in visitor.html
    page = visitor.get(f"/reset/{token}")
    assert "This link does not work any more" in page.text
    assert 'href="/forgot"' in visitor.html
    assert visitor.status == 404
    Visitor().signs_in(Person(asha.user, asha.email, asha.actor, NEW))


def test_a_doctor_has_an_account_page_too(bello: Person) -> None:
    visitor = Visitor().signs_in(bello)
    page = visitor.get("/account")
    assert "Dr Amara Bello" in page.text and "/account/details" not in page.links
    visitor.get("/account/details")
    assert visitor.status == 403

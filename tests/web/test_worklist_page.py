"""The worklist says what it hides, where each case stands, and renews itself without a flood."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.accounts.models import Session
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.intake.models import Assessment
from tests.intake.talking import COLD, HEART, send
from tests.people import SYSTEM, Person, register_doctor
from tests.web.browsing import HOST, Page, Visitor


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def renewal(page: Page, html: str) -> str:
    """The address at which the list of a page renews itself."""
    _, _, after = html.partition('id="renewing" hidden hx-get="')
    return after.partition('"')[0].replace("&amp;", "&")


def renew(doctor: Visitor, address: str) -> str:
    response = doctor.client.get(
        address,
        secure=True,
        headers={"host": HOST, "HX-Request": "true", "HX-Target": "list", "X-Renewal": "1"},
    )
    doctor.status = response.status_code
    return response.content.decode()


def test_emergencies_that_a_filter_hides_are_said_first(doctor: Visitor, asha: Person) -> None:
    send(HEART, asha.actor), send(HEART, asha.actor), send(COLD, asha.actor)
    assert "hidden" not in doctor.get("/worklist").text
    page = doctor.get("/worklist?state=open&triage=urgent")
    assert "2 emergencies wait and are hidden by what is chosen here." in page.text
    assert "0 of 3 waiting to be reviewed" in page.text
    again = doctor.get("/worklist")
    assert "2 emergencies wait and are hidden" in again.text, "what was chosen stays"
    assert "/worklist?state=open" in again.links
    assert "hidden" not in doctor.get("/worklist?state=open").text


def test_what_is_hidden_is_counted_over_everything_that_waits(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    taken = send(HEART, asha.actor)
    intake.take(taken.id, version=taken.version, by=bello.actor)
    send(HEART, asha.actor)
    assert "1 emergency waits and is hidden" in doctor.get("/worklist?mine=1").text
    page = doctor.get("/worklist?state=reviewed")
    assert "2 emergencies wait and are hidden" in page.text
    assert "0 here, and 2 waiting to be reviewed." in page.text
    there = intake.worklist(facility=harbour.id, by=bello.actor)
    assert there.hidden == {"emergency": 0, "urgent": 0, "routine": 0, "self-care": 0}


def test_a_row_says_where_the_case_stands(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    other = Visitor().signs_in(okafor)
    sent = send(COLD, asha.actor)
    assert "Nobody has taken it" in doctor.get("/worklist").text
    taken = intake.take(sent.id, version=sent.version, by=bello.actor)
    assert "With you" in doctor.get("/worklist").text
    assert "With Dr Amara Bello" in other.get("/worklist").text
    asked = intake.ask(sent.id, "Any fever?", version=taken.version, by=bello.actor)
    assert "You asked, no reply yet" in doctor.get("/worklist").text
    assert "Dr Amara Bello asked, no reply yet" in other.get("/worklist").text
    replied = intake.reply(sent.id, "No.", version=asked.version, by=asha.actor)
    assert "The patient has replied to you" in doctor.get("/worklist").text
    intake.review(sent.id, version=replied.version, by=bello.actor)
    assert "Reviewed by Dr Amara Bello" in other.get("/worklist?state=reviewed").text


def test_the_clinic_is_said_only_to_who_works_at_several(
    doctor: Visitor, asha: Person, bello: Person, millfield: Facility
) -> None:
    send(COLD, asha.actor)
    assert "Harbour Street Clinic" not in doctor.get("/worklist").text
    clinic.add_member(millfield.id, bello.user, by=SYSTEM)
    assert "Harbour Street Clinic" in doctor.get("/worklist").text


def test_a_list_that_has_not_changed_is_not_read_again(doctor: Visitor, asha: Person) -> None:
    send(COLD, asha.actor)
    address = renewal(doctor.get("/worklist"), doctor.html)
    read = Event.objects.filter(action="worklist.read").count()
    for _ in range(3):
        assert renew(doctor, address) == "" and doctor.status == 204
    assert Event.objects.filter(action="worklist.read").count() == read


def test_a_list_that_has_changed_is_read_on_record(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    cold = send(COLD, asha.actor)
    address = renewal(doctor.get("/worklist"), doctor.html)
    intake.take(cold.id, version=cold.version, by=bello.actor)
    read = Event.objects.filter(action="worklist.read").count()
    part = renew(doctor, address)
    assert doctor.status == 200 and "With you" in part and "<html" not in part
    assert 'id="heard"' not in part, "nobody is interrupted for that"
    events = Event.objects.filter(action="worklist.read")
    assert events.count() == read + 1
    assert events.latest("at").subjects == [str(asha.patient)]


def test_only_a_new_emergency_is_called_out(doctor: Visitor, asha: Person) -> None:
    send(HEART, asha.actor)
    address = renewal(doctor.get("/worklist?state=open&triage=urgent"), doctor.html)
    send(COLD, asha.actor)
    assert renew(doctor, address) == "", "nothing of what is shown or warned of has changed"
    send(HEART, asha.actor)
    part = renew(doctor, address)
    assert "A new emergency is waiting." in part and "2 emergencies wait and are hidden" in part
    assert "A new emergency" not in renew(doctor, renewal(Page(part), part))


def test_who_waits_too_long_meanwhile_is_a_change(doctor: Visitor, asha: Person) -> None:
    sent = send(COLD, asha.actor)
    address = renewal(doctor.get("/worklist"), doctor.html)
    Assessment.objects.filter(id=sent.id).update(due_at=timezone.now() - timedelta(minutes=1))
    renew(doctor, address)
    assert doctor.status == 200


def test_renewing_keeps_no_desk_open_that_was_left(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    address = renewal(doctor.get("/worklist"), doctor.html)
    earlier = timezone.now() - timedelta(minutes=10)
    Session.objects.filter(user=bello.user).update(last_used_at=earlier)
    renew(doctor, address)
    assert doctor.status == 204
    assert Session.objects.get(user=bello.user).last_used_at == earlier
    doctor.get("/worklist")
    assert Session.objects.get(user=bello.user).last_used_at > earlier


def test_without_javascript_there_is_a_link(doctor: Visitor, asha: Person) -> None:
    page = doctor.get("/worklist?state=reviewed")
    assert "?state=reviewed" in page.links and "As of" in page.text and "Renew" in page.text


def test_nobody_without_a_worklist_gets_a_glance(asha: Person, dana: Person, chen: Person) -> None:
    send(HEART, asha.actor)
    for nobody in (asha, dana):
        visitor = Visitor().signs_in(nobody)
        renew(visitor, "/worklist?state=open&known=x")
        assert visitor.status == 403
    assert intake.glance(by=chen.actor).newest_emergency is None

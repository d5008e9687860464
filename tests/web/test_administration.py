"""The administration: accounts, facilities, patients by id; acts only, and never health data."""

import re
from importlib.metadata import version

import pytest
from django.contrib.admin.models import LogEntry

from bedside import accounts, clinic, codes, intake
from bedside.accounts.models import User
from bedside.assessment import load
from bedside.audit import Actor, Event
from bedside.clinic.facilities.zone_data import zone_data
from bedside.clinic.models import Facility, Holiday, Patient, RecordNumber
from bedside.clinic.search.numbers import written
from tests.clinic.diary import at, free, publish
from tests.intake.talking import COLD, send
from tests.people import PASSWORD, SYSTEM, Person
from tests.web.browsing import Visitor

USERS = "/admin/accounts/user/"
FACILITIES = "/admin/clinic/facility/"
PATIENTS = "/admin/clinic/patient/"


@pytest.fixture
def administrator(dana: Person) -> Visitor:
    """Dana, signed in."""
    return Visitor().signs_in(dana)


def press(visitor: Visitor, user: User, verb: str) -> None:
    path = f"{USERS}{user.pk}/change/"
    visitor.send(path, visitor.get(path).form_to(f"{USERS}{user.pk}/{verb}/"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{USERS}?password__startswith=argon2", 400),
        (f"{USERS}?email_index__gt=a", 400),
        (f"{USERS}?sessions__sid_hash__startswith=a", 400),
        (f"{PATIENTS}?blob_id__isnull=0", 400),
        (f"{PATIENTS}?facility__staff__password__startswith=a", 400),
        (f"{USERS}?state__exact=active", 200),
        (f"{FACILITIES}?active__exact=1", 200),
    ],
)
def test_lists_are_filtered_by_what_they_offer_only(
    administrator: Visitor, path: str, status: int
) -> None:
    administrator.get(path)
    assert administrator.status == status


def test_only_administrators_get_in(bello: Person, asha: Person) -> None:
    visitor = Visitor()
    visitor.get("/admin/")
    assert visitor.location == "/admin/login/?next=/admin/"
    visitor.follow()
    assert visitor.location == "/sign-in?next=/admin/"
    for person in (bello, asha):
        other = Visitor().signs_in(person)
        other.get("/admin/")
        other.follow()
        assert other.status == 403
        for path in (USERS, FACILITIES, PATIENTS):
            other.get(path)
            assert other.status == 302 and "/admin/login" in other.location
    assert Event.objects.filter(outcome="refused", action="account.list").count() == 2


def test_the_first_page_has_counts(administrator: Visitor, asha: Person) -> None:
    send(COLD, asha.actor)
    page = administrator.get("/admin/")
    assert administrator.status == 200
    assert "Patients" in page.text and "Assessments waiting" in page.text


def test_a_doctor_is_approved_and_can_then_sign_in(administrator: Visitor, bello: Person) -> None:
    User.objects.filter(pk=bello.user).update(state="pending")
    doctor = User.objects.get(pk=bello.user)
    page = administrator.get(f"{USERS}?state__exact=pending")
    assert "Dr Amara Bello" in page.text and "bello@example.org" in page.text
    path, approving = f"{USERS}{doctor.pk}/change/", f"{USERS}{doctor.pk}/approve/"
    administrator.send(path, administrator.get(path).form_to(approving))
    assert "at least one" in administrator.follow().text
    assert not User.objects.get(pk=bello.user).is_active
    form = administrator.get(path).form_to(approving)
    administrator.send(path, form, checked=["licence", "identity"])
    page = administrator.follow()
    assert "by Dana Whitlock, after checking" in page.text
    assert "in the register" in page.text and "told by the employer" not in page.text
    Visitor().signs_in(bello)
    event = Event.objects.get(action="account.approve", outcome="done", actor_role="administrator")
    assert event.details == {"identity": True, "licence": True}


def test_nobody_is_approved_from_the_list(administrator: Visitor, bello: Person) -> None:
    """What was checked is said of each person by themselves."""
    User.objects.filter(pk=bello.user).update(state="pending")
    form = administrator.get(USERS).form("action")
    administrator.send(
        USERS, form, action="approve", checked="identity", _selected_action=[str(bello.user)]
    )
    assert User.objects.get(pk=bello.user).state == "pending"


def test_disabling_ends_sessions_at_once(administrator: Visitor, bello: Person) -> None:
    doctor = Visitor().signs_in(bello)
    press(administrator, User.objects.get(pk=bello.user), "disable")
    doctor.get("/worklist")
    assert doctor.location.startswith("/sign-in")
    press(administrator, User.objects.get(pk=bello.user), "enable")
    Visitor().signs_in(bello)


def test_the_last_administrator_stays(administrator: Visitor, dana: Person) -> None:
    press(administrator, User.objects.get(pk=dana.user), "disable")
    assert "last active administrator" in administrator.follow().text
    assert User.objects.get(pk=dana.user).state == "active"


def test_a_form_that_one_administrator_opened_is_not_sent_by_the_next(
    administrator: Visitor, bello: Person, dana: Person
) -> None:
    """Two windows of one browser: Dana's form stands in one, Eli signs in in the other."""
    user = accounts.register_user(
        email="eli@example.org",
        name="Eli Marsh",
        password=PASSWORD,
        role="administrator",
        state="active",
        by=SYSTEM,
    )
    eli = Person(user.id, "eli@example.org", Actor(role="administrator", user=user.id))
    path, disabling = f"{USERS}{bello.user}/change/", f"{USERS}{bello.user}/disable/"
    form = administrator.get(path).form_to(disabling)
    administrator.signs_in(eli)
    now = administrator.get(path).form_to(disabling)
    form.fields["csrfmiddlewaretoken"] = now.fields["csrfmiddlewaretoken"]
    page = administrator.send(path, form)
    assert administrator.status == 409 and "somebody else was signed in" in page.text
    assert User.objects.get(pk=bello.user).state == "active"
    administrator.send(path, now)
    assert User.objects.get(pk=bello.user).state == "disabled"


def test_a_reset_link_is_shown_once(administrator: Visitor, asha: Person) -> None:
    administrator.send(USERS, administrator.get(USERS).form("email"), email="ASHA@example.org")
    assert administrator.location == f"{USERS}{asha.user}/change/"
    assert "Asha Verma" not in administrator.follow().text
    press(administrator, User.objects.get(pk=asha.user), "reset-link")
    found = re.search(r"https://clinic.test(/reset/\S+?)<", administrator.html)
    assert found
    visitor = Visitor()
    form = visitor.get(found[1]).form("new")
    visitor.send(found[1], form, new="a lighthouse of oranges", again="a lighthouse of oranges")
    assert visitor.status == 200
    assert found[1] not in administrator.get(f"{USERS}{asha.user}/change/").text


def test_the_list_of_accounts_is_of_staff(administrator: Visitor, asha: Person) -> None:
    page = administrator.get(USERS)
    assert "dana@example.org" in page.text and "asha@example.org" not in page.text


def test_a_colleague_is_invited_with_a_link(administrator: Visitor) -> None:
    form = administrator.get(f"{USERS}add/").form("email")
    invited = {"name": "Dr Lina Park", "email": "park@example.org", "role": "doctor"}
    page = administrator.send(f"{USERS}add/", form, **invited)
    assert administrator.status == 200 and "/reset/" in page.text
    assert User.objects.filter(role="doctor", state="active").count() == 1


def test_a_facility_is_opened_changed_and_staffed(administrator: Visitor, bello: Person) -> None:
    form = administrator.get(f"{FACILITIES}add/").form("city")
    details = {"name": "Quay Clinic", "city": "Port Alder", "time_zone": "Europe/Berlin"}
    administrator.send(f"{FACILITIES}add/", form, **details, active="on")
    made = Facility.objects.get(name="Quay Clinic")
    path = f"{FACILITIES}{made.pk}/change/"
    assert administrator.location == path
    adding = administrator.follow().form_to(f"{FACILITIES}{made.pk}/members/add/")
    administrator.send(path, adding, **{"member-user": str(bello.user)})
    assert clinic.staff_of(made.pk) == [bello.user]
    form = administrator.get(path).form("city")
    changed = {"name": "Quay Street Clinic", "time_zone": "Europe/Berlin"}
    administrator.send(path, form, **changed)
    made.refresh_from_db()
    assert (made.name, made.version) == ("Quay Street Clinic", 2)
    assert clinic.staff_of(made.pk) == [bello.user]
    administrator.send(path, form, **{**changed, "name": "Stale Clinic"})
    assert "changed since" in administrator.follow().text
    made.refresh_from_db()
    assert made.name == "Quay Street Clinic"
    done = set(Event.objects.filter(outcome="done").values_list("action", flat=True))
    assert {"facility.create", "facility.change", "membership.add"} <= done


def test_a_change_of_a_facility_ends_nobodys_membership(
    administrator: Visitor, harbour: Facility, bello: Person, chen: Person, dana: Person
) -> None:
    """Of a colleague who joined after the page was opened, or whose account is disabled."""
    path = f"{FACILITIES}{harbour.pk}/change/"
    accounts.disable(bello.user, by=dana.actor)
    page = administrator.get(path)
    clinic.add_member(harbour.pk, chen.user, by=dana.actor)
    administrator.send(path, page.form("city"), phone="020 7946 0018")
    harbour.refresh_from_db()
    assert harbour.phone == "020 7946 0018"
    assert set(clinic.staff_of(harbour.pk)) == {bello.user, chen.user}


def test_who_works_at_a_facility_since_when_until_when(
    administrator: Visitor, millfield: Facility, bello: Person
) -> None:
    path = f"{FACILITIES}{millfield.pk}/change/"
    adding = f"{FACILITIES}{millfield.pk}/members/add/"
    form = administrator.get(path).form_to(adding)
    said = {"member-user": str(bello.user), "member-until": "2019-05-31"}
    administrator.send(path, form, **said)
    assert "after the beginning" in administrator.follow().text
    days = {"member-since": "2019-05-01", "member-until": "2019-05-31"}
    administrator.send(path, administrator.get(path).form_to(adding), **{**said, **days})
    page = administrator.follow()
    assert "1 May 2019, 00:00" in page.text and "1 June 2019, 00:00" in page.text
    assert "Ended" in page.text
    administrator.send(path, page.form_to(adding), **{"member-user": str(bello.user)})
    page = administrator.follow()
    assert clinic.staff_of(millfield.pk) == [bello.user]
    ending = f"{FACILITIES}{millfield.pk}/members/{bello.user}/end/"
    stale = page.form_to(ending)
    administrator.send(path, stale)
    assert "Done" in administrator.follow().text
    assert clinic.staff_of(millfield.pk) == []
    doctor = Visitor().signs_in(bello)
    text = doctor.get("/account").text
    assert "Harbour Street Clinic: since" in text
    assert "Millfield Health Centre: from 1 May 2019 until 1 June 2019" in text


def test_a_facility_is_closed_on_a_day_and_opened_again(
    administrator: Visitor, harbour: Facility, bello: Person, asha: Person
) -> None:
    publish(bello, harbour)
    day = at(9, place=harbour).date()
    path = f"{FACILITIES}{harbour.pk}/change/"
    adding = f"{FACILITIES}{harbour.pk}/holidays/add/"
    page = administrator.get(path)
    assert "No day ahead is a holiday." in page.text
    form = page.form_to(adding)
    for said, refusal in (
        ({"holiday-day": "", "holiday-name": "Fair"}, "Day:"),
        ({"holiday-day": "2019-05-01", "holiday-name": "Fair"}, "This day is over"),
        ({"holiday-day": str(day), "holiday-name": "x" * 81}, "at most 80 letters"),
    ):
        administrator.send(path, form, **said)
        assert refusal in administrator.follow().text
    fair = {"holiday-day": str(day), "holiday-name": "<b>Harbour</b> Fair"}
    administrator.send(path, administrator.get(path).form_to(adding), **fair)
    page = administrator.follow()
    assert "<b>Harbour</b> Fair" in page.text and f"{day:%Y}" in page.text
    assert free(harbour, asha) == []
    administrator.send(path, page.form_to(adding), **fair)
    assert "is a holiday already" in administrator.follow().text
    (holiday,) = Holiday.objects.all()
    removing = f"{FACILITIES}{harbour.pk}/holidays/{holiday.pk}/remove/"
    form = administrator.get(path).form_to(removing)
    administrator.send(path, form)
    assert "No day ahead is a holiday." in administrator.follow().text
    assert free(harbour, asha) != []
    done = Event.objects.filter(action__startswith="holiday.", outcome="done", chain=harbour.pk)
    assert {"holiday.list", "holiday.add", "holiday.remove"} == set(
        done.values_list("action", flat=True)
    )


def test_the_reference_data_are_one_press_away(
    administrator: Visitor, dana: Person, bello: Person
) -> None:
    assert "/admin/reference-data/" in administrator.get("/admin/").links
    page = administrator.get("/admin/reference-data/")
    release = codes.release()
    for said in (f"{release.billable:,}", release.sha256, version("bedside")):
        assert said in page.text
    assert "Nobody has signed this version off" in page.text and load().version in page.text
    assert zone_data().version in page.text and "clinic" in page.text
    intake.sign_off(load().version, reviewer=bello.user, registration="GMC:1", by=dana.actor)
    page = administrator.get("/admin/reference-data/")
    assert "by Dr Amara Bello (GMC:1), entered by Dana Whitlock" in page.text
    assert "Nobody has signed" not in page.text


def test_patients_are_record_numbers_without_anything_else(
    administrator: Visitor, asha: Person, ravi: Person, harbour: Facility
) -> None:
    send(COLD, asha.actor)
    page = administrator.get(PATIENTS)
    number = written(RecordNumber.objects.get(patient=asha.patient).number)
    assert f"{number} at {harbour.name}" in page.text
    for secret in ("Asha", "Verma", "07700", "1991", COLD.text[:12], str(asha.patient)):
        assert secret not in administrator.html
    administrator.get(f"{PATIENTS}{asha.patient}/change/")
    assert "Asha" not in administrator.html


def test_a_staff_members_page_is_headed_by_their_name(
    administrator: Visitor, bello: Person, asha: Person
) -> None:
    page = administrator.get(f"{USERS}{bello.user}/change/")
    heading = page.text.split("Who did what")[0]
    assert "<h1>Dr Amara Bello</h1>" in administrator.html
    assert "<h2>Doctor</h2>" in administrator.html
    assert page.title.startswith("Dr Amara Bello") is False, "a title stays in the history"
    assert str(bello.user) not in heading
    administrator.get(f"{USERS}{asha.user}/change/")
    assert "<h1>A patient</h1>" in administrator.html and "Verma" not in administrator.html


@pytest.mark.parametrize("path", [USERS, FACILITIES, PATIENTS])
def test_a_history_is_headed_by_no_id_and_leads_to_who_did_what(
    administrator: Visitor, asha: Person, harbour: Facility, path: str
) -> None:
    key = {USERS: asha.user, FACILITIES: harbour.pk, PATIENTS: asha.patient}[path]
    page = administrator.get(f"{path}{key}/history/")
    assert administrator.status == 200
    assert "/admin/audit/" in page.links
    assert str(key) not in administrator.html


@pytest.mark.parametrize("path", [USERS, FACILITIES, PATIENTS])
def test_nothing_can_be_deleted(
    administrator: Visitor, asha: Person, harbour: Facility, path: str
) -> None:
    key = {USERS: asha.user, FACILITIES: harbour.pk, PATIENTS: asha.patient}[path]
    token = administrator.get(USERS).form("action").fields["csrfmiddlewaretoken"]
    administrator.post(f"{path}{key}/delete/", {"post": "yes", "csrfmiddlewaretoken": token})
    assert administrator.status == 403
    chosen = {"action": "delete_selected", "_selected_action": [str(key)], "post": "yes"}
    administrator.post(path, {**chosen, "csrfmiddlewaretoken": token})
    assert User.objects.filter(pk=asha.user).exists() and Patient.objects.exists()
    assert Facility.objects.exists()


def test_django_keeps_no_diary(administrator: Visitor, bello: Person) -> None:
    press(administrator, User.objects.get(pk=bello.user), "disable")
    form = administrator.get(f"{FACILITIES}add/").form("city")
    administrator.send(f"{FACILITIES}add/", form, name="Quay", time_zone="UTC", active="on")
    assert administrator.status == 302
    assert not LogEntry.objects.exists()


def test_signing_out_of_the_administration_ends_the_session(
    administrator: Visitor, dana: Person
) -> None:
    page = administrator.get("/admin/")
    administrator.send("/admin/", page.form_to("/admin/logout/"))
    administrator.get("/account")
    assert administrator.location.startswith("/sign-in")
    assert dana.password == PASSWORD

"""Access for somebody registered at the desk: a code, the birth date, a password of their own."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bedside import accounts, chart, clinic
from bedside.accounts import User
from bedside.accounts.acts import act
from bedside.accounts.invitations import LASTS, MOST_TRIES
from bedside.accounts.models import Invitation
from bedside.accounts.new_passwords import new_link
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.clinic.patients.profile import Profile
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unauthenticated
from tests.people import PASSWORD, SYSTEM, Person

BORN = date(1944, 9, 30)
EMAIL = "tilda@example.org"
TILDA = Profile("Tilda Brandt", BORN, "female", "", "07700 900044")


@pytest.fixture
def tilda(noa: Person, harbour: Facility) -> clinic.PatientView:
    """Registered at the desk, without an email and so without an account."""
    row = clinic.enrol_patient(profile=TILDA, facility=harbour.id, by=noa.actor)
    return clinic.read_patient(row.id, by=noa.actor)


def invite(patient: clinic.PatientView, by: Person, **said: object) -> str:
    """Make a code for a patient as they are on record now."""
    version = clinic.read_patient(patient.id, by=by.actor).version
    told = {"email": EMAIL, "checked": ["document"], "version": version, **said}
    return clinic.invite_patient(patient.id, by=by.actor, **told).code  # type: ignore[arg-type]


def accept(code: str, *, born: date = BORN, password: str = PASSWORD) -> None:
    clinic.accept_invitation(code, birth_date=born, password=password, address="192.0.2.7")


def sign_in(email: str = EMAIL) -> accounts.SignedIn:
    return accounts.sign_in(email=email, password=PASSWORD, role="patient", address="192.0.2.7")


def state(patient: clinic.PatientView, by: Person) -> str:
    return chart.read_contact(patient.id, by=by.actor).access.state


@pytest.mark.parametrize("who", ["noa", "bello"])
def test_with_the_code_a_patient_opens_their_own_record(
    tilda: clinic.PatientView, who: str, request: pytest.FixtureRequest
) -> None:
    staff: Person = request.getfixturevalue(who)
    assert state(tilda, staff) == "none"
    code = invite(tilda, staff)
    assert state(tilda, staff) == "invited"
    accept(code)
    own = sign_in().actor
    assert own.patient == tilda.id
    assert clinic.read_self(by=own).profile.email == EMAIL
    assert state(tilda, staff) == "open"


def test_a_code_is_typed_as_people_type(tilda: clinic.PatientView, noa: Person) -> None:
    code = invite(tilda, noa)
    assert [len(part) for part in code.split("-")] == [4] * 5
    accept(f"  {code.lower().replace('-', ' ')} ")
    assert sign_in()


def test_a_code_works_once(tilda: clinic.PatientView, noa: Person) -> None:
    code = invite(tilda, noa)
    accept(code)
    with pytest.raises(NotFound):
        accept(code, password="violet ladders in rain")
    assert sign_in()


def test_a_code_is_too_old_in_the_end(tilda: clinic.PatientView, noa: Person) -> None:
    code = invite(tilda, noa)
    row = Invitation.objects.get()
    assert abs(row.expires_at - timezone.now() - LASTS) < timedelta(minutes=1)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(NotFound):
        accept(code)
    assert state(tilda, noa) == "not-opened"


def test_another_code_ends_the_one_before(tilda: clinic.PatientView, noa: Person) -> None:
    lost, found = invite(tilda, noa), invite(tilda, noa)
    with pytest.raises(NotFound):
        accept(lost)
    accept(found)


def test_whoever_finds_the_paper_has_to_know_the_birth_date(
    tilda: clinic.PatientView, noa: Person
) -> None:
    code = invite(tilda, noa)
    for day in range(1, MOST_TRIES + 1):
        with pytest.raises(Invalid) as refusal:
            accept(code, born=date(1950, 1, day))
        assert set(refusal.value.fields) == {"birth_date"}
    with pytest.raises(NotFound):
        accept(code)
    assert state(tilda, noa) == "not-opened"
    accept(invite(tilda, noa))


def test_a_slip_and_a_weak_password_do_not_cost_the_code(
    tilda: clinic.PatientView, noa: Person
) -> None:
    code = invite(tilda, noa)
    with pytest.raises(Invalid):
        accept(code, born=date(1944, 3, 9))
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(Invalid) as refusal:
            accept(code, password="tilda@example.org")
        assert set(refusal.value.fields) == {"password"}
    accept(code)


def test_nothing_of_a_code_is_kept(tilda: clinic.PatientView, noa: Person) -> None:
    """Neither in the table, which holds a hash, nor in the log."""
    code = invite(tilda, noa)
    accept(code)
    plain = code.replace("-", "")
    kept = [str(vars(row)) for model in (Invitation, Event) for row in model.objects.all()]
    assert len(kept) > 3
    assert not any(plain in text or code in text for text in kept)


def test_the_log_says_who_made_sure_and_how(tilda: clinic.PatientView, noa: Person) -> None:
    accept(invite(tilda, noa, checked=["known", "document"]))
    made = Event.objects.get(action="patient.invite")
    assert (made.actor_user, made.subjects) == (noa.user, [str(tilda.id)])
    assert {"document", "known"} <= set(made.details)
    opened = Event.objects.get(action="patient.accept")
    assert (opened.actor_role, opened.subjects, opened.chain) == (
        "anonymous",
        [str(tilda.id)],
        tilda.facility_id,
    )
    told = [(one.who, one.action) for one in clinic.accesses(tilda.id, by=sign_in().actor)]
    assert ("Noa Lindqvist", "patient.invite") in told


def test_nobody_is_invited_unchecked(tilda: clinic.PatientView, noa: Person) -> None:
    for checked in ([], ["astrology"]):
        with pytest.raises(Invalid) as refusal:
            invite(tilda, noa, checked=checked)
        assert set(refusal.value.fields) == {"checked"}
    assert not Invitation.objects.exists()


def test_an_email_is_needed_and_has_to_be_free(
    tilda: clinic.PatientView, asha: Person, noa: Person
) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(tilda, noa, email=" ")
    assert set(refusal.value.fields) == {"email"}
    with pytest.raises(Conflict):
        invite(tilda, noa, email=asha.email)
    assert clinic.read_patient(tilda.id, by=noa.actor).profile.email == ""


def test_a_wrong_email_is_put_right_as_long_as_nobody_opened_the_account(
    tilda: clinic.PatientView, noa: Person
) -> None:
    invite(tilda, noa, email="tlida@example.org")
    accept(invite(tilda, noa))
    assert sign_in().actor.patient == tilda.id
    with pytest.raises(Unauthenticated):
        sign_in("tlida@example.org")


def test_whoever_was_registered_with_an_email_gets_a_code_too(
    noa: Person, harbour: Facility
) -> None:
    profile = Profile("Tilda Brandt", BORN, "female", EMAIL, "07700 900044")
    row = clinic.enrol_patient(profile=profile, facility=harbour.id, by=noa.actor)
    view = clinic.read_patient(row.id, by=noa.actor)
    assert (state(view, noa), accounts.has_account(row.id)) == ("not-opened", False)
    accept(invite(view, noa, email=""))
    assert (sign_in().actor.patient, accounts.has_account(row.id)) == (row.id, True)


def test_an_open_account_is_nobodys_to_take_over(asha: Person, noa: Person) -> None:
    """Not even by whoever says that they saw a document: a link is an administrator's."""
    view = clinic.read_patient(asha.patient, by=noa.actor)
    for email in ("", EMAIL):
        with pytest.raises(Conflict):
            invite(view, noa, email=email)
    assert accounts.sign_in(email=asha.email, password=PASSWORD, role=None, address="local")
    assert clinic.read_patient(asha.patient, by=noa.actor).profile.email == asha.email


def test_a_closed_account_is_not_opened_with_a_code(
    tilda: clinic.PatientView, noa: Person, dana: Person
) -> None:
    code = invite(tilda, noa)
    accounts.disable(User.objects.get(patient=tilda.id).id, by=dana.actor)
    with pytest.raises(NotFound):
        accept(code)
    with pytest.raises(Conflict):
        invite(tilda, noa)
    assert state(tilda, noa) == "closed"


def test_nobody_else_makes_the_first_password_of_a_patient(
    tilda: clinic.PatientView, noa: Person, dana: Person
) -> None:
    """With the code goes the birth date; a link asks for none."""
    code = invite(tilda, noa)
    user = User.objects.get(patient=tilda.id)
    with pytest.raises(Conflict):
        accounts.issue_reset_link(user=user.id, by=dana.actor)
    with act("account.reset_link", by=SYSTEM):
        link = new_link(user, lasts=timedelta(hours=1))
    assert not accounts.reset_link_is_good(link)
    with pytest.raises(NotFound):
        accounts.reset_password(link, PASSWORD)
    accept(code)
    assert sign_in()


def test_a_link_sets_the_password_of_an_account_that_was_opened(
    tilda: clinic.PatientView, noa: Person, dana: Person
) -> None:
    accept(invite(tilda, noa), password="violet ladders in rain")
    user = User.objects.get(patient=tilda.id)
    accounts.reset_password(accounts.issue_reset_link(user=user.id, by=dana.actor), PASSWORD)
    assert sign_in()


def test_a_code_is_made_for_the_record_as_it_was_seen(
    tilda: clinic.PatientView, noa: Person
) -> None:
    clinic.correct_profile(tilda.id, {"phone": "07700 900045"}, version=1, by=noa.actor)
    with pytest.raises(Stale):
        invite(tilda, noa, version=1)


def test_who_may_give_access_is_staff_in_reach(
    tilda: clinic.PatientView, noa: Person, chen: Person, asha: Person, dana: Person
) -> None:
    said = {"email": EMAIL, "checked": ["known"], "version": tilda.version}
    with pytest.raises(NotFound):
        clinic.invite_patient(tilda.id, by=chen.actor, **said)
    for person in (asha, dana):
        with pytest.raises(Forbidden):
            clinic.invite_patient(tilda.id, by=person.actor, **said)


def test_old_codes_are_forgotten(tilda: clinic.PatientView, noa: Person) -> None:
    invite(tilda, noa)
    accounts.forget_expired(timezone.now())
    assert Invitation.objects.count() == 1
    accounts.forget_expired(timezone.now() + LASTS + timedelta(hours=1))
    assert not Invitation.objects.exists()

"""How a person becomes a patient, and how a doctor or a receptionist asks to join.

Registering is one act: account, patient, sealed profile and care relation are there together or
not at all. The patient's key is made (or re-wrapped) in that transaction too, so here the sealed
profile is stored inside it; the store has acknowledged it before the commit.
"""

from collections.abc import Callable
from uuid import UUID

from bedside import accounts, vault
from bedside.accounts import User
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility, Membership
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.facilities.rules import must_take_patients
from bedside.clinic.patients import rules
from bedside.clinic.patients.demographics import write_profile
from bedside.clinic.patients.holding import still_in_reach
from bedside.clinic.patients.models import CareRelation, Patient, PatientState
from bedside.clinic.patients.profile import Profile
from bedside.clinic.search import indexing
from bedside.ids import new_id
from bedside.locking import held


def register_patient(
    *, profile: Profile, facility: UUID, password: str | None, by: Actor
) -> Patient:
    """Register a patient with an account of their own; the holder of a draft keeps their id.

    Without a password nobody can sign in until a reset link sets one. Raises Invalid for a bad
    profile, facility or password, and Conflict when the email has an account or the draft's
    patient is registered already.
    """
    places = Facility.objects.filter(id=facility)
    return _register("patient.register", profile, lambda: places.first(), password, by)


def enrol_patient(*, profile: Profile, facility: UUID, by: Actor) -> Patient:
    """Register somebody who sits at the desk, at a facility where whoever registers works.

    Where there is no email (a newborn, say) the patient has no account; with one, a reset link sets
    the first password. Raises as `register_patient` does.
    """

    def place() -> Facility | None:
        return facilities_in_reach(by).filter(id=facility).first()

    return _register("patient.enrol", profile, place, None, by)


def register_doctor(
    *, name: str, email: str, password: str | None, facility: UUID, by: Actor
) -> User:
    """Ask for a doctor's account at a facility; an administrator approves it before it works.

    Raises Invalid, and Conflict when the email has an account.
    """
    return _ask_to_join("doctor", name, email, password, facility, by)


def register_receptionist(
    *, name: str, email: str, password: str | None, facility: UUID, by: Actor
) -> User:
    """Ask for an account at the desk of a facility; as `register_doctor`."""
    return _ask_to_join("receptionist", name, email, password, facility, by)


def _ask_to_join(
    role: str, name: str, email: str, password: str | None, facility: UUID, by: Actor
) -> User:
    with prepared_act("account.register", by=by) as doing:
        place = must_take_patients(Facility.objects.filter(id=facility).first())
        doing.chain = place.id
        hashed = _hashed(password, about=(email, name), by=by)
        with doing.commit():
            user = accounts.create_user(
                email=email, name=name, password=hashed, role=role, state="pending", by=by
            )
            Membership.objects.create(facility=place, user=user)
    return user


def _register(
    action: str,
    profile: Profile,
    place: Callable[[], Facility | None],
    password: str | None,
    by: Actor,
) -> Patient:
    with prepared_act(action, by=by) as doing:
        facility = must_take_patients(place())
        doing.chain = facility.id
        profile = profile.checked(rules.latest_birth_date())
        hashed = _hashed(password, about=(profile.email,), by=by)
        with doing.commit():
            still_in_reach(by, ())
            must_take_patients(place())
            patient = _patient_with_key(by, facility)
            doing.mention(patient.id)
            if profile.email or not by.works_at_a_facility:
                _give_account(patient, profile, hashed, by)
            _make_registered(patient, profile, facility)
            if by.works_at_a_facility:
                doing.about(patient.id)
    return patient


def _give_account(
    patient: Patient, profile: Profile, hashed: accounts.PasswordHash | None, by: Actor
) -> None:
    accounts.create_user(
        email=profile.email,
        name="",
        password=hashed,
        role="patient",
        state="active",
        by=by,
        patient=patient.id,
    )


def _hashed(
    password: str | None, *, about: tuple[str, ...], by: Actor
) -> accounts.PasswordHash | None:
    """Hash a password, unless this address has had its share of registering (Throttled)."""
    accounts.may_register(by)
    return None if password is None else accounts.hash_password(password, about=about)


def _patient_with_key(by: Actor, facility: Facility) -> Patient:
    """Return the draft's provisional patient, or a new one; the key is the facility's from now."""
    if by.role == "anonymous" and by.patient:
        patient = held(Patient.objects.all()).get(id=by.patient)
        rules.must_be_provisional(patient)
        vault.rewrap_patient_key(patient.id, to=facility.id)
        return patient
    patient = Patient(id=new_id())
    vault.create_patient_key(patient.id, under=facility.id)
    return patient


def _make_registered(patient: Patient, profile: Profile, facility: Facility) -> None:
    patient.state = PatientState.REGISTERED
    patient.facility = facility
    version = patient.version if patient._state.adding else patient.version + 1
    write_profile(patient, profile, version=version).attach(patient)
    patient.save()
    CareRelation.objects.create(patient=patient, facility=facility, reason="registered")
    indexing.enter(patient, facility.id, profile)

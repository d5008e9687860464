"""Becoming known: registering as a patient, or asking for an account as somebody who works here."""

from fastapi import APIRouter

from bedside import clinic
from bedside.accounts import cookies
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.accounts import PatientRegistration, Registered, StaffRegistration

router = APIRouter(prefix="/api/auth", tags=["sign-in"], route_class=BedsideRoute)


@router.post("/register", status_code=201, summary="Register as a patient")
@needs("patient.register", newcomers=True)
def register_patient(call: Current, body: PatientRegistration) -> Registered:
    """Make a patient's record and account; sign in next.

    Whoever holds a draft that was begun without an account keeps it: it becomes part of the record.
    """
    details = body.model_dump(exclude={"facility", "password"})
    clinic.register_patient(
        profile=clinic.Profile(**details),
        facility=body.facility,
        password=body.password,
        by=call.by,
    )
    if call.draft:
        call.set_cookie(cookies.DRAFT, "", 0)
    return Registered(state="active")


@router.post("/register/doctor", status_code=202, summary="Ask for a doctor's account")
@needs("account.register", newcomers=True)
def register_doctor(call: Current, body: StaffRegistration) -> Registered:
    """Ask for an account at a facility. It opens when an administrator approves it."""
    clinic.register_doctor(
        name=body.name,
        email=body.email,
        password=body.password,
        facility=body.facility,
        by=call.by,
    )
    return Registered(state="pending")


@router.post("/register/receptionist", status_code=202, summary="Ask for a receptionist's account")
@needs("account.register", newcomers=True)
def register_receptionist(call: Current, body: StaffRegistration) -> Registered:
    """Ask for an account at the desk of a facility. It opens when an administrator approves it."""
    clinic.register_receptionist(
        name=body.name,
        email=body.email,
        password=body.password,
        facility=body.facility,
        by=call.by,
    )
    return Registered(state="pending")

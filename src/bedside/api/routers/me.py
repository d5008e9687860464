"""The signed-in person: who they are, their own details, their password."""

from fastapi import APIRouter

from bedside import accounts, clinic
from bedside.api.call import Call, Current
from bedside.api.routers.patients import changes
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.accounts import GivenMailChoice, MailChoice, Me, PasswordChange
from bedside.schemas.facilities import FacilityName
from bedside.schemas.patients import ProfileChanges

router = APIRouter(prefix="/api/me", tags=["me"], route_class=BedsideRoute)


@router.get("", summary="Who is signed in")
@needs("account.read")
def read_me(call: Current) -> Me:
    """Return the account, and for a patient their own details (with an ETag to change them)."""
    assert call.by.user is not None  # drafts do not have the permission
    user = accounts.read_user(call.by.user, by=call.by)
    if call.by.patient is None:
        return _me(call, user, None)
    return _me(call, user, clinic.read_self(by=call.by))


@router.patch("", summary="Change own details")
@needs("patient.change", versioned=True)
def change_me(call: Current, body: ProfileChanges) -> Me:
    """Change a patient's own details, field by field. Doctors' names are the clinic's to change."""
    assert call.by.patient is not None  # only patients have the permission
    view = clinic.change_profile(
        call.by.patient,
        changes(body),
        version=call.known_version,
        by=call.by,
    )
    return _me(call, accounts.own_account(call.by), view)


@router.post("/password", status_code=204, summary="Change the password")
@needs("account.change_password")
def change_password(call: Current, body: PasswordChange) -> None:
    """Set a new password. Every other session of the account ends."""
    accounts.change_password(by=call.by, current=body.current, new=body.new)


@router.get("/mails", summary="What one is written about")
@needs("mail_choice.read")
def read_mail_choice(call: Current) -> MailChoice:
    """Return what the patient chose to be written about by mail."""
    return _mails(call, clinic.messages.read_mail_choice(by=call.by))


@router.put("/mails", summary="Choose what to be written about")
@needs("mail_choice.change", versioned=True)
def choose_mails(call: Current, body: GivenMailChoice) -> MailChoice:
    """Be written about these topics and no others."""
    view = clinic.messages.choose_mails(body.wanted, version=call.known_version, by=call.by)
    return _mails(call, view)


def _mails(call: Call, view: clinic.messages.MailChoice) -> MailChoice:
    call.tag(view.version)
    return MailChoice.model_validate({**vars(view), "wanted": sorted(view.wanted)})


def _me(call: Call, user: accounts.User, view: clinic.PatientView | None) -> Me:
    profile = view.profile if view else None
    about = accounts.describe(user)
    if view:
        call.tag(view.version)
    return Me.model_validate(
        {
            "user": user.id,
            "role": user.role,
            "name": _name(view, about),
            "email": about["email"],
            "patient": view.id if view else None,
            "birth_date": profile.birth_date if profile else None,
            "sex": profile.sex if profile else None,
            "phone": profile.phone if profile else None,
            "facilities": [
                FacilityName(id=place.id, name=place.name, city=place.city)
                for place in clinic.facilities_of(call.by)
            ],
            "readable": about["readable"] and (view is None or view.readable),
        }
    )


def _name(view: clinic.PatientView | None, about: accounts.Description) -> str | None:
    """Return the name: a patient's is in their profile, and null with it."""
    if view is None:
        return about["name"]
    return view.profile.name if view.profile else None

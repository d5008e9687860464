"""Codes with which patients open their own accounts: staff make them, patients use them up.

Neither takes an Idempotency-Key: a code is a secret that should not be kept, and it works once.
"""

from fastapi import APIRouter

from bedside import clinic
from bedside.api import described
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs, open_to_all
from bedside.schemas.accounts import OpenedAccount
from bedside.schemas.identifiers import GivenId
from bedside.schemas.patients import Invitation, NewInvitation

router = APIRouter(prefix="/api", tags=["patients"], route_class=BedsideRoute)


@router.post("/patients/{patient}/invitations", status_code=201, summary="Give a patient access")
@needs("patient.invite", versioned=True, repeatable=False)
def invite_patient(call: Current, patient: GivenId, body: NewInvitation) -> Invitation:
    """Return a code with which the patient opens their own account, once; earlier ones are void.

    For a patient whom nobody has given access yet: 409 when they have opened their account.
    """
    made = clinic.invite_patient(
        patient,
        email=body.email or "",
        checked=body.checked,
        version=call.known_version,
        by=call.by,
    )
    url = f"{call.options.public_url}/open-account"
    return Invitation(code=made.code, url=url, expires_at=made.expires_at)


@router.post(
    "/auth/invitation",
    status_code=204,
    summary="Open an account with a code",
    tags=["sign-in"],
    responses=described.also(404),
)
@open_to_all("The code in the body and the birth date are the proof.")
def accept_invitation(call: Current, body: OpenedAccount) -> None:
    """Set the first password of the account that the code was made for; sign in next.

    A wrong birth date is 422, and after a few of them the code is void.
    """
    clinic.accept_invitation(
        body.code, birth_date=body.birth_date, password=body.password, address=call.address
    )

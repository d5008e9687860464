"""Signing in, refreshing and signing out.

These take no Idempotency-Key: their answers are secrets that should not be kept, refreshing has
its own grace, and signing out twice is signing out.
"""

from django.utils import timezone
from fastapi import APIRouter

from bedside import accounts, intake
from bedside.accounts import cookies
from bedside.api.call import Call, Current
from bedside.api.errors import Refusal
from bedside.api.routing import BedsideRoute, needs, open_to_all
from bedside.errors import Unauthenticated
from bedside.schemas.accounts import Forgotten, Refresh, SignIn, SignOut, Tokens

router = APIRouter(prefix="/api/auth", tags=["sign-in"], route_class=BedsideRoute)

_OPEN = "Signing in is how one becomes known; the accounts room throttles it."


@router.post("/patient/login", summary="Sign in as a patient")
@open_to_all(_OPEN)
def sign_in_patient(call: Current, body: SignIn) -> Tokens:
    """Return tokens for a patient.

    Whoever holds a draft that was begun without an account takes it along into their record.
    """
    signed_in = _sign_in(call, body, "patient")
    if call.draft and intake.bring_along(call.draft, by=signed_in.actor):
        call.set_cookie(cookies.DRAFT, "", 0)
    return _tokens(signed_in)


@router.post("/doctor/login", summary="Sign in as a doctor")
@open_to_all(_OPEN)
def sign_in_doctor(call: Current, body: SignIn) -> Tokens:
    """Return tokens for a doctor whose account was approved."""
    return _tokens(_sign_in(call, body, "doctor"))


@router.post("/receptionist/login", summary="Sign in as a receptionist")
@open_to_all(_OPEN)
def sign_in_receptionist(call: Current, body: SignIn) -> Tokens:
    """Return tokens for somebody at the desk whose account was approved."""
    return _tokens(_sign_in(call, body, "receptionist"))


@router.post("/admin/login", summary="Sign in as an administrator")
@open_to_all(_OPEN)
def sign_in_administrator(call: Current, body: SignIn) -> Tokens:
    """Return tokens for an administrator."""
    return _tokens(_sign_in(call, body, "administrator"))


@router.post("/refresh", summary="Exchange a refresh token")
@open_to_all("The refresh token in the body is the proof.")
def refresh(call: Current, body: Refresh) -> Tokens:
    """Return a new access token and the next refresh token.

    The same token sent again within ten seconds gives the same answer. After that it can only be
    a stolen copy, and the whole session ends.
    """
    device = accounts.fingerprint(call.device) if call.device else ""
    try:
        given = accounts.refresh(body.refresh, address=call.address, device=device)
    except Unauthenticated:
        # Not 401: no credential of this request was wrong, and trying again with one won't help.
        raise Refusal(400, "This refresh token is not good any more. Sign in again.") from None
    return _tokens(given)


@router.post("/forgot", status_code=202, summary="Ask for a link to set a new password")
@open_to_all("Whoever has forgotten their password cannot sign in; the accounts room throttles it.")
def ask_for_reset_link(call: Current, body: Forgotten) -> None:
    """Have a link sent by mail, if the address has an account; the answer is the same if not."""
    accounts.ask_for_reset_link(body.email, address=call.address)


@router.post("/logout", status_code=204, summary="Sign out")
@needs("account.sign_out", repeatable=False)
def sign_out(call: Current, body: SignOut | None = None) -> None:
    """End this session, or every session of the account: tokens and browser stop at once."""
    accounts.sign_out(by=call.by, everywhere=body.everywhere if body else False)


def _sign_in(call: Call, body: SignIn, role: str) -> accounts.SignedIn:
    signed_in = accounts.sign_in(
        email=body.email,
        password=body.password,
        role=role,
        address=call.address,
        device=call.device,
    )
    # A device that has signed in before is not throttled for what strangers try elsewhere.
    call.set_cookie(cookies.DEVICE, signed_in.device, cookies.DEVICE_SECONDS)
    return signed_in


def _tokens(given: accounts.SignedIn | accounts.Refreshed) -> Tokens:
    left = given.access_expires - timezone.now()
    return Tokens.model_validate(
        {
            "user": given.actor.user,
            "role": given.actor.role,
            "access": given.access,
            "expires_in": max(0, int(left.total_seconds())),
            "refresh": given.refresh,
        }
    )

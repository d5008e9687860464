"""Accounts, for administrators: approving, closing and opening them, and reset links."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from bedside import accounts
from bedside.api import cursors
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.accounts import (
    Account,
    Accounts,
    Approval,
    NewApproval,
    ResetLink,
    Role,
    State,
)
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(prefix="/api", tags=["accounts"], route_class=BedsideRoute)


@router.get("/approvals", summary="Who waits for approval")
@needs("account.list")
def list_approvals(
    call: Current,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Accounts:
    """Return whoever has asked to work here and waits, the longest waiting first."""
    return _page(call, cursor, limit, role=None, state="pending")


@router.post("/approvals/{user}", summary="Approve an account")
@needs("account.approve")
def approve(call: Current, user: GivenId, body: NewApproval) -> Account:
    """Open an account that waited for approval, saying what was checked before."""
    return _shown(accounts.approve(user, checked=body.checked, by=call.by))


@router.get("/users", summary="List accounts")
@needs("account.list")
def list_users(
    call: Current,
    role: Annotated[Role | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Accounts:
    """Return accounts in the order they were made, by role and state."""
    return _page(call, cursor, limit, role=role, state=state)


@router.post("/users/{user}/disable", summary="Close an account")
@needs("account.disable")
def disable(call: Current, user: GivenId) -> Account:
    """Close an account and end its sessions at once. The last administrator stays."""
    return _shown(accounts.disable(user, by=call.by))


@router.post("/users/{user}/enable", summary="Open an account again")
@needs("account.enable")
def enable(call: Current, user: GivenId) -> Account:
    """Open an account that was closed."""
    return _shown(accounts.enable(user, by=call.by))


@router.post("/users/{user}/reset-link", status_code=201, summary="Make a reset link")
@needs("account.reset_link", repeatable=False)
def make_reset_link(call: Current, user: GivenId) -> ResetLink:
    """Return a one-time link to hand over; earlier ones are void from now on.

    A patient's account that nobody has opened yet gets none: it is opened with a code. The route
    takes no Idempotency-Key, because its answer is a secret that should not be kept.
    """
    token = accounts.issue_reset_link(user=user, by=call.by)
    return ResetLink(url=f"{call.options.public_url}/reset/{token}")


def _page(
    call: Call, cursor: str | None, limit: int, *, role: str | None, state: str | None
) -> Accounts:
    listed = f"users/{role}/{state}"
    place = cursors.read(cursor, of=listed, by=call.by)
    after = UUID(place[0]) if place else None
    rows = accounts.list_users(by=call.by, role=role, state=state, after=after, limit=limit)
    last = [str(rows[-1].id)] if rows.more else None
    following = cursors.write(last, of=listed, by=call.by)
    return Accounts(items=_all_shown(rows), next=following)


def _shown(user: accounts.User) -> Account:
    return _all_shown([user])[0]


def _all_shown(users: list[accounts.User]) -> list[Account]:
    approved = accounts.approvals_of([user.id for user in users])
    return [_account(user, approved.get(user.id)) for user in users]


def _account(user: accounts.User, approved: accounts.Approved | None) -> Account:
    return Account.model_validate(
        {
            **accounts.describe(user),
            "created_at": user.created_at,
            "approval": Approval(**vars(approved)) if approved else None,
        }
    )

"""The colleagues: their accounts, and where they work."""

from typing import Literal, get_args

from bedside.cli.record.client import Client
from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command, Given, Option
from bedside.cli.record.showing import day
from bedside.errors import NotFound
from bedside.schemas.accounts import Account, Accounts, Check, State
from bedside.schemas.facilities import Member, Members


def _member_version(client: Client, given: Given) -> str:
    """Return the ETag of the membership that has not ended. Raises NotFound."""
    for page in client.pages(f"facilities/{given['facility']}/members"):
        for one in Members.model_validate(page).items:
            if one.user == given["user"] and one.standing != "ended":
                return f'"{one.version}"'
    raise NotFound


_ACCOUNT = {
    "Id": lambda row: row.id,
    "Name": name_of,
    "State": lambda row: row.state,
    "Email": lambda row: row.email,
}
_MEMBER = {
    "User": lambda row: row.user,
    "Name": name_of,
    "Stands": lambda row: row.standing,
    "Since": lambda row: day(row.since),
}
_CHECKS = ", ".join(get_args(Check)).capitalize()
STAFF: dict[str, Command] = {
    "list": Command(
        "List doctors, receptionists or administrators, in the order of their accounts.",
        "GET users",
        Accounts,
        _ACCOUNT,
        role="administrator",
        options={
            "role": Option(Literal["doctor", "receptionist", "administrator"], "Without: doctors."),
            "state": Option(State, "Only these; `pending` waits for approval."),
        },
        paged=True,
        means=lambda given: {"role": "doctor", **given},
    ),
    "approve": Command(
        "Open the account of a colleague who waits, saying what was checked.",
        "POST approvals/{user}",
        Account,
        _ACCOUNT,
        role="administrator",
        options={"checked": Option(list[str], f"{_CHECKS}; give it once for each.", True)},
    ),
    **{
        verb: Command(help_, f"POST users/{{user}}/{verb}", Account, _ACCOUNT, role="administrator")
        for verb, help_ in (
            ("disable", "Close an account, and end its sessions at once."),
            ("enable", "Open an account again that was closed."),
        )
    },
    "members": Command(
        "List who works, worked and will work at a facility.",
        "GET facilities/{facility}/members",
        Members,
        _MEMBER,
        role="administrator",
        paged=True,
    ),
    "add-to": Command(
        "Let a colleague work at a facility, and see its patients, from now on.",
        "POST facilities/{facility}/members",
        Member,
        _MEMBER,
        role="administrator",
        arguments=("user",),
    ),
    "remove-from": Command(
        "End a colleague's work at a facility now; it stays on the list.",
        "PATCH facilities/{facility}/members/{user}",
        Member,
        _MEMBER,
        role="administrator",
        version=_member_version,
    ),
}

"""`bedside createadmin`: an administrator, made by whoever holds the machine.

There is no default password: it is typed here, or chosen with a one-time link.
"""

import sys
from typing import Annotated

import typer
from django.conf import settings

from bedside import accounts
from bedside.accounts import User
from bedside.audit import Actor


def createadmin(
    email: Annotated[str | None, typer.Option(help="The email to sign in with.")] = None,
    name: Annotated[str | None, typer.Option(help="The name that others see.")] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Print a one-time link to set the password.")
    ] = False,
) -> None:
    """Make an administrator who can sign in at once."""
    if not sys.stdin.isatty() and not (link and email and name):
        raise typer.BadParameter("Without a terminal, give --email, --name and --link.")
    email = email or typer.prompt("Email")
    name = name or typer.prompt("Name")
    user = _register(email, name, None if link else _ask_password())
    typer.echo("The administrator can sign in.")
    if link:
        typer.echo(f"Set the password within a day, once: {_set_password_link(user)}")


def _ask_password() -> str:
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _register(email: str, name: str, password: str | None) -> User:
    return accounts.register_user(
        email=email,
        name=name,
        password=password,
        role="administrator",
        state="active",
        by=Actor.system(),
    )


def _set_password_link(user: User) -> str:
    token = accounts.issue_reset_link(user=user.id, by=Actor.system())
    return f"{settings.BEDSIDE.public_url}/reset/{token}"

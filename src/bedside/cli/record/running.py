"""From a row of the table to a command of the terminal: its parameters, its question, its answer.

Everybody signs in with a password that is typed, or lies in a file that only its owner may read;
never with one that stands in the arguments, where other users of the machine can see it.
"""

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import typer
from pydantic import BaseModel, ValidationError

from bedside.cli.record import saving
from bedside.cli.record.client import Client, Role, json_of
from bedside.cli.record.commands import ALONE, NOUNS
from bedside.cli.record.commands.command import Command, Given, Option
from bedside.cli.record.showing import show
from bedside.errors import Unavailable
from bedside.schemas.jobs import Job

_SHOWN = 100
"""Rows of a list, unless `--limit` says otherwise."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class _Access(NamedTuple):
    """Where to ask, as whom, and how to show the answer: the options of every command."""

    email: str | None
    password_file: Path | None
    sign_in_as: Role
    server: str
    as_json: bool


def app_of(noun: str) -> typer.Typer:
    """Return the commands of a noun."""
    app = typer.Typer(
        help=f"{noun.capitalize()}, as you may see them.",
        no_args_is_help=True,
        add_completion=False,
    )

    @app.callback()
    def together() -> None:
        """Keep one verb a word of its own."""

    for verb, command in NOUNS[noun].items():
        app.command(verb, help=command.help)(function_of(command))
    return app


def function_of(command: Command) -> Callable[..., None]:
    """Return the function that Typer makes a command of, with the parameters of the row."""

    def run(**given: Any) -> None:
        access = _Access(*(given.pop(name, False) for name in _Access._fields))
        _run(
            command, access, {name: said for name, said in given.items() if said not in (None, [])}
        )

    parameters = list(_parameters(command))
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = command.help
    return run


def _parameters(command: Command) -> Iterable[Parameter]:
    for name in (*_in_path(command), *command.arguments):
        yield _parameter(name, Annotated[UUID, typer.Argument(metavar=name.upper(), help="An id.")])
    for name, option in command.options.items():
        yield _option(name, option)
    if command.paged:
        most = typer.Option(min=1, help="How many at most.")
        yield _parameter("limit", Annotated[int, most], 50)
    yield from _access(command)


def _option(name: str, option: Option) -> Parameter:
    info = typer.Option(f"--{name.strip('_').replace('_', '-')}", help=option.help)
    if option.needed:
        return _parameter(name, Annotated[option.kind, info])
    return _parameter(name, Annotated[option.kind | None, info], None)


def _access(command: Command) -> Iterable[Parameter]:
    """Yield the parameters of _Access, in its order; what is saved is not printed."""
    yield _parameter(
        "email",
        Annotated[str | None, typer.Option("--as", help="The email of your account.")],
        None,
    )
    file = typer.Option(help="A file with your password that only you may read.")
    yield _parameter("password_file", Annotated[Path | None, file], None)
    role = typer.Option("--sign-in-as", help="Which kind of account it is.")
    yield _parameter("sign_in_as", Annotated[Role, role], command.role)
    server = typer.Option(envvar="BEDSIDE_PUBLIC_URL", help="Where Bedside is.")
    yield _parameter("server", Annotated[str, server], "http://localhost:8000")
    if command.saves:
        return
    as_json = typer.Option("--json", help="Print what the API answers, in its words.")
    yield _parameter("as_json", Annotated[bool, as_json], False)


def _parameter(name: str, kind: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def _run(command: Command, access: _Access, given: Given) -> None:
    server = _checked(access.server)
    email, password = _proof(access)
    if command.saves:
        with (
            saving.beginning(given.pop("out")) as file,
            Client(server, access.sign_in_as, email, password) as client,
        ):
            _save(client, command, given, file)
        return
    with Client(server, access.sign_in_as, email, password) as client:
        answer = _ask(client, command, given)
        below = {
            noun: _ask(client, NOUNS[noun]["list"], {"patient": given["patient"], **options})
            for noun, options in command.then.items()
        }
    if access.as_json:
        whole = {"patient": answer, **below} if below else answer
        typer.echo(json.dumps(whole, indent=2))
        return
    _show(command, answer)
    if command.paged and answer["next"]:
        typer.echo("There are more: raise --limit.", err=True)
    for noun, listed in below.items():
        typer.echo(f"\n{noun.upper()}")
        _show(NOUNS[noun]["list"], listed)


def _save(client: Client, command: Command, given: Given, file: BinaryIO) -> None:
    answer = _asked(client, command, given)
    if command.answer is Job:
        saving.fetch(client, Job.model_validate_json(answer.content), file)
    else:
        file.write(answer.content)
    typer.echo(f"Saved: {file.tell()} bytes, to be read by you alone. Nothing protects them now.")


def _ask(client: Client, command: Command, given: Given) -> Any:
    """Return what the API answers; the pages of a long list as one, up to the limit."""
    if command.paged:
        _, path, said = _question(command, given)
        return _all_pages(client, path, said)
    answer = _asked(client, command, given)
    return json_of(answer) if answer.content else None


def _asked(client: Client, command: Command, given: Given) -> httpx.Response:
    version = command.version(client, given) if command.version else None
    method, path, said = _question(command, given)
    if command.proves:
        said["password"] = client.password
    return client.ask(
        method,
        path,
        query=said if method == "GET" else None,
        body=said if method in {"POST", "PATCH"} else None,
        version=version,
    )


def _question(command: Command, given: Given) -> tuple[str, str, Given]:
    """Return the method, the path and what else is asked."""
    method, _, path = command.request.partition(" ")
    rest = command.means(dict(given))
    names = {name: rest.pop(name) for name in _in_path(command)}
    said = {name.strip("_"): _plain(one) for name, one in rest.items()}  # `from` is Python's own
    return method, path.format(**names), said


def _plain(said: Any) -> Any:
    return str(said) if isinstance(said, UUID) else said


def _all_pages(client: Client, path: str, query: Given) -> Any:
    whole: dict[str, Any] = {}
    limit = query.pop("limit", _SHOWN)
    for page in client.pages(path, query=query, limit=limit):
        whole = {**page, "items": [*whole.get("items", ()), *page["items"]]}
    return whole


def _show(command: Command, said: Any) -> None:
    if command.answer is None:
        typer.echo("Done.")
        return
    try:
        answer: BaseModel = command.answer.model_validate_json(json.dumps(said))
    except ValidationError:
        raise Unavailable("This Bedside is of another version than this command.") from None
    rows = command.rows(answer)
    if rows:
        show(rows, command.columns)
    else:
        typer.echo(command.empty(answer))


def _in_path(command: Command) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(command.request) if name]


def _checked(server: str) -> str:
    """Return the address without a slash at its end. Raises BadParameter for an open line."""
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise typer.BadParameter("Only https, or a server on this machine: passwords are sent.")
    return server.rstrip("/")


def _proof(access: _Access) -> tuple[str, str]:
    """Return email and password, asking on the terminal for what was not given."""
    if not sys.stdin.isatty() and not (access.email and access.password_file):
        raise typer.BadParameter("Without a terminal, give --as and --password-file.")
    email = access.email or typer.prompt("Email", err=True)
    if access.password_file:
        return email, _read(access.password_file)
    return email, typer.prompt("Password", hide_input=True, err=True)


def _read(path: Path) -> str:
    """Return the first line of a file that is its owner's alone. Raises BadParameter."""
    try:
        with path.open(encoding="utf-8") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise typer.BadParameter(f"{path} can be read by others. Run: chmod 600 {path}")
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read.") from error


COMMANDS: dict[str, typer.Typer | Callable[..., None]] = {
    **{noun: app_of(noun) for noun in NOUNS},
    **{name: function_of(command) for name, command in ALONE.items()},
}
"""Everything that `bedside` can be told about the record, by its first word."""

"""The `bedside` command.

Each sub-command lives in a module of its own that is imported only when it is called: an interview
in the terminal starts without Django, a database or any configuration. What goes wrong becomes one
sentence and an exit code, in one place.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

import typer

from bedside.cli.start import start_django
from bedside.errors import (
    BedsideError,
    Conflict,
    Damaged,
    Forbidden,
    Invalid,
    NotFound,
    Throttled,
    Unauthenticated,
    Unavailable,
)


class Command(NamedTuple):
    """Where a sub-command lives, and whether it needs the configured Bedside around it."""

    home: str
    help: str
    configured: bool = True


COMMANDS = {
    "assess": Command(
        "bedside.cli.assess:assess", "Interview somebody in the terminal; stores nothing.", False
    ),
    "evaluate": Command(
        "bedside.cli.evaluate:evaluate_cases", "Measure the assessment on cases from a file.", False
    ),
    "knowledge": Command(
        "bedside.cli.knowledge:app", "List the medical knowledge, and sign it off.", False
    ),
    "codes": Command(
        "bedside.cli.codes:app", "Make the index of ICD-10-CM codes, and find a code.", False
    ),
    "demo": Command(
        "bedside.cli.demo:demo", "Run a throw-away Bedside with sample data on this machine.", False
    ),
    "init": Command(
        "bedside.cli.init:init", "Make the root key, the database's tables and the keys.", False
    ),
    "createadmin": Command("bedside.cli.createadmin:createadmin", "Make an administrator."),
    "serve": Command("bedside.cli.serve:serve", "Serve Bedside over HTTP."),
    "work": Command("bedside.cli.work:work", "Do what can wait: mails, sweeping, reports."),
    "jobs": Command("bedside.cli.jobs:app", "What waits to be done, and what failed."),
    "check": Command("bedside.cli.check:check", "Check the deployment; --deploy before patients."),
    "migrate": Command("bedside.cli.migrate:migrate", "Bring the database's tables up to date."),
    "sample": Command("bedside.cli.sample:sample", "Fill an empty Bedside with invented people."),
    "sweep": Command(
        "bedside.cli.sweep:sweep", "Remove what has expired, now; a worker does it hourly."
    ),
    "keys": Command("bedside.cli.keys:app", "List and rotate the keys under the root key."),
    "search": Command("bedside.cli.search:app", "Make the index of patients anew."),
    "documents": Command("bedside.cli.documents:app", "Verify that every sealed document opens."),
    "audit": Command("bedside.cli.audit:app", "Verify the audit log, and sign checkpoints."),
}

RECORD = {
    "facilities": "List, open and close facilities.",
    "staff": "Approve doctors and receptionists, and say who works where.",
    "holidays": "The days on which a facility is closed.",
    "statistics": "A facility's numbers by month.",
    "counts": "What may leave a clinic: numbers of months that are over.",
    "report": "Who a clinic's patients are, what they have, who is at most risk.",
    "trail": "Who did what, when, and on which kind of record.",
    "worklist": "What waits for a doctor, the most urgent first.",
    "assessment": "What a patient sent, and what they denied although it is on record.",
    "chart": "Who a patient is, and what matters now.",
    "desk": "Who comes to a facility on a day, for the desk.",
    "patients": "The patients you care for.",
    "merges": "Two records that are one person's.",
    "imports": "Bringing patients in from a file.",
    "export": "Taking records and reports out into a file.",
    "notes": "What you have written and not signed yet.",
    "appointments": "Who comes when.",
    "waiting": "Who waits for a time that becomes free.",
    "allergies": "A patient's allergies.",
    "medicines": "A patient's medicines.",
    "problems": "A patient's problems.",
    "diagnoses": "A patient's diagnoses.",
    "vitals": "A patient's measurements.",
}
"""What is asked of a running Bedside as a named account: see `cli.record`."""

COMMANDS |= {
    name: Command("bedside.cli.record.running:COMMANDS", text, False)
    for name, text in RECORD.items()
}

app = typer.Typer(
    name="bedside",
    help="Bedside: a guided assessment, doctor review and a record people can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> NoReturn:
    """Run the command line and exit: 0 when all went well, see `exit_code` for the rest."""
    try:
        app()
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        typer.echo(sentence(error), err=True)
        sys.exit(code)
    sys.exit(0)


def exit_code(error: Exception) -> int | None:
    """Return the exit code for `error` (numbers of sysexits.h); None for a programming error."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import InterfaceError, OperationalError

    match error:
        case ImproperlyConfigured():
            return 78
        case Invalid() | Damaged():
            return 65
        case NotFound():
            return 66
        case Unauthenticated() | Forbidden():
            return 77
        case Throttled():
            return 75
        case Conflict():
            return 73
        case Unavailable() | OperationalError() | InterfaceError():
            return 69
        case _:
            return None


def sentence(error: Exception) -> str:
    """Return what to tell the operator. A database's own words may hold data, so they are not."""
    from django.db import Error

    match error:
        case Invalid(fields=fields) if fields:
            return "\n".join(f"{field}: {problem}" for field, problem in fields.items())
        case BedsideError(detail=detail):
            return detail
        case Error():
            return "The database cannot be reached or is busy. Check DATABASE_URL."
        case _:
            return str(error)


def _register(name: str, command: Command) -> None:
    # The sub-command parses its own arguments, --help included, once it is imported.
    passed_on = {
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    }

    panel = "The record, as you may see it" if name in RECORD else "This Bedside"

    @app.command(
        name,
        help=command.help,
        context_settings=passed_on,
        add_help_option=False,
        rich_help_panel=panel,
    )
    def run(context: typer.Context) -> None:
        if command.configured:
            start_django()
        _load(command.home, name)(context.args, prog_name=f"bedside {name}")


def _load(home: str, name: str) -> Callable[..., Any]:
    module, _, attribute = home.partition(":")
    loaded = getattr(import_module(module), attribute)
    if isinstance(loaded, dict):
        loaded = loaded[name]
    if isinstance(loaded, typer.Typer):
        return typer.main.get_command(loaded)
    single = typer.Typer(add_completion=False)
    single.command()(loaded)
    return typer.main.get_command(single)


for _name, _command in COMMANDS.items():
    _register(_name, _command)

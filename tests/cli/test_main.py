"""The command line itself: lazy, and one exit code for each kind of error."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError

from bedside import errors
from bedside.cli.main import COMMANDS, exit_code, sentence
from tests.cli.conftest import Run

LAZY = """
import sys
import bedside.cli.main
heavy = {"django", "fastapi", "streamlit", "numpy", "uvicorn", "cryptography"} & set(sys.modules)
assert not heavy, heavy
"""

HELP = """
from typer.testing import CliRunner
from bedside.cli.main import COMMANDS, app
for name in sorted(COMMANDS, key=lambda name: COMMANDS[name].configured):
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0, (name, shown.exception, shown.output)
    assert f"Usage: bedside {name}" in shown.stdout, (name, shown.output)
    print(name)
"""
"""In one process, for each would take a second to start; those that set up no Django come first."""


def test_the_command_itself_imports_nothing_heavy() -> None:
    subprocess.run([sys.executable, "-c", LAZY], check=True, timeout=30)


def test_help_lists_every_command_and_needs_no_configuration(bedside: Run) -> None:
    shown = bedside("--help", DATABASE_URL=None, BEDSIDE_EMERGENCY_NUMBER=None)
    assert shown.returncode == 0
    for name, command in COMMANDS.items():
        assert name in shown.stdout
        assert command.help in shown.stdout


def test_an_unknown_command(bedside: Run) -> None:
    assert bedside("frobnicate").returncode == 2


def test_a_misspelt_option_of_the_environment_stops_the_start(bedside: Run) -> None:
    refused = bedside("sweep", BEDSIDE_EMERGENCY_NUMBR="112")
    assert refused.returncode == 78
    assert "BEDSIDE_EMERGENCY_NUMBR" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ImproperlyConfigured("Set it."), 78),
        (errors.Invalid(), 65),
        (errors.Damaged(), 65),
        (errors.NotFound(), 66),
        (errors.Unauthenticated(), 77),
        (errors.Forbidden(), 77),
        (errors.Throttled(5), 75),
        (errors.Conflict(), 73),
        (errors.Stale(), 73),
        (errors.Unavailable(), 69),
        (OperationalError("password=secret"), 69),
        (IntegrityError("a programming error"), None),
        (ZeroDivisionError(), None),
    ],
)
def test_exit_codes(error: Exception, code: int | None) -> None:
    assert exit_code(error) == code
    assert "secret" not in sentence(error)


def test_a_bad_field_is_named() -> None:
    assert sentence(errors.Invalid(fields={"email": "Not one."})) == "email: Not one."


@pytest.mark.usefixtures("initialised")
def test_every_command_exists(environment: dict[str, str]) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", HELP],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    assert set(shown.stdout.split()) == set(COMMANDS)


@pytest.mark.usefixtures("initialised")
def test_sweeping_an_empty_house(bedside: Run) -> None:
    swept = bedside("sweep")
    assert swept.returncode == 0, swept.stderr

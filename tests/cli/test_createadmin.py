"""`bedside createadmin`: no default password, and no password that others can see."""

import os
import pty
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, Run
from tests.databases import run

PASSWORD = "a lantern by the harbour"
SIGN_IN = """
import django
django.setup()
from bedside import accounts
token, password = {token!r}, {password!r}
if token:
    accounts.reset_password(token, password)
signed_in = accounts.sign_in(
    email="DANA@example.org", password=password, role="administrator", address="192.0.2.1"
)
print(signed_in.actor.role, accounts.open_name(signed_in.user))
"""


def can_sign_in(environment: dict[str, str], token: str = "") -> bool:
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "bedside.config.settings"}
    done = run(SIGN_IN.format(token=token, password=PASSWORD), settings)
    return done.stdout == "administrator Dana\n"


@pytest.mark.usefixtures("initialised")
def test_a_link_sets_the_first_password(bedside: Run, environment: dict[str, str]) -> None:
    done = bedside("createadmin", "--email", "dana@example.org", "--name", "Dana", "--link")
    assert done.returncode == 0, done.stderr
    link = done.stdout.split()[-1]
    assert link.startswith("https://clinic.test/reset/")
    assert not can_sign_in(environment)
    assert can_sign_in(environment, token=link.rsplit("/", 1)[1])


@pytest.mark.usefixtures("initialised")
def test_without_a_terminal_it_asks_for_nothing(bedside: Run) -> None:
    for arguments in ((), ("--email", "dana@example.org", "--name", "Dana")):
        refused = bedside("createadmin", *arguments)
        assert refused.returncode == 2
        assert "--link" in refused.stderr


@pytest.mark.usefixtures("initialised")
def test_one_email_one_account(bedside: Run) -> None:
    arguments = ("createadmin", "--email", "dana@example.org", "--name", "Dana", "--link")
    bedside(*arguments)
    refused = bedside(*arguments)
    assert refused.returncode == 73
    assert "dana" not in refused.stderr


@pytest.mark.usefixtures("initialised")
def test_on_a_terminal_it_asks_twice_and_shows_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    typed = ["dana@example.org", "Dana", PASSWORD, "another one entirely", PASSWORD, PASSWORD]
    shown = on_a_terminal(["createadmin"], typed, environment, tmp_path)
    assert "do not match" in shown
    assert PASSWORD not in shown
    assert can_sign_in(environment)


@pytest.mark.usefixtures("initialised")
def test_a_weak_password_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    typed = ["dana@example.org", "Dana", "password1234", "password1234"]
    shown = on_a_terminal(["createadmin"], typed, environment, tmp_path)
    assert "tried first" in shown
    assert "can sign in" not in shown


def on_a_terminal(
    arguments: list[str], typed: list[str], environment: dict[str, str], directory: Path
) -> str:
    """Run the command on a terminal, answer each prompt with the next line, return the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment,
        cwd=directory,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown, answers, deadline = "", iter(typed), time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            shown += os.read(ours, 4096).decode()
            if shown.endswith(": "):
                os.write(ours, next(answers).encode() + b"\n")
    except OSError:
        pass  # the terminal closes when the command ends
    process.wait(10)
    os.close(ours)
    return shown

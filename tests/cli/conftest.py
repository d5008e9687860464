"""The `bedside` command run as an operator runs it: a process with an environment."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-c", "from bedside.cli.main import main; main()"]


def configured(directory: Path) -> dict[str, str]:
    """Return a complete configuration for a deployment in `directory`."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(directory), "TERM": "dumb", "COLUMNS": "200"}
    return {
        **kept,
        "DATABASE_URL": f"sqlite:///{directory}/bedside.sqlite3",
        "BEDSIDE_ROOT_KEY_FILE": f"{directory}/keys/root.key",
        "BEDSIDE_EMERGENCY_NUMBER": "112",
        "BEDSIDE_CRISIS_LINE": "116 123",
        "BEDSIDE_PUBLIC_URL": "https://clinic.test",
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The configuration of this test's own deployment, which nobody has made yet."""
    return configured(tmp_path)


@pytest.fixture
def bedside(tmp_path: Path) -> Run:
    """Run `bedside` with arguments; keywords change the environment, None takes one out."""
    return runner(tmp_path)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment that `bedside init` made, to be copied."""
    directory = tmp_path_factory.mktemp("deployment")
    done = runner(directory)("init")
    assert done.returncode == 0, done.stderr
    return directory


@pytest.fixture
def initialised(template: Path, tmp_path: Path) -> None:
    """Make this test's deployment a fresh copy of one that was initialised."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)


def runner(directory: Path) -> Run:
    """Return what runs `bedside` on the deployment in `directory`."""

    def run(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        merged = {**configured(directory), **changed}
        return subprocess.run(
            [*COMMAND, *arguments],
            env={name: value for name, value in merged.items() if value is not None},
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run

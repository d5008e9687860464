"""Fixtures that every room's tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bedside import documents, vault
from tests import databases, moments

pytest_plugins = ["tests.people"]

# No stopwatch: a busy machine is no fault of ours. And the same examples everywhere, so that what
# fails in one place fails in all.
settings.register_profile("bedside", deadline=None, derandomize=True)
settings.load_profile("bedside")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the deployment keys once, outside the transactions that tests roll back.

    And let the database see to it that no act hides its change; see `moments`.
    """
    with django_db_blocker.unblock():
        vault.create_deployment_keys()
        documents.check()
        moments.guard()


@pytest.fixture(autouse=True)
def forget_keys() -> Iterator[None]:
    """Let no key outlive the rolled back transaction that made it."""
    yield
    vault.forget_keys()


@pytest.fixture
def real_database(tmp_path: Path) -> dict[str, str]:
    """The environment for processes on a fresh database in which commits are real."""
    return databases.fresh_environment(tmp_path)


@pytest.fixture
def live_database(real_database: dict[str, str], django_db_blocker: Any) -> Iterator[None]:
    """Point this process, all of its threads included, at a fresh database with real commits."""
    with databases.live_on(real_database, django_db_blocker):
        yield

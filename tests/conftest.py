"""Fixtures that every room's tests share."""

from collections.abc import Iterator

import pytest

from bedside import vault


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Make the deployment keys once, outside the transactions that tests roll back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        vault.create_deployment_keys()


@pytest.fixture(autouse=True)
def forget_keys() -> Iterator[None]:
    """Let no key outlive the rolled back transaction that made it."""
    yield
    vault.forget_keys()

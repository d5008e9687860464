"""What an operator reads when Bedside cannot start: one sentence that says what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from bedside import vault
from bedside.config import wiring
from bedside.config.options import ConfigurationError
from bedside.documents import mongo_store
from bedside.documents.current import store
from bedside.documents.sql_store import SqlStore
from bedside.vault.models import Key
from tests import databases, servers

CHECK = """
import django
django.setup()
from bedside.config import wiring
try:
    wiring.check()
except Exception as error:
    raise SystemExit(f"{type(error).__name__}: {error}")
"""


@pytest.fixture(autouse=True)
def connected_again() -> Iterator[None]:
    yield
    wiring.connect(settings.BEDSIDE)


def start(environment: dict[str, str], **changed: str) -> str:
    """Start a process and let it check; return what it ended with."""
    return databases.run(CHECK, {**environment, **changed}).stderr.strip()


def test_everything_in_order(real_database: dict[str, str]) -> None:
    assert start(real_database) == ""


def test_a_database_without_tables(real_database: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    assert "Run `bedside migrate`" in start(real_database, DATABASE_URL=url)


def test_a_database_that_cannot_be_opened(real_database: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/bedside.sqlite3"
    assert "cannot be reached" in start(real_database, DATABASE_URL=url)


def test_a_postgresql_that_does_not_answer(real_database: dict[str, str]) -> None:
    url = f"postgresql://bedside@127.0.0.1:{servers.free_port()}/bedside"
    assert "cannot be reached" in start(real_database, DATABASE_URL=url)


def test_another_root_key(real_database: dict[str, str]) -> None:
    other = "B" * 43 + "="
    assert "root key does not open" in start(real_database, BEDSIDE_ROOT_KEY=other)


def test_a_mongodb_without_a_replica_set(real_database: dict[str, str]) -> None:
    said = start(real_database, DOCUMENTS_URL=f"{servers.lone_mongodb()}bedside")
    assert "without a replica set" in said


@pytest.mark.django_db
def test_a_database_without_keys() -> None:
    Key.objects.all().delete()
    vault.forget_keys()
    with pytest.raises(ConfigurationError, match="bedside init"):
        wiring.check()


@pytest.mark.django_db
def test_a_mongodb_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mongo_store, "DEADLINE_MS", 200)
    url = f"mongodb://127.0.0.1:{servers.free_port()}/bedside"
    wiring.documents.configure(wiring.store_at(url))
    with pytest.raises(ConfigurationError, match="document store cannot be reached"):
        wiring.check()


def test_documents_go_where_the_url_says() -> None:
    assert isinstance(wiring.store_at("sql:"), SqlStore)
    assert isinstance(wiring.store_at("mongodb://127.0.0.1/x"), mongo_store.MongoStore)
    with pytest.raises(ConfigurationError, match="not a usable"):
        wiring.store_at("mongodb://")
    assert isinstance(store(), SqlStore | mongo_store.MongoStore)

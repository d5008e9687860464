"""Databases of their own for tests that commit, run threads, or kill the process.

Triggers refuse to empty the audit log, so such tests cannot clean up after themselves. Each gets a
fresh copy of a template that was migrated once, with the deployment's keys in it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections

from bedside import documents, vault
from bedside.config.database import database
from bedside.config.wiring import store_at
from bedside.documents import current
from bedside.documents.mongo_store import MongoStore
from tests import servers
from tests.settings import STORE

PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from bedside import vault
vault.create_deployment_keys()
from tests import moments
moments.guard()
"""
_numbers = count(1)


def fresh_environment(directory: Path) -> dict[str, str]:
    """Return the environment of a process on a database (and document store) of its own."""
    name = f"copy_{os.getpid()}_{next(_numbers)}"
    url = _sqlite_copy(directory / f"{name}.sqlite3") if STORE == "sqlite" else _pg_copy(name)
    documents = servers.mongodb(name) if STORE == "mongodb" else "sql:"
    return _environment(url, documents)


@contextmanager
def live_on(environment: dict[str, str], blocker: Any) -> Iterator[None]:
    """Point this process, all of its threads included, at another database with real commits.

    A thread that a test starts closes its own connection when it is done. `blocker` is
    pytest-django's.
    """
    before, kept = connections.settings["default"], connections["default"]
    fresh = database(environment["DATABASE_URL"])
    # Django keeps one pool for each alias, and the other database's is still in it.
    fresh["OPTIONS"].pop("pool", None)
    connections.settings["default"] = {**before, **fresh}
    del connections["default"]
    store, fresh_store = current.store(), store_at(environment["DOCUMENTS_URL"])
    documents.configure(fresh_store)
    vault.forget_keys()
    with blocker.unblock():
        yield
        connections["default"].close()
    connections.settings["default"] = before
    connections["default"] = kept
    documents.configure(store)
    if isinstance(fresh_store, MongoStore):
        fresh_store.close()
    vault.forget_keys()


def run(program: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python source in a process of its own; what it prints comes back."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment(url: str, documents: str = "sql:") -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
        "DATABASE_URL": url,
        "DOCUMENTS_URL": documents,
    }


def _sqlite_copy(target: Path) -> str:
    shutil.copyfile(_sqlite_template(), target)
    return f"sqlite:///{target}"


@cache
def _sqlite_template() -> Path:
    template = servers.temporary_directory("template") / "template.sqlite3"
    _prepare(f"sqlite:///{template}")
    return template


def _pg_copy(name: str) -> str:
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{_pg_template()}"')
    return _named(name)


@cache
def _pg_template() -> str:
    name = f"template_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}"')
    _prepare(_named(name))
    return name


def _administer(statement: str) -> None:
    with psycopg.connect(servers.postgresql(), autocommit=True) as connection:
        connection.execute(statement)


def _named(name: str) -> str:
    return urlunsplit(urlsplit(servers.postgresql())._replace(path=f"/{name}"))


def _prepare(url: str) -> None:
    done = run(PREPARE, _environment(url))
    if done.returncode:
        raise RuntimeError(f"The template database could not be made:\n{done.stderr}")

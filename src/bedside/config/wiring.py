"""Connecting the rooms to what the operator chose, once, when Django starts.

Connecting makes no query, so every management command can start; `check` asks the stores, and a
server calls it before it takes a request.
"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from bedside import clinic, codes, documents, intake, mail, vault
from bedside.accounts import acts
from bedside.clinic.appointments.moving import follow as moving_appointments
from bedside.clinic.notes.moving import finish
from bedside.clinic.patients import transferring
from bedside.clinic.patients.holding import still_in_reach
from bedside.config import rooms
from bedside.config.options import ConfigurationError, Options
from bedside.config.process import knowledge
from bedside.documents.sql_store import SqlStore
from bedside.documents.store import Store
from bedside.errors import Unavailable
from bedside.intake import moving


def connect(options: Options) -> None:
    """Give the rooms what the operator chose, and `accounts` and the outbox what these declare.

    Raises ConfigurationError when DOCUMENTS_URL cannot be used at all.
    """
    vault.configure(options.root_key)
    documents.configure(store_at(options.documents_url))
    intake.configure(intake.Engine(knowledge, options.self_use_age))
    acts.hold_with(still_in_reach)
    transferring.configure([finish, moving.follow, moving_appointments])
    codes.keep_in(options.codes_folder)
    mail.configure(options.public_url, options.host)
    rooms.declare_verbs()
    rooms.declare_jobs()


def check() -> None:
    """Ask the database, the vault and the document store whether Bedside can run.

    Raises ConfigurationError with one sentence that says what to do.
    """
    _check_database()
    try:
        vault.check()
        documents.check()
        _check_search()
    except Unavailable as error:
        raise ConfigurationError(error.detail) from error


def store_at(url: str) -> Store:
    """Return the document store that DOCUMENTS_URL names. Raises ConfigurationError."""
    if url == "sql:":
        return SqlStore()
    # Its driver takes a tenth of a second to import, which most deployments never need.
    from bedside.documents.mongo_store import MongoStore

    try:
        return MongoStore(url)
    except Unavailable as error:
        raise ConfigurationError(error.detail) from error


def _check_search() -> None:
    if clinic.search_is_behind():
        raise ConfigurationError("The search index is older than Bedside. Run `bedside migrate`.")


def _check_database() -> None:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError) as error:
        raise ConfigurationError("DATABASE_URL names a database that cannot be reached.") from error
    if waiting:
        raise ConfigurationError("The database is not up to date. Run `bedside migrate`.")

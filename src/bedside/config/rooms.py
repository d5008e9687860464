"""The rooms that keep tables, as Django's applications, and the verbs and jobs that each declares.

Django imports an application's package before any model may be: a package whose `__init__` offers
the room's acts could not be one. So Django is told where a room lies without importing it, and
imports its models when it comes to them.
"""

from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from django.apps import AppConfig

TABLES = (
    "audit",
    "vault",
    "documents",
    "outbox",
    "accounts",
    "clinic",
    "intake",
    "reports",
    "imports",
    "api",
)
"""The rooms with tables, the lowest first."""
WITH_VERBS = (
    "accounts",
    "clinic",
    "intake",
    "chart",
    "reports",
    "imports",
    "jobs",
    "exports",
    "interop",
)
WITH_JOBS = ("accounts", "clinic", "intake", "reports", "imports", "jobs", "exports")


class Room(str, AppConfig):
    """One room with tables: its name to whoever writes the settings down, an application to Django.

    mypy's Django plugin keeps the settings as JSON, which knows names and no applications.
    """

    default_auto_field = "django.db.models.BigAutoField"

    def __new__(cls, name: str, module: ModuleType) -> "Room":  # noqa: ARG004
        """Return the name that `__init__` makes an application of."""
        return super().__new__(cls, name)


def installed() -> list[Room]:
    """Return the rooms for INSTALLED_APPS."""
    return [_room(f"bedside.{name}") for name in TABLES]


def _room(name: str) -> Room:
    spec = find_spec(name)
    if spec is None:
        raise ImportError(name)
    return Room(name, module_from_spec(spec))


def declare_verbs() -> None:
    """Give `accounts` the verbs of every room that has some."""
    # Late: `accounts` has models, and this module says where models are.
    from bedside.accounts import permissions

    tables = (import_module(f"bedside.{name}.verbs").VERBS for name in WITH_VERBS)
    permissions.declare(*tables)


def declare_jobs() -> None:
    """Give the outbox the jobs of every room that has some."""
    from bedside import outbox

    outbox.declare(*(import_module(f"bedside.{name}.jobs").JOBS for name in WITH_JOBS))

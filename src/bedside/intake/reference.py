"""What this Bedside works with: its software, codes, medical knowledge, clocks and stores.

An administrator answers for all of it ("which codes did you use in March?", "who has reviewed your
red flags?"). Everything is read from where it is true; nothing here is about anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as installed

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

from bedside import codes, documents
from bedside.accounts.acts import act
from bedside.assessment import load
from bedside.audit import Actor
from bedside.clinic.facilities.zone_data import ZoneData, zone_data
from bedside.intake.knowledge_review import SignOff, signed_off


@dataclass(frozen=True)
class Knowledge:
    """The medical knowledge in use: its version, and who has signed it off, the newest first."""

    version: str
    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True)
class Applied:
    """What has been done to one room's tables: how many migrations, the last one, and when."""

    room: str
    count: int
    last: str
    at: datetime


@dataclass(frozen=True)
class Stores:
    """Where everything is kept. `database` is its kind and `version` its own."""

    database: str
    version: str
    documents: str
    migrations: tuple[Applied, ...]


@dataclass(frozen=True)
class ReferenceData:
    """What this Bedside works with. `software` is Bedside's own version."""

    software: str
    codes: codes.Release
    knowledge: Knowledge
    zones: ZoneData
    stores: Stores


def read_reference_data(*, by: Actor) -> ReferenceData:
    """Return what this Bedside works with, as it is at this moment."""
    with act("reference_data.read", by=by):
        knowledge = load().version
        return ReferenceData(
            software=installed("bedside"),
            codes=codes.release(),
            knowledge=Knowledge(knowledge, tuple(signed_off(knowledge))),
            zones=zone_data(),
            stores=Stores(
                database=connection.display_name,
                version=".".join(map(str, connection.get_database_version())),
                documents=documents.kept_in(),
                migrations=tuple(_applied()),
            ),
        )


def _applied() -> list[Applied]:
    rows = MigrationRecorder(connection).migration_qs.order_by()
    found = rows.values("app").annotate(count=Count("id"), last=Max("name"), at=Max("applied"))
    return [
        Applied(one["app"], one["count"], one["last"], one["at"]) for one in found.order_by("app")
    ]

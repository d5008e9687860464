"""What this Bedside works with: software, codes, medical knowledge, clocks and stores."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Outgoing, example


class CodeRelease(Outgoing):
    """The table of ICD-10-CM in use. `sha256` is of the table, `source_sha256` of what NCHS wrote.

    `retired` codes are in no present release; records keep them, nobody can use them anew.
    """

    system: str
    release: Annotated[date, Field(description="The day from which the release is valid.")]
    chapters: int
    blocks: int
    headers: int
    billable: int
    retired: int
    package: str
    package_version: str
    source_sha256: str
    sha256: str


class KnowledgeSignOff(Outgoing):
    """That the operator's own reviewer answers for a version of the medical knowledge."""

    reviewer: str
    registration: str
    entered_by: str
    at: datetime


class KnowledgeInUse(Outgoing):
    """The medical knowledge in use. Nobody has reviewed it while `sign_offs` is empty."""

    version: str
    sign_offs: list[KnowledgeSignOff]


class TimeZoneData(Outgoing):
    """The clocks of the world: IANA's version (empty when unknown), and where it is from."""

    version: str
    source: Literal["system", "package"]
    zones: int


class AppliedMigrations(Outgoing):
    """What has been done to one room's tables."""

    room: str
    count: int
    last: str
    at: datetime


class StoresInUse(Outgoing):
    """Where everything is kept."""

    database: str
    version: str
    documents: str
    migrations: list[AppliedMigrations]


class Reference(Outgoing):
    """What this Bedside works with, as it is at this moment."""

    model_config = example(
        software="0.1.0",
        codes={
            "system": "http://hl7.org/fhir/sid/icd-10-cm",
            "release": "2026-04-01",
            "chapters": 22,
            "blocks": 297,
            "headers": 23467,
            "billable": 74719,
            "retired": 0,
            "package": "simple-icd-10-cm",
            "package_version": "1.5.0",
            "source_sha256": "f161f8182aff3ce3a2a78e202f8259c08eaee2c670a9e45b0072445c52302935",
            "sha256": "ce06b5bca953f5058af3bbe6c1811a3a5b4255ebda3f9b0bd5eedabfa98c3ba2",
        },
        knowledge={"version": "9c1f0b7a52d34e86", "sign_offs": []},
        zones={"version": "2026a", "source": "system", "zones": 598},
        stores={
            "database": "PostgreSQL",
            "version": "17.5",
            "documents": "MongoDB",
            "migrations": [
                {
                    "room": "clinic",
                    "count": 9,
                    "last": "0009_alerts_of_a_patient",
                    "at": "2026-11-30T11:20:00Z",
                }
            ],
        },
    )

    software: str
    codes: CodeRelease
    knowledge: KnowledgeInUse
    zones: TimeZoneData
    stores: StoresInUse

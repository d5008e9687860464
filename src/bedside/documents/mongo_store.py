"""Documents in MongoDB: a replica set, or a sharded cluster with the blobs sharded by hashed id.

A write counts once a majority of members has it in its journal, and a read sees only such writes:
an acknowledged document survives the loss of a member. A single server without a replica set
cannot promise that and is refused.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from bson.binary import Binary
from django.utils import timezone
from pymongo import ASCENDING, MongoClient
from pymongo.errors import PyMongoError

from bedside.errors import Unavailable

DEADLINE_MS = 5_000
"""For one operation, retries and the choice of a server included."""
DEFAULT_DATABASE = "bedside"

P = ParamSpec("P")
T = TypeVar("T")


def _reaching_mongo(method: Callable[P, T]) -> Callable[P, T]:
    @wraps(method)
    def reach(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except PyMongoError as error:
            raise Unavailable("The document store cannot be reached right now.") from error

    return reach


class MongoStore:
    """The `Store` on MongoDB; the database is the one that the URL names."""

    kind = "MongoDB"

    def __init__(self, url: str) -> None:
        try:
            # These stand above whatever the URL says: durability is not the operator's choice.
            self._client: MongoClient[dict[str, Any]] = MongoClient(
                url,
                connect=False,
                w="majority",
                journal=True,
                readConcernLevel="majority",
                readPreference="primary",
                retryWrites=True,
                retryReads=True,
                timeoutMS=DEADLINE_MS,
                serverSelectionTimeoutMS=DEADLINE_MS,
                uuidRepresentation="standard",
                tz_aware=True,
                appname="bedside",
            )
            self._blobs = self._client.get_default_database(DEFAULT_DATABASE)["blobs"]
        except (PyMongoError, ValueError) as error:
            raise Unavailable("DOCUMENTS_URL is not a usable MongoDB URL.") from error

    @_reaching_mongo
    def put(self, blob: UUID, body: bytes) -> None:
        self._blobs.insert_one({"_id": blob, "body": Binary(body), "stored_at": timezone.now()})

    @_reaching_mongo
    def get_many(self, blobs: Collection[UUID]) -> dict[UUID, bytes]:
        found = self._blobs.find({"_id": {"$in": list(blobs)}}, {"body": 1})
        return {row["_id"]: bytes(row["body"]) for row in found}

    @_reaching_mongo
    def delete(self, blobs: Collection[UUID]) -> None:
        self._blobs.delete_many({"_id": {"$in": list(blobs)}})

    def older_than(self, at: datetime) -> Iterator[UUID]:
        rows = self._start(at)
        while (row := self._next(rows)) is not None:
            yield row["_id"]

    @_reaching_mongo
    def check(self) -> None:
        hello = self._client.admin.command("hello")
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise Unavailable(
                "DOCUMENTS_URL is a MongoDB server without a replica set, which can lose what it "
                "acknowledged. Start it with --replSet and run rs.initiate()."
            )
        self._blobs.create_index([("stored_at", ASCENDING)])

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @_reaching_mongo
    def _start(self, at: datetime) -> Any:
        rows = self._blobs.find({"stored_at": {"$lt": at}}, {"_id": 1})
        return rows.sort("stored_at", ASCENDING)

    @_reaching_mongo
    def _next(self, rows: Any) -> dict[str, Any] | None:
        return next(rows, None)

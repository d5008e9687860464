"""The floor: Starlette and asyncpg doing, by hand, what one request of Bedside cannot do without.

The same statements in one transaction, the token's signature, the audit event with its hash, and
the same opening and sealing of documents. No rules, no engine, no checks of input: that is the
difference that the ratios show. Run by uvicorn with BENCH_PLAN and BENCH_DATABASE set.
"""

import hashlib
import json
import os
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import jwt
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.plan import Plan, Scenario, Statement

HEADER, BODY = 5, 17
COLUMNS = re.compile(r'INSERT INTO "\w+" \(([^)]*)\)')

LENGTH, NOW = timedelta(minutes=20), datetime.now(UTC)

plan = Plan.load(Path(os.environ["BENCH_PLAN"]))
public_key = Ed25519PublicKey.from_public_bytes(plan.public_key)
ciphers = {blob: (AESGCM(key), place) for blob, (key, place) in plan.seals.items()}


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["BENCH_DATABASE"], min_size=1)
    yield
    await app.state.pool.close()


async def answer(request: Request) -> JSONResponse:
    """Repeat a scenario. An answering one names the draft and its blob in the query, a booking one
    the time."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    jwt.decode(token, public_key, ["EdDSA"], audience="bedside-api", issuer="bedside", leeway=30)
    scenario = plan.scenarios[request.path_params["name"]]
    turn = Turn(request)
    async with request.app.state.pool.acquire() as connection:
        await turn.repeat(connection, scenario)
    return JSONResponse(scenario.answer)


class Turn:
    """One request: which recorded ids stand for which, and the document on its way."""

    def __init__(self, request: Request) -> None:
        self.names: dict[Any, Any] = {}
        self.document: tuple[AESGCM, bytes, Any] | None = None
        self.sealed: dict[uuid.UUID, tuple[AESGCM, bytes]] = {}
        self.event: tuple[int, str] = (0, "")
        self.head: tuple[int, str] = (0, "")
        if plan.recorded and "draft" in request.query_params:
            draft, blob = plan.recorded
            self.names = {
                draft: uuid.UUID(request.query_params["draft"]),
                blob: uuid.UUID(request.query_params["blob"]),
            }
        if "start" in request.query_params:
            first = plan.booking.first
            start = datetime.fromisoformat(request.query_params["start"]).replace(tzinfo=UTC)
            self.names = {first: start, first + LENGTH: start + LENGTH}

    async def repeat(self, connection: Any, scenario: Scenario) -> None:
        session, *rest = scenario.statements
        await connection.fetch(session.sql, *session.parameters)
        async with connection.transaction():
            for statement in rest:
                await self.one(connection, statement)

    async def one(self, connection: Any, statement: Statement) -> None:
        sql = statement.sql
        if sql.startswith('INSERT INTO "clinic_'):
            self.make(sql, statement.parameters)
        values = [self.here(value) for value in statement.parameters]
        if sql.startswith('INSERT INTO "documents_blob"'):
            values = self.seal(values)
        elif sql.startswith('INSERT INTO "audit_event"'):
            values = self.chain(sql, values)
        elif sql.startswith('UPDATE "audit_chainhead"'):
            values[:2] = self.event
        rows = await connection.fetch(sql, *values)
        if '"documents_blob"."body"' in sql:
            for row in rows:
                self.open(row["id"], row["body"])
        elif sql.startswith("SELECT") and '"audit_chainhead"' in sql:
            self.head = (rows[0]["seq"], rows[0]["hash"])

    def make(self, sql: str, values: list[Any]) -> None:
        """Give a new row an id of its own, unless an earlier row has named it."""
        recorded = _row(sql, values).get("id")
        if recorded is not None:
            self.names.setdefault(recorded, uuid.uuid4())

    def here(self, value: Any) -> Any:
        """Return what stands in this request for what was recorded."""
        if isinstance(value, list):
            return [self.here(item) for item in value]
        return self.names.get(value, value)

    def open(self, blob: uuid.UUID, body: bytes) -> None:
        cipher, place = self.sealed.get(blob) or ciphers[blob]
        text = cipher.decrypt(body[HEADER:BODY], body[BODY:], place)
        self.document = (cipher, place, json.loads(text))

    def seal(self, values: list[Any]) -> list[Any]:
        iv, recorded = os.urandom(12), values[0]
        cipher, place, document = self.document or (*ciphers[recorded], plan.booking.body(NOW))
        self.names[recorded] = uuid.uuid4()
        self.sealed[self.names[recorded]] = cipher, place
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return [
            self.names[recorded],
            bytes(HEADER) + iv + cipher.encrypt(iv, text, place),
            values[2],
        ]

    def chain(self, sql: str, values: list[Any]) -> list[Any]:
        """Number the event, hash it with the one before, and give it an id of its own."""
        row = _row(sql, values)
        self.names[row["id"]] = row["id"] = uuid.uuid4()
        row["seq"], row["previous"] = self.head[0] + 1, self.head[1]
        fields = {name: _word(value) for name, value in row.items() if name != "hash"}
        row["hash"] = hashlib.sha256(rfc8785.dumps(fields)).hexdigest()
        self.event = (row["seq"], row["hash"])
        return list(row.values())


def _row(sql: str, values: list[Any]) -> dict[str, Any]:
    """Return what an INSERT of one row says, by column."""
    found = COLUMNS.match(sql)
    assert found is not None
    columns = [name.strip('" ') for name in found[1].split(",")]
    return dict(zip(columns, values, strict=True))


def _word(value: Any) -> Any:
    return value if value is None else str(value)


async def live(_: Request) -> JSONResponse:
    return JSONResponse({})


ROUTES = [Route("/live", live), Route("/{name}", answer, methods=["GET", "POST"])]
app = Starlette(routes=ROUTES, lifespan=lifespan)

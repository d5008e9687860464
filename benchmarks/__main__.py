"""`make bench`: a table of what Bedside costs, as ratios to a floor, from one run on PostgreSQL.

Processor time of the server's process for each request (user and system, read from the kernel), so
the client, the database server and a busy machine do not count. The floor is Starlette with
asyncpg repeating the statements that Bedside was seen to execute: see `floor`.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ["TEST_STORE"] = "postgresql"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from bedside.intake.engine import knowledge  # noqa: E402
from benchmarks.plan import Plan, note_text  # noqa: E402
from benchmarks.servers import Server, serve  # noqa: E402
from benchmarks.small import engine, opening  # noqa: E402
from tests.databases import fresh_environment  # noqa: E402

HOST = "clinic.test"
WARM, REQUESTS, BATCH = 40, 200, 40
WITHIN = {"chart": 100, "codes": 30}
"""Milliseconds, where the goal is a time: what these do besides their statements is their point."""
TYPED = ("hart atack", "diabet", "I10", "broken wrist", "migrane", "low back p", "copd", "E11.6")
BEDSIDE = "bedside.config.asgi:without_portal"
Ask = Callable[[Server, int], None]
T = TypeVar("T")
Pair = tuple[T, T]
"""Bedside's, and the floor's."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan"
        environment = {**fresh_environment(Path(folder)), "PYTHONPATH": "."}
        environment["DJANGO_SETTINGS_MODULE"] = "bedside.config.settings"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.prepare", str(path)], env=environment, check=True
        )
        plan = Plan.load(path)
        floor = {**environment, "BENCH_PLAN": str(path)}
        floor["BENCH_DATABASE"] = environment["DATABASE_URL"]
        with (
            serve(BEDSIDE, environment, "/api/live", HOST) as bedside,
            serve("benchmarks.floor:app", floor, "/live", HOST) as below,
        ):
            asks = {name: (ask, _floors(plan)[name]) for name, ask in _ours(plan).items()}
            costs = {name: _costs((bedside, below), pair) for name, pair in asks.items()}
            _print(costs, bedside.memory(), bedside.started_in)


def _costs(servers: Pair[Server], asks: Pair[Ask]) -> Pair[float]:
    """Return milliseconds of processor time for one request of each server, after a warm-up.

    They take turns, so that a machine which is busy for a while is busy for both.
    """
    spent = [0.0, 0.0]
    for first in range(0, WARM + REQUESTS, BATCH):
        for which, (server, ask) in enumerate(zip(servers, asks, strict=True)):
            before = server.cpu()
            for number in range(first, first + BATCH):
                ask(server, number)
            if first >= WARM:
                spent[which] += server.cpu() - before
    return 1000 * spent[0] / REQUESTS, 1000 * spent[1] / REQUESTS


def _ours(plan: Plan) -> dict[str, Ask]:
    def read(server: Server, _: int) -> None:
        _good(server, "GET", f"/api/assessments/{plan.read}", plan.token["patient"])

    def answer(server: Server, number: int) -> None:
        draft, _ = plan.drafts["bedside"][number]
        path = f"/api/assessments/{draft}/answers"
        _good(server, "POST", path, plan.token["patient"], plan.body)

    def worklist(server: Server, _: int) -> None:
        _good(server, "GET", "/api/worklist?limit=50", plan.token["doctor"])

    def chart(server: Server, _: int) -> None:
        got = server.client.get(f"/patients/{plan.chart}", headers={"Cookie": plan.cookie})
        if got.status_code != 200:
            raise RuntimeError(f"the chart answered {got.status_code}")

    def note(server: Server, number: int) -> None:
        patient, draft = plan.note
        path, body = f"/api/patients/{patient}/notes/{draft}", note_text(number)
        _good(server, "PUT", path, plan.token["doctor"], body, version=number + 1)

    def codes(server: Server, number: int) -> None:
        body = {"text": TYPED[number % len(TYPED)], "limit": 10}
        _good(server, "POST", "/api/codes/search", plan.token["doctor"], body)

    def booking(server: Server, number: int) -> None:
        body = plan.booking.body(plan.booking.time(0, number))
        _good(server, "POST", "/api/appointments", plan.token["doctor"], body)

    return {
        "read": read,
        "answer": answer,
        "worklist": worklist,
        "chart": chart,
        "note": note,
        "booking": booking,
        "codes": codes,
    }


def _floors(plan: Plan) -> dict[str, Ask]:
    def repeat(name: str, who: str) -> Ask:
        return lambda server, _: _good(server, "GET", f"/{name}", plan.token[who])

    def answer(server: Server, number: int) -> None:
        draft, blob = plan.drafts["floor"][number]
        path = f"/answer?draft={draft}&blob={blob}"
        _good(server, "POST", path, plan.token["patient"], plan.body)

    def booking(server: Server, number: int) -> None:
        start = plan.booking.time(1, number)
        path = f"/booking?start={start:%Y-%m-%dT%H:%M}"
        _good(server, "POST", path, plan.token["doctor"], plan.booking.body(start))

    return {
        "read": repeat("read", "patient"),
        "answer": answer,
        "worklist": repeat("worklist", "doctor"),
        "chart": repeat("chart", "doctor"),
        "note": repeat("note", "doctor"),
        "booking": booking,
        "codes": repeat("codes", "doctor"),
    }


def _good(
    server: Server, method: str, path: str, token: str, body: object = None, *, version: int = 1
) -> None:
    headers = {"Authorization": f"Bearer {token}", "If-Match": f'"{version}"'}
    got = server.client.request(method, path, json=body, headers=headers)
    if not got.is_success:
        raise RuntimeError(f"{method} {path} answered {got.status_code}: {got.text[:300]}")


def _print(costs: dict[str, Pair[float]], memory: float, started: float) -> None:
    table = Table(title=f"Bedside against its floor, {REQUESTS} requests each, PostgreSQL")
    for column in ("what", "Bedside", "floor", "ratio", "to reach", ""):
        table.add_column(column)

    def row(what: str, got: str, floor: str, ratio: str, goal: str, reached: bool) -> None:
        table.add_row(what, got, floor, ratio, goal, "reached" if reached else "MISSED")

    titles = {
        "read": "read an assessment",
        "answer": "answer a question",
        "worklist": "worklist of 50",
        "chart": "chart with 500 encounters",
        "note": "save the draft of a note",
        "booking": "book an appointment",
        "codes": "type-ahead of a code",
    }
    for name, title in titles.items():
        ours, theirs = costs[name]
        ratio, within = ours / theirs, WITHIN.get(name)
        to_reach, good = ("3", ratio <= 3) if within is None else (f"{within} ms", ours <= within)
        row(title, f"{ours:.2f} ms", f"{theirs:.2f} ms", f"{ratio:.2f}", to_reach, good)
    turns = engine(knowledge())
    row("engine turn, mean", f"{turns.mean:.2f} ms", "", "", "3 ms", turns.mean <= 3)
    row("engine turn, worst", f"{turns.worst:.2f} ms", "", "", "3 ms", turns.worst <= 3)
    row("longest interview", f"{turns.interview:.0f} ms", "", "", "150 ms", turns.interview <= 150)
    vault, bare = opening()
    goal = 2 * bare + 5
    row("open 2 KB", f"{vault:.1f} µs", f"{bare:.1f} µs", f"{vault / bare:.2f}",
        f"{goal:.1f} µs", vault <= goal)  # fmt: skip
    row("memory of an API worker", f"{memory:.0f} MB", "", "", "200 MB", memory < 200)
    row("warm start to first answer", f"{started:.2f} s", "", "", "3 s", started < 3)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()

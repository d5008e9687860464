"""Many clients at once against a real server: nothing fails, nothing is lost, the log is whole.

What is counted is outcomes, never speed: how fast it goes is for the benchmarks. Bounded in clients
and turns, on loopback only.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bedside import audit
from tests import people
from tests.servers import free_port

TEXT = "I have a sore throat and a runny nose for two days"
HOST = {"Host": "clinic.test"}


@dataclass(frozen=True)
class Served:
    """A running server and a patient who can sign in."""

    url: str
    email: str
    password: str


@pytest.fixture
def served(live_database: None, real_database: dict[str, str]) -> Iterator[Served]:
    from bedside import clinic

    harbour = clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)
    asha = people.register_patient(people.ASHA, harbour)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bedside.config.asgi:without_portal", "--factory"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning"],
        env={**real_database, "DJANGO_SETTINGS_MODULE": "bedside.config.settings"},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield Served(f"http://127.0.0.1:{port}", asha.email, asha.password)
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.load
@pytest.mark.parametrize(
    ("clients", "turns"), [pytest.param(6, 4, marks=pytest.mark.short), (24, 12)]
)
def test_many_interviews_at_once(clients: int, turns: int, served: Served) -> None:
    token = _sign_in(served)
    with ThreadPoolExecutor(clients) as pool:
        rounds = [pool.submit(_interview, served.url, token, turns) for _ in range(clients)]
        statuses = sum((one.result() for one in rounds), Counter[int]())
    assert set(statuses) <= {200, 201}, statuses
    answered = audit.Event.objects.filter(action="assessment.answer", outcome="done").count()
    assert answered == statuses[200] // 2
    assert audit.verify() == []


def _interview(url: str, token: str, turns: int) -> Counter[int]:
    """Answer `turns` questions of an interview of one's own, reading it after each."""
    statuses: Counter[int] = Counter()
    headers = {**HOST, "Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        got = client.post("/api/assessments", json={"text": TEXT})
        statuses[got.status_code] += 1
        for _ in range(turns):
            view = got.json()
            if view["result"] is not None:
                break
            path = f"/api/assessments/{view['id']}"
            step = view["step"]
            body = {"question_id": step["id"], "answer": _plain_answer(step)}
            match = {"If-Match": f'"{view["version"]}"'}
            statuses[client.post(f"{path}/answers", json=body, headers=match).status_code] += 1
            got = client.get(path)
            statuses[got.status_code] += 1
    return statuses


def _plain_answer(step: dict[str, Any]) -> object:
    if step["kind"] == "confirm":
        return step["preselected"]
    if step["kind"] == "choice":
        return step["options"][-1]["id"]
    return {"yes_no": "no", "many": ["none"], "number": step["min"] or 1, "text": "-"}[step["kind"]]


def _sign_in(served: Served) -> str:
    got = httpx.post(
        f"{served.url}/api/auth/patient/login",
        json={"email": served.email, "password": served.password},
        headers=HOST,
        timeout=30,
    )
    return str(got.json()["access"])


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{url}/api/live", headers=HOST)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server did not answer.")

"""The portal as an ASGI application: its policy, its front page and its compressed files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from bedside.portal import mount


@pytest.fixture(scope="module")
def client() -> TestClient:
    portal = mount.build(
        api_url="http://127.0.0.1:1",
        public_url="http://testserver",
        internal_key="k",
        emergency_number="112",
        crisis_line="116 123",
    )

    @asynccontextmanager
    async def lifespan(root: Starlette) -> AsyncIterator[None]:
        async with portal.lifespan()(root):
            yield

    root = Starlette(routes=[Mount(mount.PATH, portal)], lifespan=lifespan)
    with TestClient(root) as client:
        yield client


def test_the_policy_allows_the_one_inline_script_by_its_hash_only() -> None:
    policy = mount.content_security_policy()
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts.count("'sha256-") == 1
    assert "unsafe" not in scripts
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_the_front_page_has_a_way_on_without_javascript(client: TestClient) -> None:
    page = client.get("/portal/")
    assert page.status_code == 200
    assert "<title>Bedside</title>" in page.text
    assert "<noscript><p>" in page.text and 'href="/home"' in page.text


def test_scripts_are_compressed_for_those_who_want_it(client: TestClient) -> None:
    name = next(
        part.split('"')[0]
        for part in client.get("/portal/").text.split('src="./')
        if part.startswith("static/js/")
    )
    small = client.get(f"/portal/{name}", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"/portal/{name}", headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content
    assert int(small.headers["content-length"]) < len(plain.content) / 2


@pytest.mark.parametrize(
    "path", ["static/js/../../index.html", "static/js/none.js", "static/%2e%2e/x.js"]
)
def test_only_known_files_are_served_compressed(client: TestClient, path: str) -> None:
    answer = client.get(f"/portal/{path}", headers={"Accept-Encoding": "gzip"})
    assert "immutable" not in answer.headers.get("cache-control", "")

"""Forged, edited, borrowed and outdated tokens open nothing."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import TestClient

from bedside import accounts, vault
from bedside.accounts.models import RefreshToken, Session
from bedside.accounts.refreshing import GRACE
from tests.api.checks import MARK, assert_refused
from tests.api.conftest import ORIGIN, Clinic
from tests.api.test_assessing import ADULT, tag


@pytest.fixture(scope="module")
def access(day: Clinic) -> str:
    return str(day.sign_in(day.asha)["access"])


def part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def taken_apart(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    _, _, signature = token.split(".")
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.get_unverified_header(token), claims, signature


def signed_by_us(claims: dict[str, Any]) -> str:
    """Sign whatever claims with the real key, as only the server could."""
    kid, seed = vault.secret("signing").current
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return jwt.encode(claims, key, "EdDSA", {"kid": str(kid)})


def assert_closed(day: Clinic, token: str) -> None:
    answer = day.caller().get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert_refused(answer, 401)


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "EdDSA"])
def test_a_token_without_a_signature_is_nothing(day: Clinic, access: str, algorithm: str) -> None:
    header, claims, _ = taken_apart(access)
    assert_closed(day, f"{part({**header, 'alg': algorithm})}.{part(claims)}.")


@pytest.mark.parametrize("encoding", ["pem", "raw"])
def test_the_public_key_is_no_secret_to_sign_with(day: Clinic, access: str, encoding: str) -> None:
    header, claims, _ = taken_apart(access)
    _, seed = vault.secret("signing").current
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    key = {
        "pem": public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
        "raw": public.public_bytes_raw(),
    }[encoding]
    said = f"{part({**header, 'alg': 'HS256'})}.{part(claims)}"
    mac = hmac.new(key, said.encode(), hashlib.sha256).digest()
    assert_closed(day, f"{said}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}")


@pytest.mark.parametrize(
    "change",
    [
        {"exp": int(time.time()) - 31},
        {"exp": None},
        {"exp": "9999999999"},
        {"nbf": int(time.time()) + 3600},
        {"iat": None},
        {"sid": None},
        {"typ": "refresh"},
        {"aud": "somebody-else"},
        {"iss": "somebody-else"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_our_own_signature_does_not_save_wrong_claims(
    day: Clinic, access: str, change: dict[str, Any]
) -> None:
    _, claims, _ = taken_apart(access)
    changed = {name: value for name, value in {**claims, **change}.items() if value is not None}
    assert_closed(day, signed_by_us(changed))


def test_the_same_claims_signed_again_do_open(day: Clinic, access: str) -> None:
    """The tests above are refused for their claims and not for how they are made."""
    _, claims, _ = taken_apart(access)
    answer = day.caller().get(
        "/api/me", headers={"Authorization": f"Bearer {signed_by_us(claims)}"}
    )
    assert answer.status_code == 200


def test_an_infinite_expiry_is_refused(day: Clinic, access: str) -> None:
    header, claims, signature = taken_apart(access)
    said = json.dumps(claims).replace(str(claims["exp"]), "1e400").encode()
    payload = base64.urlsafe_b64encode(said).decode().rstrip("=")
    assert_closed(day, f"{part(header)}.{payload}.{signature}")


@pytest.mark.parametrize("claim", ["role", "sub", "tenant"])
def test_an_edited_payload_breaks_the_signature(day: Clinic, access: str, claim: str) -> None:
    header, claims, signature = taken_apart(access)
    edited = {**claims, claim: str(day.dana.user)}
    assert_closed(day, f"{part(header)}.{part(edited)}.{signature}")


def test_a_role_in_the_token_gives_nothing(day: Clinic, access: str) -> None:
    """Even validly signed: the role is the one in the user's row."""
    _, claims, _ = taken_apart(access)
    token = signed_by_us({**claims, "role": "administrator"})
    answer = day.caller().get("/api/users", headers={"Authorization": f"Bearer {token}"})
    assert_refused(answer, 403)


def test_somebody_elses_session_in_the_token_is_refused(day: Clinic, access: str) -> None:
    _, claims, _ = taken_apart(access)
    assert_closed(day, signed_by_us({**claims, "sub": str(day.dana.user)}))


def test_tokens_of_one_kind_are_not_taken_for_another(day: Clinic) -> None:
    tokens = day.sign_in(day.asha)
    assert_closed(day, tokens["refresh"])
    reset = accounts.issue_reset_link(user=day.asha.user, by=day.dana.actor)
    assert_closed(day, reset)
    for token in (tokens["access"], reset):
        answer = day.caller().post("/api/auth/refresh", json={"refresh": token})
        assert_refused(answer, 400)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer a.b.c d",
        "bearer {access}",
        "Basic {access}",
        "Bearer {access} {access}",
        "Bearer a.b.ç",
        MARK,
    ],
)
def test_one_way_to_write_the_header(day: Clinic, access: str, header: str) -> None:
    sent = header.format(access=access).encode("latin-1")
    assert_refused(day.caller().get("/api/me", headers={"Authorization": sent}), 401)


def test_two_headers_are_refused_though_both_are_good(day: Clinic, access: str) -> None:
    both = [("Authorization", f"Bearer {access}")] * 2
    assert_refused(day.caller().get("/api/me", headers=both), 401)


def test_a_token_of_64_kilobytes_is_refused(day: Clinic) -> None:
    long = f"Bearer {'a' * 65_536}.b.c"
    assert_refused(day.caller().get("/api/me", headers={"Authorization": long}), 431)


def test_a_token_in_the_address_is_refused(day: Clinic, access: str) -> None:
    assert_refused(day.caller().get(f"/api/me?access_token={access}"), 401)


def test_a_spoofed_user_header_says_nothing(day: Clinic) -> None:
    headers = {"X-User-Id": str(day.dana.user), "X-Original-URL": "/api/live"}
    assert_refused(day.caller().get("/api/users", headers=headers), 401)


def test_a_refresh_token_used_again_later_ends_the_family(day: Clinic) -> None:
    tokens = day.sign_in(day.asha)
    first = day.caller().post("/api/auth/refresh", json={"refresh": tokens["refresh"]}).json()
    used = RefreshToken.objects.get(hash=accounts.fingerprint(tokens["refresh"]))
    RefreshToken.objects.filter(hash=used.hash).update(used_at=used.used_at - 2 * GRACE)
    again = day.caller().post("/api/auth/refresh", json={"refresh": tokens["refresh"]})
    assert_refused(again, 400)
    assert_closed(day, first["access"])
    newest = day.caller().post("/api/auth/refresh", json={"refresh": first["refresh"]})
    assert_refused(newest, 400)
    assert Session.objects.get(id=used.session_id).ended_because == "refresh_token_reused"


def browser(day: Clinic, **headers: str) -> TestClient:
    """A browser that Asha signed in with: it has nothing but the cookie."""
    signed_in = accounts.sign_in(
        email=day.asha.email, password=day.asha.password, role=None, address="local"
    )
    client = day.caller(None, **headers)
    client.cookies.set("sid", signed_in.sid)
    return client


def test_the_browsers_cookie_reads(day: Clinic) -> None:
    assert browser(day).get("/api/me").status_code == 200


@pytest.mark.parametrize(
    "origin", [None, "null", "https://[", "https://clinic.test.evil.example", "http://clinic.test"]
)
def test_the_cookie_alone_writes_nothing(day: Clinic, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    answer = browser(day, **headers).post("/api/auth/logout")
    assert_refused(answer, 403)
    assert "access-control-allow-origin" not in answer.headers


def test_our_own_origin_writes(day: Clinic) -> None:
    assert browser(day, Origin=ORIGIN).post("/api/auth/logout").status_code == 204


@pytest.mark.parametrize("header", ["nothing", "another", "own"])
def test_a_draft_is_written_only_with_its_own_token(day: Clinic, header: str) -> None:
    """Another site can make a browser send the cookie of a draft, as it can that of a session."""
    client = day.caller(None)
    begun = client.post("/api/assessments", json=ADULT)
    assert begun.status_code == 201 and client.cookies["draft"]
    where = f"/api/assessments/{begun.json()['id']}"
    token = {
        "nothing": {},
        "another": {"X-CSRF-Token": accounts.csrf_token("another draft")},
        "own": {"X-CSRF-Token": accounts.csrf_token(client.cookies["draft"])},
    }[header]
    answer = client.delete(where, headers={**tag(begun), **token})
    assert answer.status_code == (204 if header == "own" else 403), answer.text


def test_the_token_of_the_session_writes(day: Clinic) -> None:
    client = browser(day)
    token = accounts.csrf_token(client.cookies["sid"])
    other = accounts.csrf_token("another session")
    assert client.post("/api/auth/logout", headers={"X-CSRF-Token": other}).status_code == 403
    assert client.post("/api/auth/logout", headers={"X-CSRF-Token": token}).status_code == 204

"""Access tokens: forged, edited and confused ones open nothing."""

import base64
import json
import socket
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bedside import accounts, vault
from bedside.accounts import SignedIn, User
from bedside.audit import Actor
from bedside.errors import Unauthenticated
from tests.accounts.conftest import ADDRESS, Clock

Forge = Callable[..., str]


def part(data: Any) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.secret("signing").current[1])


@pytest.fixture
def signed_in(bello: User, sign_in: Callable[..., SignedIn]) -> SignedIn:
    return sign_in("doctor")


@pytest.fixture
def forge(signed_in: SignedIn) -> Forge:
    """Make a token like a good one but for the given header and claims (None leaves one out).

    It is signed with the true key, so only what differs can be the reason to refuse it.
    """
    header, claims, _ = (signed_in.access + "==").split(".")

    def make(header_: dict[str, Any] | None = None, raw: str | None = None, **claims_: Any) -> str:
        head = {**decoded(header), **(header_ or {})}
        body = {**decoded(claims), **claims_}
        head = {name: value for name, value in head.items() if value is not None}
        body = {name: value for name, value in body.items() if value is not None}
        signing = f"{part(head)}.{part(raw or body)}"
        signature = key().sign(signing.encode())
        return f"{signing}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    return make


def decoded(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=="))
    return data


def refused(token: str) -> bool:
    try:
        accounts.actor_for_access(token, address=ADDRESS)
    except Unauthenticated:
        return True
    return False


def test_the_forge_makes_good_tokens_when_asked_for_nothing_else(forge: Forge) -> None:
    assert not refused(forge())


@pytest.mark.parametrize("alg", ["none", "None", "nOnE", "", "HS512", "ES256", "Ed25519", 7])
def test_other_algorithms(forge: Forge, alg: Any) -> None:
    header, claims, signature = forge({"alg": alg}).split(".")
    for ending in (signature, ""):
        assert refused(f"{header}.{claims}.{ending}")


def test_no_signature_and_a_wrong_one(forge: Forge) -> None:
    header, claims, signature = forge().split(".")
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    for ending in ("", other, signature[:-4], "." + signature):
        assert refused(f"{header}.{claims}.{ending}")


def test_the_public_key_as_a_shared_secret(forge: Forge) -> None:
    """HS256 signed with what everybody may know: the public key."""
    import hashlib
    import hmac

    public = key().public_key()
    for secret in (
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.Raw, PublicFormat.Raw),
    ):
        signing = forge({"alg": "HS256"}).rsplit(".", 1)[0]
        mac = hmac.digest(secret, signing.encode(), hashlib.sha256)
        assert refused(f"{signing}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


@pytest.mark.parametrize(
    "kid",
    ["../../etc/passwd", "' OR 1=1--", "0", "", "9" * 10_000, None, 7, ["a"], {"a": 1}, "１２"],
)
def test_key_ids_that_are_not_ours(forge: Forge, kid: Any) -> None:
    assert refused(forge({"kid": kid}))


def test_a_key_of_another_house(forge: Forge) -> None:
    signing = forge().rsplit(".", 1)[0]
    stranger = Ed25519PrivateKey.generate().sign(signing.encode())
    assert refused(f"{signing}.{base64.urlsafe_b64encode(stranger).rstrip(b'=').decode()}")


def test_keys_offered_in_the_header_are_never_fetched(forge: Forge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/key"
        for name in ("jku", "x5u"):
            assert refused(forge({name: url}))
        with pytest.raises(TimeoutError):
            listener.accept()
    assert refused(forge({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}}))
    assert refused(forge({"crit": ["bork"]}))
    assert refused(forge({"b64": False}))


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": 9999999999.5},
        {"exp": True},
        {"exp": [9999999999]},
        {"exp": 10**400},
        {"exp": -1},
        {"iat": None},
        {"iat": "1"},
        {"nbf": 9999999999},
        {"iat": 9999999999},
        {"aud": None},
        {"aud": "another-api"},
        {"aud": ["bedside-api"]},
        {"iss": None},
        {"iss": "another"},
        {"typ": None},
        {"typ": "refresh"},
        {"typ": "id"},
        {"jti": None},
        {"sid": None},
        {"sid": "x"},
        {"sid": 7},
        {"sid": str(uuid.uuid4())},
        {"sub": None},
        {"sub": "' OR 1=1--"},
        {"sub": str(uuid.uuid4())},
    ],
)
def test_claims_that_we_do_not_write(forge: Forge, claims: dict[str, Any]) -> None:
    assert refused(forge(**claims))


@pytest.mark.parametrize(
    "raw", ['{"exp": 1e400}', '{"exp": NaN}', "[]", "7", "null", "{", "[" * 900]
)
def test_a_payload_that_is_no_set_of_claims(forge: Forge, raw: str) -> None:
    assert refused(forge(raw=raw))


def test_an_infinite_expiry(forge: Forge) -> None:
    _, claims, _ = forge().split(".")
    raw = json.dumps(decoded(claims)).replace(str(decoded(claims)["exp"]), "1e400")
    assert refused(forge(raw=raw))


def test_expiry_has_thirty_seconds_of_leeway(forge: Forge) -> None:
    now = int(time.time())
    assert not refused(forge(exp=now - 25))
    assert refused(forge(exp=now - 31))


def test_a_role_in_the_token_means_nothing(forge: Forge) -> None:
    actor = accounts.actor_for_access(forge(role="administrator"), address=ADDRESS)
    assert actor.role == "doctor"


def test_an_edited_payload(forge: Forge, signed_in: SignedIn) -> None:
    header, claims, signature = signed_in.access.split(".")
    edited = {**decoded(claims), "sub": str(uuid.uuid4()), "role": "administrator"}
    assert refused(f"{header}.{part(edited)}.{signature}")


@pytest.mark.django_db
def test_other_proofs_are_no_access_tokens(signed_in: SignedIn, dana: User) -> None:
    link = accounts.issue_reset_link(
        user=signed_in.user.id, by=Actor(role="administrator", user=dana.id)
    )
    for proof in (signed_in.refresh, signed_in.sid, signed_in.device, link):
        assert refused(proof)
    with pytest.raises(Unauthenticated):
        accounts.refresh(signed_in.access, address=ADDRESS)
    with pytest.raises(Unauthenticated):
        accounts.actor_for_sid(signed_in.access, address=ADDRESS)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "\ud800", "ü.ü.ü", "x" * 65_536, "\0"])
def test_what_is_no_token(text: str) -> None:
    assert refused(text)


def test_our_clock_behind_theirs(signed_in: SignedIn, clock: Clock) -> None:
    """A token made by a server two hours ahead is refused here, without an error."""
    clock.forward(hours=2)
    from bedside.accounts import Session, access

    ahead, _ = access.issue(Session.objects.get(id=signed_in.session_id))
    clock.forward(hours=-2)
    assert refused(ahead)


def test_a_token_never_outlives_its_session(signed_in: SignedIn, clock: Clock) -> None:
    from bedside.accounts import Session, access

    clock.forward(hours=11, minutes=50)
    _, expires = access.issue(Session.objects.get(id=signed_in.session_id))
    assert (expires - clock.now()).total_seconds() <= 600


def test_the_refusal_is_logged_without_the_token(
    forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    token = forge(aud="another-api")
    assert refused(token)
    assert "InvalidAudienceError" in caplog.text
    assert token[:20] not in caplog.text


def test_the_library_checks_what_we_rely_on(forge: Forge) -> None:
    """The same token under PyJWT's own eyes, as a second opinion about the forge."""
    claims = jwt.decode(forge(), key().public_key(), algorithms=["EdDSA"], audience="bedside-api")
    assert claims["typ"] == "access"

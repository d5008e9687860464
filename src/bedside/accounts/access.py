"""Access tokens: JSON Web Tokens (Ed25519) that name a session for fifteen minutes.

A token is only a pointer: after its signature and times hold, the session row decides, and the role
is the one the user's row has now. Nothing in a token's header is looked up anywhere: it may hold
the algorithm, the type and one of our own key ids, and with anything else (`jwk`, `jku`, `x5u`,
`crit`...) the token is refused.
"""

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils import timezone

from bedside import vault
from bedside.accounts import sessions
from bedside.accounts.models import Session
from bedside.audit.actor import Actor
from bedside.errors import Unauthenticated
from bedside.ids import new_id

LIFETIME = timedelta(minutes=15)
LEEWAY = 30
"""Seconds by which two clocks may differ."""
ISSUER, AUDIENCE, TYPE = "bedside", "bedside-api", "access"

_ALGORITHM = "EdDSA"
_LONGEST = 2048
_HEADER = {"alg", "kid", "typ"}
_CLAIMS = {"exp": int, "iat": int, "iss": str, "aud": str, "sub": str, "sid": str, "jti": str}

_log = logging.getLogger("bedside.security")


def issue(session: Session) -> tuple[str, datetime]:
    """Return an access token for `session` and when it expires, never after the session."""
    now = timezone.now()
    expires = min(now + LIFETIME, session.expires_at)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "typ": TYPE,
        "sub": str(session.user_id),
        "sid": str(session.id),
        "jti": str(new_id()),
        "iat": int(now.timestamp()),
        "exp": int(expires.timestamp()),
    }
    kid, seed = vault.secret("signing").current
    return jwt.encode(claims, _private(seed), _ALGORITHM, {"kid": str(kid)}), expires


def actor_for_access(token: str, *, address: str) -> Actor:
    """Return who holds `token`. Raises Unauthenticated, without saying what is wrong with it."""
    try:
        claims = _verified(token)
        session, user = UUID(claims["sid"]), UUID(claims["sub"])
    except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        _log.warning("access token refused: %s from %s", type(error).__name__, address)
        raise Unauthenticated from None
    return sessions.actor_for_session(session, user=user, address=address)


def _verified(token: str) -> dict[str, Any]:
    """Return the claims of a token that is ours and in time; raises one of many errors if not."""
    if len(token) > _LONGEST or not token.isascii():
        raise jwt.DecodeError("not a token of ours")
    header = jwt.get_unverified_header(token)
    if set(header) != _HEADER:
        raise jwt.DecodeError("a header that we do not write")
    claims: dict[str, Any] = jwt.decode(
        token,
        _public_key(header["kid"]),
        algorithms=[_ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=LEEWAY,
        options={"require": [*_CLAIMS], "strict_aud": True},
    )
    # The library would take "9999999999" for a time.
    if claims.get("typ") != TYPE or any(type(claims[n]) is not k for n, k in _CLAIMS.items()):
        raise jwt.DecodeError("claims that we do not write")
    if claims["exp"] - claims["iat"] > LIFETIME.total_seconds():
        raise jwt.DecodeError("a lifetime that we do not give")
    return claims


def _public_key(kid: str) -> Ed25519PublicKey:
    for identifier, seed in vault.secret("signing").all.items():
        if kid == str(identifier):
            return _public(seed)
    raise jwt.DecodeError("a key that is not ours")


@lru_cache(maxsize=8)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=8)
def _public(seed: bytes) -> Ed25519PublicKey:
    return _private(seed).public_key()

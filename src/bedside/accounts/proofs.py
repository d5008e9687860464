"""Opaque proofs: 32 random bytes as text for whoever holds them, a hash of it for the database.

They have 256 bits of chance in them, so a plain SHA-256 is enough: there is nothing to guess.
"""

import base64
import hashlib
import hmac
import secrets

SIZE = 43
"""Characters in a proof: 32 bytes in base64 without padding."""


def new() -> str:
    """Return a new proof, safe in a URL, a header or a cookie."""
    return encode(secrets.token_bytes(32))


def fingerprint(proof: str) -> str:
    """Return what the database keeps of `proof`: 64 hex digits. Any text has a fingerprint."""
    return hashlib.sha256(proof.encode("utf-8", "surrogatepass")).hexdigest()


def encode(material: bytes) -> str:
    """Return `material` in URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(material).rstrip(b"=").decode("ascii")


def looks_like_one(text: str) -> bool:
    """Whether `text` has the shape of a proof, so that a client cannot choose a short one."""
    return (
        len(text) == SIZE and text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()
    )


def csrf_token(sid: str) -> str:
    """Return the token a form carries beside the session cookie; made from `sid`, never stored."""
    return encode(hmac.digest(sid.encode("utf-8", "surrogatepass"), b"csrf", "sha256"))


def check_csrf(sid: str, token: str) -> bool:
    """Whether `token` was made for `sid`, in constant time."""
    return hmac.compare_digest(csrf_token(sid).encode(), token.encode("utf-8", "surrogatepass"))

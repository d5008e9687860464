"""One person, one sign-in: every way of writing an email address leads to one index.

The address is sealed; what the database can look up is an HMAC of its one normal form. The part
before the @ must be ASCII once normalised: look-alike letters of other alphabets (a Cyrillic "a", a
dotless "i") would otherwise make a second account that reads like the first.
"""

import hashlib
import hmac
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from bedside import vault
from bedside.errors import Invalid

LONGEST = 254
"""Characters in an address that mail can reach (RFC 5321)."""

_valid = EmailValidator()


def normalise(email: str) -> str:
    """Return the form that is compared: NFKC, case folded, the domain in its ASCII form.

    Raises Invalid when it is not an address.
    """
    if len(email) > LONGEST:
        raise _not_an_address()
    folded = unicodedata.normalize("NFKC", email.strip()).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    local, _, domain = folded.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
        _valid(address)
    except (UnicodeError, ValidationError):
        raise _not_an_address() from None
    if not address.isascii():
        raise _not_an_address()
    return address


def index(email: str) -> str:
    """Return the blind index (64 hex digits) under which a new account is stored."""
    return _mac(vault.secret("index").current[1], normalise(email))


def indexes(email: str) -> list[str]:
    """Return the indexes an existing account may have, one per index key, the present one first.

    What is not an address at all gets an index too: signing in with it must look like any other
    unknown account, and be counted like one.
    """
    try:
        normal = normalise(email)
    except Invalid:
        normal = "not an address"
    secret = vault.secret("index")
    present, key = secret.current
    older = [material for identifier, material in secret.all.items() if identifier != present]
    return [_mac(material, normal) for material in (key, *older)]


def _mac(key: bytes, normal: str) -> str:
    return hmac.new(key, b"email\0" + normal.encode(), hashlib.sha256).hexdigest()


def _not_an_address() -> Invalid:
    return Invalid(fields={"email": "This is not an email address that we can use."})

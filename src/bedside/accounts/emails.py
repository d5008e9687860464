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

from bedside import limits, vault
from bedside.errors import Invalid

_valid = EmailValidator()


def normalise(email: str) -> str:
    """Return the form that is compared: NFKC, case folded, the domain in its ASCII form.

    Raises Invalid when it is not an address.
    """
    if len(email) > limits.EMAIL:
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
    """Return the blind index (64 hex digits) of an address. Raises Invalid as `normalise` does."""
    _, key = vault.secret("index").current
    return hmac.new(key, b"email\0" + normalise(email).encode(), hashlib.sha256).hexdigest()


def index_of_anything(text: str) -> str:
    """Return the index of `text`, even if it is not an address.

    Signing in with nonsense must look like any other unknown account, and be counted like one.
    """
    try:
        return index(text)
    except Invalid:
        return index("nobody@invalid.example")


def _not_an_address() -> Invalid:
    return Invalid(fields={"email": "This is not an email address that we can use."})

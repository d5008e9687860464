"""Finding a code for a diagnosis, and reading one."""

from collections.abc import Sequence

from bedside import codes
from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.errors import NotFound


def search_codes(
    text: str, *, by: Actor, limit: int = 20, prefer: Sequence[str] = (), codable: bool = False
) -> list[codes.CodeHit]:
    """Return the codes that a text may mean, the likeliest first: see `codes.search`.

    `prefer` are codes to put first where they fit: what the patient has, what the doctor uses.
    Raises Forbidden, or Unavailable when the index cannot be read or made.
    """
    permissions.require("code.search", by=by)
    return codes.search(text, limit, prefer, codable=codable)


def read_code(code: str, *, by: Actor) -> codes.Code:
    """Return one code with its places in the classification, also when it is retired.

    Raises Forbidden, NotFound, or Unavailable when the index cannot be read or made.
    """
    permissions.require("code.search", by=by)
    found = codes.lookup(code)
    if found is None:
        raise NotFound("ICD-10-CM has no such code.")
    return found

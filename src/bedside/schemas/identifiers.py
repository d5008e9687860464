"""Ids as callers write them: a UUID in its one usual form.

Pydantic would also take braces, `urn:` and bare digits; one form means that the same thing never
has two addresses.
"""

import re
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from bedside.schemas.text import SAID

_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _given(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _FORM.fullmatch(value):
        raise PydanticCustomError(SAID, "Write the id as a UUID.")
    return UUID(value)


GivenId = Annotated[UUID, BeforeValidator(_given, json_schema_input_type=UUID)]
"""An id that a caller sends, in a path, a query or a body."""

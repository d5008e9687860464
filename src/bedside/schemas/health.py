"""Whether Bedside works."""

from typing import Literal

from bedside.schemas.base import Outgoing


class Health(Outgoing):
    """`ok`; anything else is a problem with a 503."""

    status: Literal["ok"]

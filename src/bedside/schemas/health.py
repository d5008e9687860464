"""Whether Bedside works."""

from typing import Literal

from bedside.schemas.base import Outgoing, example


class Health(Outgoing):
    """`ok`; anything else is a problem with a 503."""

    model_config = example(status="ok")

    status: Literal["ok"]

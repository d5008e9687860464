"""The two kinds of model: what a caller sends, and what a caller gets.

A field that nobody declared is refused, so that sending `role` or `patient_id` along with a form
can never change anything.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Incoming(BaseModel):
    """Something a caller sends: unknown fields are refused, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Outgoing(BaseModel):
    """Something a caller gets."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def example(**said: Any) -> ConfigDict:
    """Return the model's configuration with an example for the documentation added."""
    return ConfigDict(json_schema_extra={"examples": [said]})

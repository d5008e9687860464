"""The two kinds of model: what a caller sends, and what a caller gets.

A field that nobody declared is refused, so that sending `role` or `patient_id` along with a form
can never change anything.
"""

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from bedside.schemas.text import SAID


class Incoming(BaseModel):
    """Something a caller sends: unknown fields are refused, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Changes(Incoming):
    """What to say differently: what is left out stays as it is.

    Null would say nothing of a field, so it is refused, but for those that it empties.
    """

    EMPTIED: ClassVar[frozenset[str]] = frozenset()
    """The fields that null empties."""

    @field_validator("*", mode="before")
    @classmethod
    def _must_say_something(cls, value: object, info: ValidationInfo) -> object:
        if value is None and info.field_name not in cls.EMPTIED:
            raise PydanticCustomError(SAID, "Leave this out to keep what is there.")
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        for name, told in schema["properties"].items():
            if told.get("default", "") is None:
                del told["default"]  # left out is not the same as null
            if name not in cls.EMPTIED and "anyOf" in told:
                _never_null(told)
        return schema


def _never_null(told: dict[str, Any]) -> None:
    (may_be,) = (one for one in told.pop("anyOf") if one.get("type") != "null")
    told.update(may_be | told)


class Outgoing(BaseModel):
    """Something a caller gets."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def example(**said: Any) -> ConfigDict:
    """Return the model's configuration with an example for the documentation added."""
    return ConfigDict(json_schema_extra={"examples": [said]})

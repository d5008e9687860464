"""Text, dates and numbers that are safe to keep: bounded, storable on every store, said once.

A NUL is accepted by SQLite and refused by PostgreSQL, and half of a surrogate pair cannot be
written as UTF-8 at all; both are refused here so that no store ever meets them. Everything else
is kept as it was sent, in any script.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

SAID = "said"
"""The type of an error whose message is a sentence for people and holds nothing of the input."""
OLDEST = 130
"""Years: nobody on record has lived longer, so an earlier birth date is a slip."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AHEAD_OF_UTC = timedelta(hours=14)


def _storable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError(SAID, "Leave out the NUL character.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError(SAID, "This is not valid Unicode text.") from None
    return text


def _one_line(text: str) -> str:
    _storable(text)
    if not text.strip():
        raise PydanticCustomError(SAID, "Write something here.")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise PydanticCustomError(SAID, "Leave out control characters and line breaks.")
    return text.strip()


def _written_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise PydanticCustomError(SAID, "Write the date as YYYY-MM-DD.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(SAID, "There is no such day.") from None


def _born(day: date) -> date:
    # The server keeps UTC; a child born today in Kiribati was born tomorrow as seen from here.
    today = (datetime.now(UTC) + _AHEAD_OF_UTC).date()
    if day > today:
        raise PydanticCustomError(SAID, "A birth date cannot be in the future.")
    if today.year - day.year > OLDEST:
        raise PydanticCustomError(SAID, "That is too long ago for a birth date.")
    return day


_STORABLE = AfterValidator(_storable)
_LINE = AfterValidator(_one_line)
OPTIONAL_LINE = AfterValidator(lambda text: _one_line(text) if text else text)
"""One line of text, or nothing."""

SafeText = Annotated[str, StringConstraints(max_length=4000), _STORABLE]
"""Any text that every store can keep, up to 4,000 characters, in any script."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000), _STORABLE]
"""What somebody wrote in their own words: not empty."""
Name = Annotated[str, StringConstraints(max_length=200), _LINE]
ShortLine = Annotated[str, StringConstraints(max_length=120), _LINE]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$"),
    _LINE,
]
Phone = Annotated[str, StringConstraints(max_length=60), _LINE]
"""A phone number as it was written; the clinic's room judges whether it can be one."""
Password = Annotated[str, StringConstraints(min_length=12, max_length=128), _STORABLE]
"""A new password. Length in characters, not bytes; the accounts room judges the rest."""
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=128), _STORABLE]
"""A password that is only compared, so that an old, shorter one can still be typed."""
Token = Annotated[
    str, StringConstraints(min_length=1, max_length=512, pattern=r"^[A-Za-z0-9._~-]+$")
]
BirthDate = Annotated[
    date,
    BeforeValidator(_written_date, json_schema_input_type=str),
    AfterValidator(_born),
    Field(examples=["1988-04-30"]),
]
Sex = Literal["female", "male", "other"]
Years = Annotated[int, Field(ge=0, le=OLDEST)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._=+-]{0,99}$")]
"""The id of a question or of one of its options."""

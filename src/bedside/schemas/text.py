"""Text, dates and numbers that are safe to keep: bounded, storable on every store, said once.

A NUL is accepted by SQLite and refused by PostgreSQL, and half of a surrogate pair cannot be
written as UTF-8 at all; both are refused here so that no store ever meets them. Everything else
is kept as it was sent, in any script.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bedside import limits

SAID = "said"
"""The type of an error whose message is a sentence for people and holds nothing of the input."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


Written = TypeVar("Written", date, datetime)


def _storable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError(SAID, "Leave out the NUL character.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError(SAID, "This is not valid Unicode text.") from None
    return text


def _with_normal_newlines(value: object) -> object:
    return limits.normal_newlines(value) if isinstance(value, str) else value


def _one_line(text: str) -> str:
    _storable(text)
    if not limits.says_something(text):
        raise PydanticCustomError(SAID, "Write something here.")
    if not limits.is_line(text, len(text)):
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


def _written_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise PydanticCustomError(SAID, "Write the time as 09:15, from 00:00 to 23:59.")
    return time.fromisoformat(value)


def _written_moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError(SAID, "Write the time as 2026-03-02T09:15:00Z.")
    try:
        # At the ends of the calendar there are local times without a time in UTC.
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError(SAID, "There is no such time.") from None


def _on_the_calendar(day: Written) -> Written:
    if not limits.is_on_the_calendar(day):
        raise PydanticCustomError(SAID, limits.NO_SUCH_DAY)
    return day


def _some_day(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        raise PydanticCustomError(SAID, "There is no such day.") from None
    return text


def _born(day: date) -> date:
    # The server keeps UTC; a child born today in Kiribati was born tomorrow as seen from here.
    today = (datetime.now(UTC) + limits.AHEAD_OF_UTC).date()
    if day > today:
        raise PydanticCustomError(SAID, "A birth date cannot be in the future.")
    if today.year - day.year > limits.OLDEST_YEARS:
        raise PydanticCustomError(SAID, "That is too long ago for a birth date.")
    return day


_STORABLE = AfterValidator(_storable)
_LINES = BeforeValidator(_with_normal_newlines, json_schema_input_type=str)
"""Line breaks are one sign each before anything is counted."""
_LINE = AfterValidator(_one_line)
OPTIONAL_LINE = AfterValidator(lambda text: _one_line(text) if text else text)
"""One line of text, or nothing."""

SafeText = Annotated[str, StringConstraints(max_length=limits.ANSWER), _STORABLE, _LINES]
"""Any text that every store can keep, in any script."""
Words = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.COMPLAINT), _STORABLE, _LINES
]
"""What somebody wrote in their own words: not empty."""
LongText = Annotated[str, StringConstraints(max_length=limits.NOTE), _STORABLE, _LINES]
"""A text of many paragraphs."""
Heading = Annotated[str, StringConstraints(max_length=limits.LINE), OPTIONAL_LINE]
"""One line above a text, or nothing."""
Name = Annotated[str, StringConstraints(max_length=limits.NAME), _LINE]
ShortLine = Annotated[str, StringConstraints(max_length=limits.LINE), _LINE]
Email = Annotated[
    str,
    StringConstraints(max_length=limits.EMAIL, pattern=r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$"),
    _LINE,
]
Phone = Annotated[str, StringConstraints(max_length=limits.PHONE), _LINE]
"""A phone number as it was written; the clinic's room judges whether it can be one."""
Password = Annotated[
    str,
    StringConstraints(min_length=limits.SHORTEST_PASSWORD, max_length=limits.PASSWORD),
    _STORABLE,
]
"""A new password. Length in characters, not bytes; the accounts room judges the rest."""
GivenPassword = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.PASSWORD), _STORABLE
]
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
Day = Annotated[
    date,
    BeforeValidator(_written_date, json_schema_input_type=str),
    AfterValidator(_on_the_calendar),
    Field(examples=["2026-03-02"]),
]
"""A day on the calendar of wherever it is about."""
WallTime = Annotated[
    time, BeforeValidator(_written_time, json_schema_input_type=str), Field(examples=["09:15"])
]
"""A time as the clock on the wall shows it, without a day and a zone."""
Moment = Annotated[
    datetime,
    BeforeValidator(_written_moment, json_schema_input_type=datetime),
    AfterValidator(_on_the_calendar),
]
"""A moment with its offset from UTC (RFC 3339)."""
SomeDay = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
    AfterValidator(_some_day),
    Field(description="A year, a month or a day, as far as it is known.", examples=["2019-03"]),
]
Entry = Annotated[str, StringConstraints(max_length=limits.ENTRY), _LINE]
"""What an entry of a list is called: one line, not empty."""
OptionalEntry = Annotated[str, StringConstraints(max_length=limits.ENTRY), OPTIONAL_LINE]
Reason = Annotated[str, StringConstraints(max_length=limits.REASON), _STORABLE, _LINES]
Comment = Annotated[str, StringConstraints(max_length=limits.COMMENT), _STORABLE, _LINES]
Sex = Literal["female", "male", "other"]
Years = Annotated[int, Field(ge=0, le=limits.OLDEST_YEARS)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._=+-]{0,99}$")]
"""The id of a question or of one of its options."""

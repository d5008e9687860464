"""Birth dates in the ways in which people write them, each reading that is a day.

"02/03/1984" is the second of March to most and the third of February to some: both are looked for.
Two digits of a year may be of this century or of the last.
"""

import re
from collections.abc import Iterator
from datetime import date

Found = tuple[int, int, list[date]]
"""From where to where in the text, and which days it may be."""

_NAMES = (
    "jan january, feb february, mar march, apr april, may, jun june, jul july, aug august,"
    " sep sept september, oct october, nov november, dec december"
)
_MONTHS = {name: at for at, names in enumerate(_NAMES.split(","), 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)")
_NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]+(?P<month>{_MONTH})\.?,?[\s./-]+"
    rf"(?P<year>\d{{4}}|\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}|\d\d)(?!\d)",
    re.IGNORECASE,
)


def days_in(text: str) -> list[Found]:
    """Return the dates in a text, in their order, without what is no day in any reading."""
    found: list[Found] = []
    for match in _NUMBERS.finditer(text):
        found.append((*match.span(), list(_readings(match[1], match[3], match[4]))))
    for pattern in (_NAMED, _MONTH_FIRST):
        for match in pattern.finditer(text):
            days = list(_day(match["year"], _MONTHS[match["month"].lower()], match["day"]))
            found.append((*match.span(), days))
    return sorted(one for one in found if one[2])


def _readings(first: str, middle: str, last: str) -> Iterator[date]:
    if len(first) > 2:
        yield from _day(first, int(middle), last)
        return
    yield from _day(last, int(middle), first)
    if first != middle:
        yield from _day(last, int(first), middle)


def _day(year: str, month: int, day: str) -> Iterator[date]:
    for century in (1900, 2000) if len(year) <= 2 else (0,):
        try:
            yield date(century + int(year), month, int(day))
        except ValueError:
            continue

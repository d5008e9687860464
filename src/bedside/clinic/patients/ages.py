"""How old somebody is, counted from birth dates as calendars count, and said as clinicians say it.

Days for the first four weeks, weeks until three months, months until the second birthday, years
from then on (no source; common clinical habit). Whose "today" counts is the caller's choice. Pages
and the API take the date of UTC, whatever the clinic's clock says, so that one record says one age
wherever it is read; around midnight that is a day more or less than on the wall.
"""

from datetime import date

_WEEKS_FROM_DAYS = 28
_MONTHS_FROM = 3
_YEARS_FROM = 2


def age_on(day: date, born: date) -> int:
    """Return completed years of age on `day`; born on 29 February counts from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_in_words(day: date, born: date) -> str:
    """Return the age on `day`: "12 days", "6 weeks", "14 months", "38 years".

    "born today" also where it is still yesterday: a child born this morning in Kiribati has a
    birth date that Europe reaches tomorrow. Any later birth date is "not born yet".
    """
    days = (day - born).days
    if days < -1:
        return "not born yet"
    if days <= 0:
        return "born today"
    if days < _WEEKS_FROM_DAYS:
        return _counted(days, "day")
    months = _months_on(day, born)
    if months < _MONTHS_FROM:
        return _counted(days // 7, "week")
    years = age_on(day, born)
    return _counted(months, "month") if years < _YEARS_FROM else _counted(years, "year")


def _months_on(day: date, born: date) -> int:
    """Completed months: the 31st is reached on the 1st where a month has no 31st."""
    return 12 * (day.year - born.year) + day.month - born.month - (day.day < born.day)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"

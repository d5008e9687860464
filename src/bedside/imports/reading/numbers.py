"""Numbers as other programs write them: 2,5 is two and a half, or a list of two, and 1.000 is a
thousand or one. Read the wrong way a dose is tenfold or a thousandfold, so it is asked.

A file says by itself which sign divides the whole from its parts as soon as one number fits one
way only. Where none does, nobody can know, and whoever brings the file in says it.
"""

import re
from collections.abc import Iterable

from bedside.imports.reading.days import Evidence

DECIMALS = ("point", "comma")
"""2.5 and 1,000; 2,5 and 1.000."""
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+")
_FITS = {
    "point": re.compile(r"\d+\.\d+|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
    "comma": re.compile(r"\d+,\d+|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"),
}
_THOUSANDS = {"point": ",", "comma": "."}
WRITTEN_OTHERWISE = "A number here does not fit the sign for decimals that was chosen."


def evidence(cells: Iterable[str]) -> Evidence:
    """Return how many cells with such a number can be read with which sign; `unread` with none."""
    fits = dict.fromkeys(DECIMALS, 0)
    unread = 0
    for cell in cells:
        found = _numbers(cell)
        read = [sign for sign in DECIMALS if found and all(map(_FITS[sign].fullmatch, found))]
        for sign in read:
            fits[sign] += 1
        unread += bool(found) and not read
    return Evidence(fits, unread)


def with_points(cell: str, decimal: str) -> str | None:
    """Return a text with its numbers written as here: a point, and nothing between thousands.

    "2,5 mg" becomes "2.5 mg" and "1.000 mg" becomes "1000 mg" with a comma. What fits neither way,
    such as a day, stays. None when a number fits only the sign that was not chosen.
    """
    for number in _numbers(cell):
        if not _FITS[decimal].fullmatch(number):
            return None
    return _NUMBER.sub(lambda found: _with_point(found[0], decimal), cell)


def _numbers(cell: str) -> list[str]:
    """The numbers of a text that have a sign in them and fit one way or the other."""
    return [
        found
        for found in _NUMBER.findall(cell)
        if any(fits.fullmatch(found) for fits in _FITS.values())
    ]


def _with_point(number: str, decimal: str) -> str:
    if not _FITS[decimal].fullmatch(number):
        return number
    return number.replace(_THOUSANDS[decimal], "").replace(",", ".")

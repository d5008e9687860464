"""Record numbers as people read them out: five digits or more, and one that shows a slip.

The last digit is the check character of ISO 7064, MOD 11,10: a wrong digit always shows, two that
have changed places nearly always.
"""

import re

FEWEST_DIGITS = 5
_WRITTEN = re.compile(r"\d{2,11}")


def written(number: int) -> str:
    """Return a record number as it is shown: "00042-1" for the forty-second patient."""
    digits = f"{number:0{FEWEST_DIGITS}d}"
    return f"{digits}-{_check(digits)}"


def number_in(digits: str) -> int | None:
    """Return the number that digits name, their check digit last; None when it does not fit.

    Zeros in front may be left out.
    """
    if not _WRITTEN.fullmatch(digits):
        return None
    number = int(digits[:-1])
    return number if number and written(number)[-1] == digits[-1] else None


def _check(digits: str) -> int:
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return (11 - rest) % 10

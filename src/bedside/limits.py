"""How much anybody may write, said once for every room and every door.

Letters are Unicode code points, and a line break is one of them. A browser counts otherwise: a
page's `maxlength` counts UTF-16 units, of which an emoji has two or more, and a form sends every
line break as CR and LF. So line breaks are made one sign before anything is counted, and fields
carry no `maxlength` (which would also cut off a pasted text without a word): what is too long is
refused with a sentence, and stays in the field.
"""

import unicodedata
from datetime import date, timedelta

COMPLAINT = 4000
"""The first words of an assessment; the engine reads no more."""
ANSWER = 4000
"""An answer in somebody's own words."""
NOTE = 20_000
"""All that a note says, headings included."""
NAME = 200
"""The name of a person, or an address: names of 175 letters exist."""
FORMER_NAMES = 5
"""Names that somebody had before."""
LINE = 120
ENTRY = 200
"""What an entry of a patient's list is called: a substance, a medicine with its dose, a problem,
an alert."""
REASON = 500
"""Why somebody comes or does not; why something was ended, or was an error; how an allergy shows; a
note to measurements."""
ENQUIRY = 2000
"""What a doctor asks a patient back, and the reply."""
COMMENT = 1000
"""A doctor's comment on a problem, a diagnosis or an alert."""
PHONE = 60
"""A phone number, so that an extension and a word ("mum") have room."""
EMAIL = 254
"""An address that mail can reach (RFC 5321)."""
SHORTEST_PASSWORD, PASSWORD = 12, 128
SHORTEST_APPOINTMENT, LONGEST_APPOINTMENT = 5, 240
"""Minutes of an appointment, and of a slot that a schedule offers."""
OLDEST_YEARS = 130
"""Nobody on record has lived longer, so an earlier birth date is a slip."""
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2200, 12, 31)
"""The days that anybody may name: from before every birth until after every plan, and far from the
ends of Python's calendar, so that one can count on from there."""
NO_SUCH_DAY = f"Choose a day from {FIRST_DAY.year} to {LAST_DAY.year}."
AHEAD_OF_UTC = timedelta(hours=14)
"""The day begins first in Kiribati: what is tomorrow in UTC may be today there."""


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Korean syllables, and Braille without a dot."""
_NO_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_on_the_calendar(day: date) -> bool:
    """Whether a day, or the day of a time, is one that anybody may name."""
    return FIRST_DAY <= date(day.year, day.month, day.day) <= LAST_DAY


def normal_newlines(text: str) -> str:
    """Return the text with every line break (CR LF, CR) as one LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidied(text: str) -> str:
    """Return a text as it is kept: without spaces around it, each line break one sign."""
    return normal_newlines(text).strip()


def says_something(text: str) -> bool:
    """Whether there is anything to see: a letter, a digit, a sign or a symbol.

    Spaces, joiners, marks of direction and the letters that Unicode keeps blank say nothing.
    """
    return any(unicodedata.category(one)[0] in "LNPS" and one not in _BLANK for one in text)


def is_line(text: str, most: int) -> bool:
    """Return whether this is one line of at most so many letters that every store can keep.

    Only control characters, breaks of a line and halves of surrogate pairs are refused. What
    shapes a word or turns its direction is part of many names and stays.
    """
    return len(text) <= most and not any(unicodedata.category(one) in _NO_LINE for one in text)


def one_line(letters: int) -> str:
    """Return the sentence that refuses what is no line."""
    return f"Write it in one line of at most {letters:,} letters."


def at_most(letters: int) -> str:
    """Return the sentence that refuses a longer text."""
    return f"Write at most {letters:,} letters."

"""Phone numbers as people write them: shown as typed, found in one normal form, never "corrected".

A number that the numbering plans know gets its international form (E.164). One that they do not
know, such as a ward's internal 4711, is still a number that somebody can be called on, so it is
kept as typed, without that form. Length alone decides: plans change more often than programs do,
and a number issued last month must not be refused.

Refused are what cannot be a phone number, and emergency numbers: nobody is called back there.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import phonenumbers
from phonenumbers import shortnumberinfo

from bedside import limits
from bedside.errors import Invalid
from bedside.signs import with_ascii_digits, without_marks

FEWEST_DIGITS, MOST_DIGITS = 2, 24
NOT_A_NUMBER = "Write a phone number in digits, such as 020 7946 0018 or +44 20 7946 0018 ext. 12."
_EMERGENCY = "This is an emergency number. Write a number to call you back on."
_SIGNS = frozenset(" +-‐‑‒–—−.,;:()[]/\\~#*")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 10
_UNSAID_WORD = re.compile(r"(?:ext|extn|extension|x|int|tel|доб)\.?(?=[\W\d]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One number: `as_typed` is shown, `e164` ("+442079460018") is "" when no plan knows it."""

    as_typed: str
    e164: str = ""
    extension: str = ""

    @property
    def digits(self) -> str:
        """The digits as they were typed, an extension's included."""
        return _digits_of(self.as_typed)

    @property
    def normal(self) -> str:
        """What two ways of writing one number share: its E.164 form, or else its digits."""
        return self.e164 or self.digits


def phone_number(as_typed: str, region: str = "") -> PhoneNumber:
    """Read a number; `region` ("GB") is where one without a country code would be called from.

    Two numbers in one field stay both as typed; the first is the one that is found again. Raises
    Invalid for the field `phone`.
    """
    # Address books copy invisible marks of direction along.
    typed = without_marks(as_typed).strip()
    plain = _plain(typed)
    if not _may_be_a_number(typed):
        raise Invalid(fields={"phone": NOT_A_NUMBER})
    if region and shortnumberinfo.is_emergency_number(plain.replace(" ", ""), region):
        raise Invalid(fields={"phone": _EMERGENCY})
    found = _known(plain, region)
    if found is not None:
        e164 = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
        return PhoneNumber(typed, e164, found.extension or "")
    if not _looks_like_one(plain):
        raise Invalid(fields={"phone": NOT_A_NUMBER})
    return PhoneNumber(typed)


def _plain(text: str) -> str:
    """Any script's digits as ASCII, any space as a space."""
    spaced = (" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return with_ascii_digits("".join(spaced))


def _digits_of(text: str) -> str:
    return "".join(sign for sign in _plain(text) if sign.isdecimal())


def _may_be_a_number(typed: str) -> bool:
    whole = not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in typed)
    digits = len(_digits_of(typed))
    return whole and len(typed) <= limits.PHONE and FEWEST_DIGITS <= digits <= MOST_DIGITS


def _known(plain: str, region: str) -> phonenumbers.PhoneNumber | None:
    """Return the number that a plan has room for, if there is one."""
    ways = [plain]
    if plain.startswith("00"):
        # The prefix of most countries, also for somebody who writes it where it is another one.
        ways.append(f"+{plain[2:]}")
    tried = (number for way in ways for number in _numbers_in(way, region))
    return next((number for number in tried if _is_possible(number)), None)


def _numbers_in(plain: str, region: str) -> Iterator[phonenumbers.PhoneNumber]:
    """The text as one number, and, looked for only then or where it has words, those within."""
    if not any(letter.islower() for letter in _UNSAID_WORD.sub("", plain)):
        with suppress(phonenumbers.NumberParseException):
            yield phonenumbers.parse(plain, region or None)
    within = phonenumbers.PhoneNumberMatcher(
        plain, region or None, leniency=phonenumbers.Leniency.POSSIBLE
    )
    yield from (each.number for each in within)


def _is_possible(number: phonenumbers.PhoneNumber) -> bool:
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE


def _looks_like_one(plain: str) -> bool:
    """Digits and the signs between them, with at most one short word ("bleep 4711")."""
    words = _WORD.findall(_UNSAID_WORD.sub(" ", plain))
    left = _WORD.sub("", plain)
    return (
        len(words) <= 1
        and all(len(word) <= _LONGEST_WORD for word in words)
        and all(sign.isdecimal() or sign in _SIGNS for sign in left)
    )

"""Who a patient is: the words of the sealed profile, checked before they are sealed.

The sealed body is plain JSON; `Profile` is the same thing with types. A bad field is reported by
its name and one sentence, never with its value.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bedside.clinic.patients.ages import age_on
from bedside.errors import Invalid

SEXES = ("female", "male", "other")
NAME_LENGTH = 200
OLDEST_YEARS = 130
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,30}")


@dataclass(frozen=True)
class Profile:
    """One person: `birth_date` is a day, `sex` one of SEXES, `phone` as they wrote it."""

    name: str
    birth_date: date
    sex: str
    email: str
    phone: str

    def checked(self, today: date) -> "Profile":
        """Return this profile with spaces trimmed. Raises Invalid naming each bad field."""
        trimmed = Profile(
            " ".join(self.name.split()),
            self.birth_date,
            self.sex,
            self.email.strip(),
            self.phone.strip(),
        )
        bad = {
            field: sentence
            for field, (good, sentence) in _RULES.items()
            if not good(getattr(trimmed, field), today)
        }
        if bad:
            raise Invalid(fields=bad)
        return trimmed

    def changed(self, changes: Mapping[str, Any]) -> "Profile":
        """Return the profile with some fields replaced. Raises Invalid for an unknown field."""
        unknown = set(changes) - set(CHANGEABLE)
        if unknown:
            raise Invalid("Only contact and personal details can be changed here.")
        return Profile(**{**asdict(self), **changes})

    def to_body(self) -> dict[str, Any]:
        return {**asdict(self), "birth_date": self.birth_date.isoformat()}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Profile":
        return cls(**{**body, "birth_date": date.fromisoformat(body["birth_date"])})


CHANGEABLE = ("name", "birth_date", "sex", "phone")
"""The email is the sign-in name, so changing it is the account's affair."""


def _name_is_good(name: str, _: date) -> bool:
    printable = not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name)
    return printable and 1 <= len(name) <= NAME_LENGTH


def _birth_date_is_good(born: date, today: date) -> bool:
    return born <= today and age_on(today, born) <= OLDEST_YEARS


_RULES: dict[str, tuple[Callable[[Any, date], bool], str]] = {
    "name": (_name_is_good, "Write the name in at most 200 letters."),
    "birth_date": (_birth_date_is_good, "The birth date must be a day in the past."),
    "sex": (lambda sex, _: sex in SEXES, "Choose female, male or other."),
    "phone": (lambda phone, _: bool(_PHONE.fullmatch(phone)), "Write a phone number in digits."),
}

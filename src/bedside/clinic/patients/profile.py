"""Who a patient is: the words of the sealed profile, checked before they are sealed.

The sealed body is plain JSON; `Profile` is the same thing with types. A bad field is reported by
its name and one sentence, never with its value. The body also says at which version of the record
each field was last changed, so that two people who change different fields both succeed.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO

from bedside import limits
from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.names import SENTENCE, is_name, tidied
from bedside.clinic.patients.phones import NOT_A_NUMBER, phone_number
from bedside.errors import Invalid, Stale

SEXES = ("female", "male", "other")
NEEDS: Mapping[str, str] = {
    "interpreter": "An interpreter",
    "sign-language": "Sign language",
    "wheelchair": "Step-free access for a wheelchair",
    "hearing": "A hearing loop, or writing instead of speaking",
    "sight": "Large print, or reading aloud",
    "companion": "Somebody with them",
    "more-time": "A longer appointment",
}
"""What somebody needs to be well cared for, by code."""
LANGUAGES: Mapping[str, str] = {
    code: info["name_local"]
    for code, info in LANG_INFO.items()
    if "name_local" in info and len(code) <= 3
}
"""Languages to choose from: the ISO 639 code, and the language's name in itself."""


@dataclass(frozen=True)
class NextOfKin:
    """Whom the clinic may call about the patient; `phone` as they wrote it."""

    name: str
    relationship: str
    phone: str


@dataclass(frozen=True)
class Profile:
    """One person: `birth_date` is a day, `sex` one of SEXES (what medicine must know), `gender` in
    their own words, `phone` as they wrote it, `language` a code of LANGUAGES, `needs` codes of
    NEEDS, `former_names` what they were called before. Empty means that nobody said.

    `changed_at` holds, for fields that were changed, the version of the record that did it.
    """

    name: str
    birth_date: date
    sex: str
    email: str
    phone: str
    preferred_name: str = ""
    gender: str = ""
    language: str = ""
    needs: tuple[str, ...] = ()
    next_of_kin: NextOfKin | None = None
    former_names: tuple[str, ...] = ()
    changed_at: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def called(self) -> str:
        """What to call them."""
        return self.preferred_name or self.name

    def checked(self, latest: date) -> "Profile":
        """Return this profile with spaces trimmed; `latest` is the last day that can be a birth
        date. Raises Invalid naming each bad field."""
        trimmed = self._trimmed()
        bad = {
            name: sentence
            for name, (good, sentence) in _RULES.items()
            if not good(getattr(trimmed, name), latest)
        }
        if bad:
            raise Invalid(fields=bad)
        return trimmed

    def changed(self, changes: Mapping[str, Any], *, read_at: int, now: int) -> "Profile":
        """Return the profile with some fields replaced, as version `now` of the record.

        Raises Invalid for an unknown field, and Stale naming those that somebody else has changed
        to something else since version `read_at`.
        """
        if set(changes) - set(CHANGEABLE):
            raise Invalid("Only contact and personal details can be changed here.")
        both = [
            name
            for name, value in changes.items()
            if self.changed_at.get(name, 1) > read_at and getattr(self, name) != value
        ]
        if both:
            raise Stale(fields=both)
        return replace(
            self, **changes, changed_at={**self.changed_at, **dict.fromkeys(changes, now)}
        )

    def to_body(self) -> dict[str, Any]:
        return {**asdict(self), "birth_date": self.birth_date.isoformat()}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Profile":
        """Read a sealed body; what older ones do not hold nobody has said."""
        known = {one.name for one in fields(cls)}
        said = {name: value for name, value in body.items() if name in known}
        kin = said.get("next_of_kin")
        said["birth_date"] = date.fromisoformat(said["birth_date"])
        said["needs"] = tuple(said.get("needs", ()))
        said["former_names"] = tuple(said.get("former_names", ()))
        said["next_of_kin"] = NextOfKin(**kin) if kin else None
        return cls(**said)

    def _trimmed(self) -> "Profile":
        kin = self.next_of_kin
        return replace(
            self,
            name=tidied(self.name),
            preferred_name=tidied(self.preferred_name),
            gender=tidied(self.gender),
            email=self.email.strip(),
            phone=self.phone.strip(),
            needs=tuple(sorted(set(self.needs))),
            former_names=tuple(filter(None, dict.fromkeys(map(tidied, self.former_names)))),
            next_of_kin=kin
            and NextOfKin(tidied(kin.name), tidied(kin.relationship), kin.phone.strip()),
        )


CHANGEABLE = (
    "name",
    "birth_date",
    "sex",
    "phone",
    "preferred_name",
    "gender",
    "language",
    "needs",
    "next_of_kin",
    "former_names",
)
"""The email is the sign-in name, so changing it is the account's affair."""


def _birth_date_is_good(born: date, latest: date) -> bool:
    return born <= latest and age_on(latest, born) <= limits.OLDEST_YEARS


def _kin_is_good(kin: NextOfKin | None, latest: date) -> bool:
    if kin is None:
        return True
    related = limits.is_line(kin.relationship, limits.LINE)
    return is_name(kin.name) and related and _phone_is_good(kin.phone, latest)


def _former_names_are_good(names: tuple[str, ...], _: date) -> bool:
    return len(names) <= limits.FORMER_NAMES and all(map(is_name, names))


def _phone_is_good(phone: str, _: date) -> bool:
    try:
        phone_number(phone)
    except Invalid:
        return False
    return True


_RULES: dict[str, tuple[Callable[[Any, date], bool], str]] = {
    "name": (lambda name, _: is_name(name), SENTENCE),
    "birth_date": (_birth_date_is_good, "The birth date must be a day in the past."),
    "sex": (lambda sex, _: sex in SEXES, "Choose female, male or other."),
    "phone": (_phone_is_good, NOT_A_NUMBER),
    "preferred_name": (lambda name, _: not name or is_name(name), SENTENCE),
    "gender": (
        lambda gender, _: limits.is_line(gender, limits.LINE),
        f"Write the gender in at most {limits.LINE} letters.",
    ),
    "language": (
        lambda language, _: not language or language in LANGUAGES,
        "Choose one of the listed languages.",
    ),
    "needs": (lambda needs, _: set(needs) <= set(NEEDS), "Choose from the listed needs."),
    "former_names": (
        _former_names_are_good,
        f"Write at most {limits.FORMER_NAMES} former names, each in at most {limits.NAME} letters.",
    ),
    "next_of_kin": (
        _kin_is_good,
        "Name the next of kin and write a phone number in digits, or leave both empty.",
    ),
}

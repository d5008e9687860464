"""How much speaks for two patients being one: name, birth date, phone number.

No single one is enough: many people share a name, and twins a birth date, a phone number and a
family name. Two together are shown, never acted upon. The weights and limits have no source; they
are such that a slip in one detail still leaves enough. All of it is the same seen from either side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bedside.clinic.patients.profile import Profile
from bedside.clinic.search.terms import digits_of, names_of
from bedside.clinic.search.words import searched, sound, words_of

REASONS: Mapping[str, str] = {
    "name": "The same name, or nearly",
    "birth_date": "The same birth date",
    "birth_date_near": "Nearly the same birth date",
    "phone": "The same phone number",
}
"""What may speak for it, by code."""
_WEIGHTS = {"name": 50, "birth_date": 30, "birth_date_near": 15, "phone": 20}
_LIKE, _VERY_LIKE = 75, 90
"""How like two names are, in hundredths; the more when little else speaks for it."""
PHONE = 9
"""Last digits of a phone number that two ways of writing it share."""
_FEWEST_DIGITS = 7
_SHORTEST = 3


@dataclass(frozen=True)
class Compared:
    """Somebody as they are compared; `region` is where their facility's numbers are dialled."""

    profile: Profile
    region: str

    @cached_property
    def spoken(self) -> list[str]:
        """Each of their names in Latin letters."""
        return [" ".join(w.latin for w in words_of(one.text)) for one in names_of(self.profile)]

    @cached_property
    def words(self) -> set[str]:
        """The words of their names by which they may be found."""
        return {word.latin for one in names_of(self.profile) for word in searched(one.text)}

    @cached_property
    def sounds(self) -> set[str]:
        return {code for word in self.words if (code := sound(word))}

    @cached_property
    def phones(self) -> set[str]:
        """The last digits of their phone number; none of a number as short as a ward's."""
        known = digits_of(self.profile.phone, self.region)
        return {digits[-PHONE:] for digits in known if len(digits) >= _FEWEST_DIGITS}


def reasons(one: Compared, other: Compared) -> tuple[int, tuple[str, ...]]:
    """Return how likely two are one, out of a hundred, and why; 0 when too little speaks for it."""
    like = _names_alike(one, other)
    born = _birth_dates_alike(one.profile.birth_date, other.profile.birth_date)
    phone = bool(one.phones & other.phones)
    enough = (like >= _LIKE and (born == "birth_date" or phone)) or (
        like >= _VERY_LIKE and born == "birth_date_near"
    )
    if not enough:
        return 0, ()
    said = ["name", *([born] if born else []), *(["phone"] if phone else [])]
    return round(sum(_WEIGHTS[why] for why in said) - (100 - like) / 2), tuple(said)


def near_days(day: date) -> set[date]:
    """Return the birth date and those that a slip of a digit, or of day and month, makes of it."""
    digits = day.isoformat().replace("-", "")
    slips = {digits, digits[:4] + digits[6:] + digits[4:6]}
    for at, digit in product(range(len(digits)), "0123456789"):
        slips.add(digits[:at] + digit + digits[at + 1 :])
    for at in range(len(digits) - 1):
        slips.add(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return set(_days(slips))


def one_wrong(word: str, other: str) -> bool:
    """Return whether two words differ in one place, seen from either side."""
    long_enough = min(len(word), len(other)) >= _SHORTEST
    return long_enough and len(word) + len(other) > 2 * _SHORTEST and _distance(word, other) == 1


def _names_alike(one: Compared, other: Compared) -> float:
    """How like the likest two of their names are; 0 when not even a word is shared or nearly so."""
    if not _share_a_word(one, other):
        return 0
    return max(fuzz.token_sort_ratio(a, b) for a, b in product(one.spoken, other.spoken))


def _share_a_word(one: Compared, other: Compared) -> bool:
    if one.words & other.words or one.sounds & other.sounds:
        return True
    return any(one_wrong(word, with_) for word, with_ in product(one.words, other.words))


def _birth_dates_alike(one: date, other: date) -> str:
    if one == other:
        return "birth_date"
    return "birth_date_near" if other in near_days(one) else ""


def _days(written: set[str]) -> Iterator[date]:
    for digits in written:
        try:
            yield date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            continue


def _distance(word: str, other: str) -> int:
    return int(OSA.distance(word, other, score_cutoff=1))

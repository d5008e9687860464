"""Made-up people: names from Faker, and contact details that can belong to nobody.

Emails are at example.org, which is reserved for examples, and phone numbers lie in the ranges
that Britain's regulator keeps free for fiction.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from faker import Faker

from bedside.clinic.patients.profile import NextOfKin, Profile


@dataclass(frozen=True)
class Staff:
    """A member of staff; `facilities` are places in FACILITIES."""

    name: str
    email: str
    facilities: tuple[int, ...]


FACILITIES = (
    {
        "name": "Harbour Street Clinic",
        "address_line": "12 Harbour Street",
        "city": "Port Alder",
        "phone": "01632 960100",
        "time_zone": "Europe/London",
    },
    {
        "name": "Millfield Health Centre",
        "address_line": "3 Mill Lane",
        "city": "Millfield",
        "phone": "01632 960200",
        "time_zone": "Europe/London",
    },
)
DOCTORS = (
    Staff("Dr Amara Bello", "bello@example.org", (0,)),
    Staff("Dr Lian Chen", "chen@example.org", (1,)),
)
RECEPTIONISTS = (
    Staff("Noa Lindqvist", "noa@example.org", (0,)),
    Staff("Marek Dvorak", "marek@example.org", (1,)),
)
ADMINISTRATOR = Staff("Dana Whitlock", "dana@example.org", ())
ASHA = Profile(
    "Asha Verma",
    date(1991, 4, 17),
    "female",
    "asha@example.org",
    "07700 900017",
    gender="woman",
    language="en",
    next_of_kin=NextOfKin("Rohan Verma", "Brother", "07700 900018"),
)
UNUSUAL = (
    Profile("Suharti", date(1987, 8, 5), "female", "suharti@example.org", "07700 900021"),
    Profile(
        "María del Pilar Concepción Fernández de Córdoba y Ruiz-Villanueva",
        date(1949, 11, 23),
        "female",
        "pilar@example.org",
        "07700 900022 ext. 7",
        preferred_name="Pili",
        language="es",
        needs=("hearing", "more-time"),
    ),
    Profile(
        "ليلى بنت حسن المنصوري",
        date(1996, 2, 29),
        "female",
        "layla@example.org",
        "+44 7700 900023",
        language="ar",
        needs=("interpreter",),
        next_of_kin=NextOfKin("حسن المنصوري", "الأب", "07700 900024"),
    ),
    Profile(
        "अनुराधा कुलकर्णी",
        date(1962, 6, 14),
        "female",
        "anuradha@example.org",
        "07700-900025",
        language="hi",
        needs=("companion",),
    ),
    Profile(
        "Siobhán O'Dálaigh",
        date(1974, 1, 9),
        "other",
        "odalaigh@example.org",
        "(07700) 900026",
        preferred_name="Shiv",
        gender="non-binary",
    ),
)
"""People whose names do not look like most names: one word, sixty letters, other scripts."""

_LANGUAGES = ("en", "en", "en", "en", "en", "pl", "ur", "ro", "pa", "pt", "ar", "fr")
_NEEDS = ("interpreter", "sign-language", "wheelchair", "hearing", "sight", "companion")
_RELATED = ("Wife", "Husband", "Partner", "Mother", "Father", "Daughter", "Son", "Friend")
_AGE_BANDS = ((17, 29), (30, 44), (45, 59), (60, 74), (75, 89))
_AGE_WEIGHTS = (18, 24, 24, 22, 12)


class Population:
    """A seeded source of people; the same seed and day give the same people."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a sample has to be repeatable
        self._faker = Faker("en_GB")
        self._faker.seed_instance(seed)
        self._today = today

    def doctors(self, number: int) -> list[Staff]:
        """Return more doctors; every third one works at both facilities."""
        return [self._doctor(place) for place in range(number)]

    def _doctor(self, place: int) -> Staff:
        name = f"{self._faker.first_name()} {self._faker.last_name()}"
        works_at = (0, 1) if place % 3 == 0 else (place % 2,)
        return Staff(f"Dr {name}", _email(name, f"staff{place + 1}"), works_at)

    def everybody(self, number: int) -> list[Profile]:
        """Return `number` patients: Asha, the unusual names, a newborn, and others."""
        known = [ASHA, *UNUSUAL, self.newborn()]
        return [*known, *self.patients(number - len(known))]

    def newborn(self) -> Profile:
        """Return a child of nine days, whom the clinic reaches through the mother."""
        return Profile(
            "Baby Adeyemi",
            self._today - timedelta(days=9),
            "male",
            "",
            "07700 900027",
            next_of_kin=NextOfKin("Folake Adeyemi", "Mother", "07700 900027"),
        )

    def patients(self, number: int) -> list[Profile]:
        """Return `number` patients, each with an email of their own."""
        return [self._patient(place) for place in range(number)]

    def _patient(self, place: int) -> Profile:
        sex = self.random.choices(("female", "male", "other"), (50, 48, 2))[0]
        first = {
            "female": self._faker.first_name_female,
            "male": self._faker.first_name_male,
            "other": self._faker.first_name_nonbinary,
        }[sex]()
        name = f"{first} {self._faker.last_name()}"
        phone = f"07700 {900100 + place % 900}"
        plain = Profile(name, self._birth_date(), sex, _email(name, str(place + 1)), phone)
        return replace(plain, **dict(self._details(first, name)))

    def _details(self, first: str, name: str) -> Iterator[tuple[str, Any]]:
        """Yield what some say about themselves and others do not."""
        chance = self.random.random
        if chance() < 0.75:
            yield "language", self.random.choice(_LANGUAGES)
        if chance() < 0.1 and len(first) > 4:
            yield "preferred_name", first[:3]
        if chance() < 0.1:
            yield "needs", (self.random.choice(_NEEDS),)
        if chance() < 0.6:
            related = self.random.choice(_RELATED)
            kin = f"{self._faker.first_name()} {name.rpartition(' ')[2]}"
            phone = f"07700 {900100 + self.random.randrange(900)}"
            yield "next_of_kin", NextOfKin(kin, related, phone)

    def _birth_date(self) -> date:
        youngest, oldest = self.random.choices(_AGE_BANDS, _AGE_WEIGHTS)[0]
        days = self.random.randint(youngest * 366, oldest * 365)
        return self._today - timedelta(days=days)


def _email(name: str, mark: str) -> str:
    letters = "".join(letter if letter.isalnum() else "." for letter in name.casefold())
    return f"{letters}.{mark}@example.org"

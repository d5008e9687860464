"""A clinic with as many patients as one likes, for `benchmarks.search` and the load suite.

Who somebody is follows from their number alone, so nobody is kept in memory to be looked for later.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bedside import vault
from bedside.clinic import Profile
from bedside.clinic.models import CareRelation, Facility, Patient, RecordNumber
from bedside.clinic.patients.demographics import packed
from bedside.clinic.patients.models import demographics_place
from bedside.clinic.search import indexing, lists
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState
from bedside.documents.models import Blob
from bedside.ids import new_id
from bedside.vault.aead import new_key_id, new_material
from bedside.vault.current import keyring
from bedside.vault.models import DataKey
from bedside.vault.purposes import place

REGION, ZONE = "GB", "Europe/London"
INDEXED = 100_000
"""Patients whose record numbers are written to the lists together."""
ELSEWHERE = ("en_GB", "es_ES", "de_DE", "fr_FR", "it_IT", "nl_NL", "en_IN", "sv_SE", "cs_CZ")
"""Half of the people are called as in the United States, the others as in one of these."""
_OLDEST = date(1935, 1, 1)


class Names(NamedTuple):
    """Names of one country, and how often each occurs, added up."""

    given: list[str]
    often_given: list[float]
    family: list[str]
    often_family: list[float]


def fill(facility: Facility, patients: int, chunk: int) -> None:
    """Give an empty facility in Britain so many patients, so many at a time."""
    with transaction.atomic():
        indexing.lock(facility.id)
        kept = Lists.of(indexing.new_index(facility.id, IndexState.LIVE))
    entries: dict[str, list[int]] = {}
    for first in range(1, patients + 1, chunk):
        profiles = {number: who(number) for number in range(first, first + chunk)}
        profiles = {number: one for number, one in profiles.items() if number <= patients}
        with transaction.atomic():
            enrol(facility, profiles)
        for term, numbers in indexing.entries_of(profiles, REGION).items():
            entries.setdefault(term, []).extend(numbers)
        last = max(profiles)
        if last == patients or last % INDEXED == 0:
            _index(kept, entries, last)
            entries.clear()


def _index(kept: Lists, entries: Mapping[str, Sequence[int]], last: int) -> None:
    with transaction.atomic():
        register = indexing.lock(kept.facility)
        lists.add(kept, entries)
        register.last_number = last
        register.save()


def asks(kind: str, patients: int) -> Iterator[str]:
    """Yield what somebody types to find one of the patients, in one of the ways."""
    chance = Random(kind)
    while True:
        profile = who(chance.randint(1, patients))
        given, _, family = profile.name.partition(" ")
        match kind:
            case "one word":
                yield family
            case "two words":
                yield f"{family} {given}"
            case "beginning":
                yield family[: chance.randint(3, 4)]
            case "part of a phone":
                start = chance.randint(3, 6)
                yield profile.phone.replace(" ", "")[start : start + chance.randint(4, 5)]
            case _ if len(family) > 4:
                at = chance.randrange(len(family))
                yield family[:at] + chance.choice("aeiort") + family[at + 1 :]


def who(number: int) -> Profile:
    """Return who the patient with this number is."""
    chance = Random(number)
    names = _names("en_US" if chance.random() < 0.5 else chance.choice(ELSEWHERE))
    (given,) = chance.choices(names.given, cum_weights=names.often_given)
    (family,) = chance.choices(names.family, cum_weights=names.often_family)
    if chance.random() < 0.1:
        family += "-" + chance.choice(names.family)
    born = _OLDEST + timedelta(days=chance.randrange(91 * 365))
    digits = f"{chance.randrange(10**9):09d}"
    return Profile(f"{given} {family}", born, "female", "", f"07{digits[:3]} {digits[3:]}")


def index_size() -> float:
    """Return the megabytes of the search index, with its own index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('clinic_searchblock')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%searchblock%'")
        return float(cursor.fetchone()[0]) / 2**20


@cache
def _names(locale: str) -> Names:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    family = getattr(provider, "last_names", None) or provider.last_names_male
    given = getattr(provider, "first_names", None) or provider.first_names_male
    return Names(*_often(given), *_often(family))


def _often(names: Mapping[str, float] | Sequence[str]) -> tuple[list[str], list[float]]:
    weights = names.values() if isinstance(names, Mapping) else [1.0] * len(names)
    return list(names), list(accumulate(weights))


def enrol(facility: Facility, profiles: Mapping[int, Profile]) -> None:
    """Give a facility the patients with these numbers, who are in no search index."""
    rows: dict[type[Model], list[Model]] = {}
    wrapping = keyring().keys(place("facility", facility.id)).primary
    for number, profile in profiles.items():
        for row in _rows(facility, number, profile, wrapping):
            rows.setdefault(type(row), []).append(row)
    for model, some in rows.items():
        copy(model, some)


def _rows(facility: Facility, number: int, profile: Profile, wrapping: Any) -> Iterator[Model]:
    """Yield the rows of a patient as registering makes them."""
    patient, blob, material = new_id(), uuid4(), new_material()
    key = DataKey(patient=patient, key_id=new_key_id(), wrapping_key_id=wrapping.id)
    bound = vault.Context(patient, "data-key", patient, None, version=key.key_id, schema=1)
    key.wrapped = wrapping.cipher.seal(material, bound)
    yield key
    bound = vault.Context(patient, Patient.KIND, patient, blob, version=1, schema=1)
    body = json.dumps(profile.to_body()).encode()
    cipher = vault.Cipher(key.key_id, material)
    yield Blob(id=blob, body=cipher.seal(body, bound), stored_at=timezone.now())
    column = cipher.seal(packed(profile), demographics_place(patient, blob))
    yield Patient(
        id=patient,
        facility=facility,
        state="registered",
        blob_id=blob,
        demographics=column,
        demographics_of=blob,
    )
    yield CareRelation(patient_id=patient, facility=facility, reason="registered")
    yield RecordNumber(facility=facility, patient_id=patient, number=number)


def copy(model: type[Model], rows: Sequence[Model]) -> None:
    """Insert many rows of a model, by COPY where the database has it."""
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=500)
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.get_internal_type() != "BigAutoField"
    ]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        copying = cursor.cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN')
        with copying as copy:
            for row in rows:
                copy.write_row([_plain(getattr(row, field.attname)) for field in fields])


def _plain(value: Any) -> Any:
    """A sealed text as the bytes that it is, a choice as its text."""
    if isinstance(value, bytes):
        return bytes(value)
    return str(value) if isinstance(value, str | UUID) else value


def settle() -> None:
    """Let the planner know the tables, and the disk count again: the tests' servers skip it."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("ANALYZE")
            return
        cursor.execute("ALTER SYSTEM SET fsync = on")
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("VACUUM ANALYZE")

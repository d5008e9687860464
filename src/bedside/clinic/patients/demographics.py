"""Birth date and sex in a sealed column of the patient's row, beside the profile that says them.

A report counts the ages and sexes of a whole clinic. Fetching and opening every profile for that
would take minutes and bring every name into memory; these are five bytes under the same key, so
destroying that key makes them unreadable too. The profile stays the truth: both are written
together, and the row says which profile the column was taken from. Where that is not the present
one (an older Bedside wrote it), and where the column does not open, the profile is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from bedside import documents, vault
from bedside.clinic.patients.models import Patient, demographics_place
from bedside.clinic.patients.profile import SEXES, Profile
from bedside.documents import Unreadable

_CODES = {sex: sex[0].encode() for sex in SEXES}
_SEXES = {code: sex for sex, code in _CODES.items()}
_LAYOUT = Struct(">Ic")
"""The birth date as days from the year 1, and the sex: the same length for all, so that it tells
nothing."""
Opening = Callable[[Sequence[vault.Text]], list[bytes | Unreadable]]
"""A way of opening texts, as `vault.open_each` does."""


class Demographics(NamedTuple):
    """What a patient's profile says of their birth date and sex (one of SEXES)."""

    birth_date: date
    sex: str


class Kept(NamedTuple):
    """Where they are kept: the patient, their present profile's blob, what is sealed in the column,
    and of which profile's blob that is."""

    patient: UUID
    blob: UUID | None
    sealed: bytes | None
    of: UUID | None

    @property
    def is_current(self) -> bool:
        return self.sealed is not None and self.of == self.blob

    @property
    def text(self) -> vault.Text:
        """What is sealed in the column, as the vault opens it."""
        return self.patient, self.sealed or b"", demographics_place(self.patient, self.of)


@dataclass(frozen=True)
class StoredProfile:
    """A profile that the store has acknowledged, and the column that goes with it."""

    profile: documents.Stored
    demographics: vault.Sealed

    def attach(self, row: Patient) -> None:
        """Let the row name the profile and hold the column. Raises as `documents.Stored` does."""
        self.profile.attach(row)
        row.demographics, row.demographics_of = self.demographics, row.blob_id


def write_profile(row: Patient, profile: Profile, *, version: int) -> StoredProfile:
    """Seal and store a profile; the caller attaches it to the row in its transaction."""
    stored = documents.write(
        patient=row.id,
        kind=Patient.KIND,
        document=row.id,
        version=version,
        body=profile.to_body(),
    )
    return StoredProfile(stored, sealed(row.id, stored.context.blob, profile))


def sealed(patient: UUID, blob: UUID | None, profile: Profile) -> vault.Sealed:
    """Return the column that goes with a profile. Raises as `vault.seal_for` does."""
    return vault.seal_for(patient, packed(profile), demographics_place(patient, blob))


def packed(profile: Profile) -> bytes:
    """Return what is sealed in the column."""
    return _LAYOUT.pack(profile.birth_date.toordinal(), _CODES[profile.sex])


def open_demographics(
    rows: Sequence[Kept], opening: Opening = vault.open_each
) -> list[Demographics | Unreadable]:
    """Return birth date and sex in the order of the rows, whose columns are opened by `opening`.

    Unreadable stands where neither the column nor the profile opens. What is damaged is reported
    with the act under way, a column also where its profile makes up for it.
    """
    texts = [row.text if row.is_current else None for row in rows]
    opened = iter(opening([text for text in texts if text]))
    columns = [next(opened) if text else None for text in texts]
    vault.met(columns)
    found = [_unpacked(text) if isinstance(text, bytes) else None for text in columns]
    wanting = [row.patient for row, said in zip(rows, found, strict=True) if said is None]
    if not wanting:
        return [said for said in found if said]
    profiles = _from_profiles(wanting)
    return [said or profiles[row.patient] for row, said in zip(rows, found, strict=True)]


def _unpacked(text: bytes) -> Demographics:
    days, code = _LAYOUT.unpack(text)
    return Demographics(date.fromordinal(days), _SEXES[code])


def _from_profiles(patients: Sequence[UUID]) -> dict[UUID, Demographics | Unreadable]:
    rows = list(Patient.objects.filter(id__in=patients))
    return {
        row.id: body if isinstance(body, Unreadable) else _of(Profile.from_body(body))
        for row, body in zip(rows, documents.open_each(rows), strict=True)
    }


def _of(profile: Profile) -> Demographics:
    return Demographics(profile.birth_date, profile.sex)

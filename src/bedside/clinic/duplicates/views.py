"""Somebody who may be the same person, and what speaks for it."""

from dataclasses import dataclass

from bedside.clinic.patients.views import PatientView


@dataclass(frozen=True)
class Likely:
    """Another patient who may be the same person.

    `likeness` is out of a hundred; `because` are codes of `scoring.REASONS`, the strongest first.
    """

    patient: PatientView
    likeness: int
    because: tuple[str, ...]

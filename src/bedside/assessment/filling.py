"""The knowledge says "call {emergency_number}"; which number that is, only the deployment knows.

The engine leaves the room open in its texts, and whoever shows them fills it in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call where this runs: in an emergency, and with thoughts of suicide."""

    emergency_number: str
    crisis_line: str

    def into(self, text: str) -> str:
        filled = text.replace("{emergency_number}", self.emergency_number)
        return filled.replace("{crisis_line}", self.crisis_line)


def filled(shown: T, numbers: Numbers) -> T:
    """The same question, result, part of one or text, with the numbers in all that it says."""
    said: T = _filled(shown, numbers)
    return said


def _filled(shown: Any, numbers: Numbers) -> Any:
    if isinstance(shown, str):
        return numbers.into(shown)
    if is_dataclass(shown) and not isinstance(shown, type):
        said = {one.name: _filled(getattr(shown, one.name), numbers) for one in fields(shown)}
        return replace(shown, **said)
    if isinstance(shown, Mapping):
        return {key: _filled(value, numbers) for key, value in shown.items()}
    if isinstance(shown, (list, tuple)):
        return type(shown)(_filled(one, numbers) for one in shown)
    return shown

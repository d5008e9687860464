"""The knowledge says "call {emergency_number}"; which number that is, only the deployment knows."""

from typing import Any


def fill(data: Any, *, emergency_number: str, crisis_line: str) -> Any:
    """Return `data` (text, or nested lists and dicts of it) with the placeholders filled in."""
    if isinstance(data, str):
        filled = data.replace("{emergency_number}", emergency_number)
        return filled.replace("{crisis_line}", crisis_line)
    if isinstance(data, dict):
        return {
            key: fill(value, emergency_number=emergency_number, crisis_line=crisis_line)
            for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [
            fill(item, emergency_number=emergency_number, crisis_line=crisis_line) for item in data
        ]
    return data

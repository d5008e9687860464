"""Put the emergency number and the crisis line where the engine left room for them."""

from __future__ import annotations

from typing import Any


def filled(data: Any, numbers: dict[str, str]) -> Any:
    """The same data with ``{emergency_number}`` and ``{crisis_line}`` replaced in every text."""
    if isinstance(data, str):
        for name, number in numbers.items():
            data = data.replace("{" + name + "}", number)
        return data
    if isinstance(data, dict):
        return {key: filled(value, numbers) for key, value in data.items()}
    return [filled(one, numbers) for one in data] if isinstance(data, list) else data

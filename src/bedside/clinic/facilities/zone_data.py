"""Which time zone data this process tells clinics' clocks by, and from where it has them.

Governments change their clocks at short notice. Data that are older than the change put an
appointment at the wrong hour, so whoever runs Bedside must be able to see how old they are.
"""

import zoneinfo
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

_KNOWN_EVERYWHERE = Path("Europe", "London")
_UNKNOWN = ""


@dataclass(frozen=True)
class ZoneData:
    """`version` is IANA's, such as 2026a, and empty where the operating system does not say it."""

    version: str
    source: Literal["system", "package"]
    zones: int
    """Names of zones that can be chosen."""


def zone_data() -> ZoneData:
    """Return what Python's own search finds: the first folder with zones, else the package."""
    zones = len(zoneinfo.available_timezones())
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / _KNOWN_EVERYWHERE).is_file():
            return ZoneData(_version_in(folder), "system", zones)
    package = import_module("tzdata")
    return ZoneData(str(getattr(package, "IANA_VERSION", _UNKNOWN)), "package", zones)


def _version_in(folder: Path) -> str:
    """Linux says it in the first line of `tzdata.zi`, macOS and the BSDs in `+VERSION`."""
    for name, said_by in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with (folder / name).open(encoding="utf-8") as file:
                first = file.readline(80).strip()
        except OSError:
            continue
        if first.startswith(said_by):
            return first.removeprefix(said_by)
    return _UNKNOWN

"""What this Bedside works with, as a page: the versions that an administrator answers for."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from bedside import intake
from bedside.web.request import actor_of


def reference_data(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows, which is on the record."""
    found = intake.read_reference_data(by=actor_of(request))
    release = found.codes
    return {
        "title": "Reference data",
        "found": found,
        "released": date.fromisoformat(release.release),
        "codes": f"{release.billable + release.headers:,}",
        "billable": f"{release.billable:,}",
        "headers": f"{release.headers:,}",
        "last": max((one.at for one in found.stores.migrations), default=None),
    }

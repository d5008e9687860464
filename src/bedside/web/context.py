"""What every page shows: the emergency number, who is signed in, where their start page is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bedside.audit import Actor
from bedside.web.destinations import home_of


def for_every_page(request: HttpRequest) -> dict[str, Any]:
    """Return the values for the frame around each page."""
    actor: Actor | None = getattr(request, "actor", None)
    role = actor.role if actor else "anonymous"
    return {
        "emergency_number": settings.BEDSIDE.emergency_number,
        "crisis_line": settings.BEDSIDE.crisis_line,
        "demo": settings.BEDSIDE.demo,
        "role": role,
        "works_at_a_facility": bool(actor and actor.works_at_a_facility),
        "home_path": home_of(role),
        "again": getattr(request, "again", ""),
    }

"""Forgetting files that were brought and never brought in, once they have expired."""

from datetime import datetime

from bedside.imports.models import Import, ImportState


def forget_expired(now: datetime) -> int:
    """Forget the imports whose file has expired before anybody was made of it; return how many.

    What was brought in stays: its rows are known for ever, so that none is brought in twice.
    """
    over = Import.objects.filter(state=ImportState.PLANNED, expires_at__lte=now)
    return over.delete()[1].get("imports.Import", 0)

"""`bedside sweep`: what has expired goes."""

import typer
from django.utils import timezone

from bedside import jobs


def sweep() -> None:
    """Erase unclaimed drafts, unreferenced documents, old answers and proofs that open nothing.

    Offered times that nobody took go to the next who waits. A worker does this every hour.
    """
    gone = jobs.sweep(timezone.now())
    typer.echo(
        f"Erased {gone.drafts} unclaimed drafts and {gone.documents} documents that nothing "
        "refers to."
    )

"""`bedside migrate`: run before the new version serves."""

import typer
from django.core.management import call_command


def migrate() -> None:
    """Bring the database's tables up to date."""
    call_command("migrate", interactive=False, verbosity=0)
    typer.echo("The database is up to date.")

"""`bedside migrate`: run before the new version serves."""

import typer
from django.core.management import call_command

from bedside import clinic, vault
from bedside.audit import Actor


def migrate() -> None:
    """Bring the database's tables up to date, and what only the keys can make: the search index,
    and the sealed birth dates that reports count ages from."""
    call_command("migrate", interactive=False, verbosity=0)
    if vault.has_keys():
        made = vault.create_deployment_keys()
        if made:
            typer.echo(f"Made the keys: {', '.join(made)}.")
        clinic.bring_search_up_to_date(by=Actor.system())
        clinic.fill_in_demographics(by=Actor.system())
    typer.echo("The database is up to date.")

"""`bedside search`: the index by which patients are found."""

from typing import Annotated
from uuid import UUID

import typer

from bedside import clinic
from bedside.audit import Actor

app = typer.Typer(help="The index by which patients are found.", no_args_is_help=True)


@app.callback()
def search() -> None:
    """Keep `rebuild` a word of its own, as it is for keys."""


@app.command()
def rebuild(
    facility: Annotated[
        UUID | None, typer.Argument(help="One facility's, instead of everybody's.")
    ] = None,
) -> None:
    """Make the index anew, beside live traffic: after rotating the search key, or damage."""
    for place in [facility] if facility else clinic.searched_facilities():
        count = clinic.rebuild_search(place, by=Actor.system())
        typer.echo(f"{place}: {count} patients can be found.")

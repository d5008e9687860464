"""`bedside documents`: is everything that is sealed still whole?"""

import typer

from bedside import accounts
from bedside.audit import Actor
from bedside.documents import Unreadable

app = typer.Typer(help="The sealed documents: verify that they open.", no_args_is_help=True)

_SENTENCES = {
    "wrong_tag": "was changed, or belongs elsewhere",
    "truncated": "is cut short",
    "unknown_key": "was sealed by a key that is not here",
    "missing": "is missing from the document store",
    "no_data_key": "has lost its patient's key",
    "data_key": "has a patient's key that does not open",
    "not_json": "opens, but is not a document",
}


@app.callback()
def documents() -> None:
    """Keep `verify` a word of its own, as it is for the audit log."""


@app.command()
def verify() -> None:
    """Open everything that is sealed; name by its id what does not open, and exit with 1."""
    total = accounts.verify_documents(found=_tell, by=Actor.system())
    if total.damaged:
        typer.echo(f"{total.damaged} of {total.read} sealed texts are damaged.", err=True)
        raise typer.Exit(1)
    erased = f" {total.erased} more are erased patients'." if total.erased else ""
    typer.echo(f"All {total.read - total.erased} sealed texts open.{erased}")


def _tell(damaged: Unreadable) -> None:
    place = damaged.context
    blob = f", blob {place.blob}" if place.blob else ""
    what = _SENTENCES.get(damaged.reason, damaged.reason)
    typer.echo(f"{place.kind} {place.document}{blob}: {what}.", err=True)

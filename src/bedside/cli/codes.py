"""`bedside codes`: make the index of ICD-10-CM codes, and find a code in it.

Needs no configuration, so that the build of an image can make the index.
"""

from pathlib import Path
from typing import Annotated

import typer

from bedside import codes

app = typer.Typer(help="The codes of ICD-10-CM.", no_args_is_help=True)

Folder = Annotated[
    Path | None,
    typer.Option(envvar="BEDSIDE_CODES_FOLDER", help="Where the index lies, if not in Bedside."),
]


@app.command()
def prepare(folder: Folder = None) -> None:
    """Make the index anew: when Bedside is installed, updated, or the index is damaged."""
    codes.keep_in(folder)
    place, held = codes.prepare(), codes.release()
    typer.echo(f"ICD-10-CM as of {held.release}, {held.billable} codes for diagnoses: {place}")


@app.command()
def find(
    text: Annotated[list[str], typer.Argument(help="A code, words, or what people call it.")],
    folder: Folder = None,
) -> None:
    """Show the codes that a text may mean, the likeliest first."""
    codes.keep_in(folder)
    for hit in codes.search(" ".join(text)):
        note = "" if hit.billable else "  (header)"
        retired = f"  (retired after {hit.retired_after})" if hit.retired_after else ""
        typer.echo(f"{hit.code:8}  {hit.display}{note}{retired}")

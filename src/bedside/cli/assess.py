"""``bedside assess``: an interview in the terminal, without any database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bedside.assessment import Numbers, load
from bedside.cli.assessing.jsonl import drive
from bedside.cli.assessing.terminal import NotSavedError, converse


def assess(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Be driven by a program: one JSON object a line.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(help="Keep an unfinished interview here, and take it up again from here."),
    ] = None,
    emergency_number: Annotated[
        str, typer.Option(help="The number to call in an emergency where you are.")
    ] = "your local emergency number",
    crisis_line: Annotated[
        str, typer.Option(help="Whom to call with thoughts of suicide where you are.")
    ] = "your local crisis line",
) -> None:
    """Interview a person about what is wrong, and say how urgent it is and why."""
    numbers = Numbers(emergency_number, crisis_line)
    knowledge = load()
    if jsonl:
        finished = drive(knowledge, sys.stdin.buffer, sys.stdout, numbers)
        raise typer.Exit(0 if finished else 1)
    console = Console()
    try:
        converse(knowledge, console, file, numbers)
    except NotSavedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except (EOFError, KeyboardInterrupt):
        console.print("\nStopped.")
        raise typer.Exit(1) from None

"""`bedside sample`: made-up people in an empty Bedside, to look around and to try things out."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bedside.cli.sampledata.fill import fill
from bedside.cli.sampledata.house import DemoAccount


def sample(
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 7,
    patients: Annotated[int, typer.Option(min=100, max=100_000, help="How many.")] = 300,
) -> None:
    """Fill an empty Bedside with facilities, staff, patients and assessments, all made up.

    Only the accounts printed at the end have passwords, and nowhere else are these kept.
    """
    print_accounts(fill(seed, patients))


def print_accounts(accounts: list[DemoAccount]) -> None:
    """Show whom one can sign in as."""
    table = Table(title="Demo accounts (made up; random passwords, shown only here)")
    for column in ("Role", "Name", "Email", "Password"):
        table.add_column(column, no_wrap=True)
    for account in accounts:
        table.add_row(*account)
    Console().print(table)

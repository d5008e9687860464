"""`bedside check`: is this deployment fit to run, and with --deploy, fit for patients?

The checks are named as text, as they are for `bedside serve`: the command line does not reach up
into the configuration.
"""

from typing import Annotated

import typer
from django.core.checks import ERROR
from django.utils.module_loading import import_string


def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Ask as well what a deployment for patients needs.")
    ] = False,
) -> None:
    """Check the configuration and the stores. Exit 1 on an error; warnings alone are exit 0."""
    found = import_string("bedside.config.deployment.problems")(deploy=deploy)
    errors = [one for one in found if one.level >= ERROR]
    for one in found:
        kind = "error" if one in errors else "warning"
        typer.echo(" ".join(filter(None, (f"{kind} {one.id}:", one.msg, one.hint))), err=True)
    typer.echo(f"{len(errors)} errors, {len(found) - len(errors)} warnings.")
    if errors:
        raise typer.Exit(1)

"""`bedside init`: everything a new deployment needs before its first administrator.

Safe to run again: it makes what is missing and leaves alone what is there. The root key is made
here and nowhere else, and never for a database whose keys hang from another one.
"""

from pathlib import Path
from typing import Annotated

import typer
from django.core.exceptions import ImproperlyConfigured

from bedside.cli.start import start_django
from bedside.errors import Conflict
from bedside.root_key import RootKey


def init(
    root_key_file: Annotated[
        Path | None,
        typer.Option(
            envvar="BEDSIDE_ROOT_KEY_FILE",
            help="Where the root key is, or will be made. Keep a copy elsewhere.",
        ),
    ] = None,
) -> None:
    """Make the root key file, the database's tables and the deployment's keys."""
    made = _make_root_key(root_key_file)
    try:
        _migrate(new_root_key=made is not None)
    except BaseException:
        if made is not None:
            made.unlink()  # nothing hangs from it yet, and a second try must not find it
        raise
    _make_keys()
    if made is not None:
        typer.echo(f"Made the root key {made}. Whoever loses it loses every record: copy it now.")


def _make_root_key(path: Path | None) -> Path | None:
    """Make the key file if there is none; return its path if it was made."""
    if path is None or path.exists():
        return None
    try:
        RootKey.generate().write(path)
    except OSError as error:
        raise ImproperlyConfigured(f"The root key cannot be written to {path}.") from error
    return path


def _migrate(*, new_root_key: bool) -> None:
    start_django()
    from django.core.management import call_command

    from bedside import vault

    call_command("migrate", interactive=False, verbosity=0)
    if new_root_key and vault.has_keys():
        raise Conflict(
            "This database has keys already, under a root key that is not at "
            "BEDSIDE_ROOT_KEY_FILE. No new one was made."
        )


def _make_keys() -> None:
    from bedside import vault

    made = vault.create_deployment_keys()
    vault.check()
    typer.echo(f"Made the keys: {', '.join(made)}." if made else "All keys are there.")

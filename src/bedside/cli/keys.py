"""`bedside keys`: list the keys under the root key, and change them beside live traffic."""

from typing import Annotated
from uuid import UUID

import typer

from bedside import vault

app = typer.Typer(help="The keys under the root key.", no_args_is_help=True)

Id = Annotated[int, typer.Argument(help="The key's id, as `bedside keys list` shows it.")]


@app.command("list")
def list_() -> None:
    """Show every key: id, purpose, facility, state, age and how many data keys it wraps."""
    typer.echo(f"{'id':>10}  {'purpose':10}  {'facility':36}  {'state':9}  {'made':16}  data keys")
    for key in vault.list_keys():
        made = f"{key.created_at:%Y-%m-%d %H:%M}"
        owner = str(key.owner or "-")
        typer.echo(
            f"{key.id:>10}  {key.purpose:10}  {owner:36}  {key.state:9}  {made}  {key.data_keys}"
        )


@app.command()
def rotate(
    purpose: Annotated[str, typer.Argument(help="Such as facility, intake or signing.")],
    facility: Annotated[UUID | None, typer.Argument(help="For the purpose facility.")] = None,
) -> None:
    """Make a new primary key; the former one keeps opening what it sealed."""
    try:
        key_id = vault.rotate(purpose, facility)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    typer.echo(f"Key {key_id} is the primary {purpose} key now.")


@app.command()
def rewrap() -> None:
    """Wrap every data key by its present primary key. Can be stopped and started again."""
    typer.echo(f"{vault.rewrap_data_keys()} data keys were re-wrapped.")


@app.command()
def disable(key: Id) -> None:
    """Stop using a former key; refused while data keys need it."""
    vault.disable_key(key)
    typer.echo(f"Key {key} is disabled.")


@app.command()
def destroy(key: Id) -> None:
    """Destroy a disabled key for good."""
    vault.destroy_key(key)
    typer.echo(f"Key {key} is destroyed.")

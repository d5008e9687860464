"""`bedside audit`: check the log, and sign how far it has come."""

from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bedside import audit, vault

app = typer.Typer(help="The audit log: verify it, and sign checkpoints.", no_args_is_help=True)


@app.command()
def verify(
    checkpoint: Annotated[
        Path | None,
        typer.Option(help="A checkpoint kept elsewhere: it also shows a tail that was cut off."),
    ] = None,
) -> None:
    """Walk every chain and name the first event of each that is not as it was written."""
    try:
        kept = _read(checkpoint) if checkpoint else None
    except (OSError, audit.CheckpointError) as error:
        typer.echo(f"{checkpoint} cannot be used. {error}", err=True)
        raise typer.Exit(1) from error
    findings = audit.verify(checkpoint=kept)
    for finding in findings:
        typer.echo(str(finding), err=True)
    if findings:
        typer.echo(f"The audit log is broken in {len(findings)} of its chains.", err=True)
        raise typer.Exit(1)
    typer.echo(f"The audit log is whole: {audit.how_many()} events.")


@app.command()
def checkpoint(
    out: Annotated[Path, typer.Argument(help="The new file; keep it away from this machine.")],
) -> None:
    """Sign the last event of every chain, for a later `audit verify --checkpoint`."""
    signer = audit.SeedSigner(*vault.secret("checkpoint").current)
    try:
        with out.open("xb") as file:
            file.write(audit.checkpoint(signer))
    except OSError as error:
        typer.echo(f"{out} was not written: {error.strerror}.", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"Signed by key {signer.key_id}: {out}")


def _read(path: Path) -> audit.Checkpoint:
    return audit.read_checkpoint(path.read_bytes(), _public_key)


def _public_key(key_id: int) -> Ed25519PublicKey | None:
    seed = vault.secret("checkpoint").all.get(key_id)
    return None if seed is None else audit.SeedSigner(key_id, seed).public_key()

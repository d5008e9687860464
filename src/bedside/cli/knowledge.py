"""`bedside knowledge`: the pages that list it, and whether the operator's reviewer signed it off.

The pages are written into `docs/knowledge` and compared in CI, so what a clinician reads there is
what the engine does. They need no configuration; a sign-off is kept in the audit log and does.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, cast

import typer

from bedside.assessment import load
from bedside.assessment.words import recognise
from bedside.assessment.words.heard import Status
from bedside.cli.knowledge_pages import pages
from bedside.cli.start import start_django

_FATES: Mapping[Status, str] = {
    "present": "taken as there",
    "absent": "taken as denied",
    "unsure": "taken as doubted",
    "past": "kept as history",
    "near": "offered unticked",
}

app = typer.Typer(help="The medical knowledge.", no_args_is_help=True)


@app.callback()
def knowledge() -> None:
    """The medical knowledge."""


@app.command()
def docs(
    folder: Annotated[Path, typer.Option(help="Where the pages stand.")] = Path("docs/knowledge"),
    check: Annotated[bool, typer.Option(help="Only compare; exit 1 when one differs.")] = False,
) -> None:
    """Write the pages that list symptoms, red flags, conditions and self-care rules."""
    wanted = {folder / name: text for name, text in pages(load()).items()}
    if check:
        stale = [str(path) for path, text in wanted.items() if _content(path) != text]
        if stale:
            print(f"Not what the knowledge says: {', '.join(stale)}. Run: make docs")
            raise typer.Exit(1)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, "utf-8")


@app.command()
def hear(
    text: Annotated[str, typer.Argument(help="What somebody wrote.")],
    staff: Annotated[bool, typer.Option(help="Read it as a clinician's note.")] = False,
) -> None:
    """Show what is heard in a text: each phrase, its finding, its role and what becomes of it."""
    heard = recognise(load(), text, "clinician" if staff else "lay")
    for one in heard.mentions:
        fate = _FATES[one.status]
        typer.echo(f"{text[one.start : one.end]!r}: {one.finding}, {one.role}: {fate}")
    for piece in heard.pieces:
        typer.echo(f"{text[piece.start : piece.end]!r}: {piece.finding} = {piece.value}")
    if not (heard.mentions or heard.pieces):
        typer.echo("Nothing was heard.")


@app.command()
def status() -> None:
    """Show the version in use, and who has signed it off."""
    start_django()
    from bedside import intake
    from bedside.audit import Actor

    version = load().version
    typer.echo(f"Knowledge {version}")
    signed = intake.sign_offs(version, by=Actor.system())
    if not signed:
        typer.echo("Nobody has signed this version off. No clinician has reviewed it.")
    for one in signed:
        typer.echo(
            f"Signed off {one.at:%Y-%m-%d %H:%M} UTC by {one.reviewer} ({one.registration}), "
            f"entered by {one.entered_by}."
        )


@app.command()
def sign_off(
    version: Annotated[str, typer.Argument(help="The version reviewed, as `status` shows it.")],
    reviewer: Annotated[str, typer.Option(help="Email of the clinician's own (doctor) account.")],
    registration: Annotated[
        str, typer.Option(help="Their professional registration, such as GMC:7654321.")
    ],
    by: Annotated[str, typer.Option(help="Email of the administrator who enters it.")],
) -> None:
    """Record in the audit log that your own reviewer has signed this version off."""
    start_django()
    from bedside import accounts, intake
    from bedside.audit import Actor, Role

    administrator, clinician = accounts.active_account(by), accounts.active_account(reviewer)
    intake.sign_off(
        version,
        reviewer=clinician.id,
        registration=registration,
        by=Actor(role=cast(Role, administrator.role), user=administrator.id),
    )
    typer.echo(f"Knowledge {version} is signed off. A changed knowledge will be unsigned again.")


def _content(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""

"""`bedside knowledge docs`: the pages that list the medical knowledge, made from the knowledge.

They are written into `docs/knowledge` and compared in CI, so what a clinician reads there is what
the engine does.
"""

from pathlib import Path
from typing import Annotated

import typer

from bedside.assessment import load
from bedside.cli.knowledge_pages import pages

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


def _content(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""

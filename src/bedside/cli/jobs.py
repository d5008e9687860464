"""`bedside jobs`: what there is to do, and what to do about what failed."""

from typing import Annotated
from uuid import UUID

import typer

from bedside import jobs
from bedside.audit import Actor

app = typer.Typer(help="Jobs: count them, list them, try one again.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(help="The job's id, as `bedside jobs list` shows it.")]
_BY = Actor.system()
_STATES = ("waiting", "running", "failed", "dead", "done", "cancelled")


@app.command("list")
def list_(
    state: Annotated[str, typer.Option("--state", help=f"One of {', '.join(_STATES)}.")] = "dead",
    kind: Annotated[str | None, typer.Option("--kind", help="Of one kind only.")] = None,
) -> None:
    """Count the jobs by kind and state, and show the latest hundred that are dead."""
    counted = jobs.read_counts(by=_BY)
    for name, states in counted.kinds.items():
        said = ", ".join(f"{states[one]} {one}" for one in _STATES if one in states)
        typer.echo(f"{name}: {said}")
    typer.echo(f"The oldest that is due waits for {int(counted.late.total_seconds())} seconds.")
    page = jobs.list_jobs(states=(state,), kind=kind, limit=100, by=_BY)
    for one in page.items:
        due = f"{one.due_at:%Y-%m-%d %H:%M}"
        typer.echo(f"{one.id}  {one.kind:24}  due {due}  tries {one.attempts:>2}  {one.error}")
    typer.echo(
        f"These are {len(page.items)} {state} jobs{'; there are more.' if page.next else '.'}"
    )


@app.command()
def retry(job: Id) -> None:
    """Let a job that failed be tried again at once."""
    jobs.retry(job, version=_version(job), by=_BY)
    typer.echo("A worker does it next.")


@app.command()
def cancel(job: Id) -> None:
    """Call a job off that is not done."""
    jobs.cancel(job, version=_version(job), by=_BY)
    typer.echo("Nobody does it any more.")


def _version(job: UUID) -> int:
    return jobs.read_job(job, by=_BY).version

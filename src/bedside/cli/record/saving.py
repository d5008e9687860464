"""A file that the API gives: waited for if a worker makes it, and kept where only its owner reads.

What is taken out is not sealed any more. So the file is made for its owner alone, nothing that is
there already is overwritten, and a part of a file is no file.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from bedside.cli.record.client import Client
from bedside.errors import Conflict, Stale
from bedside.schemas.jobs import Job

LOOK_AGAIN = 2.0
"""Seconds between two looks at how far a job is."""


@contextmanager
def beginning(path: Path) -> Iterator[BinaryIO]:
    """Make a file that was not there, for its owner alone; take it away when it is not finished.

    Raises BadParameter where no file can be made.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise typer.BadParameter(f"{path} is there already. Choose another name.") from None
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def fetch(client: Client, job: Job, file: BinaryIO) -> Job:
    """Wait until a job is done and write down what came of it; return the job as it ended.

    Whoever stops waiting calls it off. Raises Conflict when nothing came of it.
    """
    try:
        done = _waited_for(client, job)
    except KeyboardInterrupt:
        _call_off(client, job)
        raise
    if done.state != "done":
        raise Conflict("The file could not be made. Ask for it again.")
    for piece in client.pieces(f"jobs/{job.id}/file"):
        file.write(piece)
    return done


def _waited_for(client: Client, job: Job) -> Job:
    while job.state not in ("done", "dead", "cancelled"):
        _say(job)
        time.sleep(LOOK_AGAIN)
        job = _read(client, job)
    _say(job)
    if sys.stderr.isatty():
        typer.echo(err=True)
    return job


def _read(client: Client, job: Job) -> Job:
    answer = client.ask_patiently("GET", f"jobs/{job.id}")
    return Job.model_validate_json(answer.content)


def _say(job: Job) -> None:
    """Say on a terminal how far it is, on one line that stays."""
    if sys.stderr.isatty():
        far = f"{job.done} of {job.total}" if job.total else job.state
        typer.echo(f"\r{far:<40}", err=True, nl=False)


def _call_off(client: Client, job: Job) -> None:
    for _ in range(3):
        now = _read(client, job)
        if "cancel" not in now.may:
            return
        try:
            client.ask("DELETE", f"jobs/{job.id}", version=f'"{now.version}"')
        except Stale:  # a worker began it at this moment
            continue
        return

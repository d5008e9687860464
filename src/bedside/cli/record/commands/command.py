"""What a command is: a question to the API, and the columns that its answer is shown in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel

from bedside.cli.record.client import Client, Role
from bedside.cli.record.showing import Cell

Given = dict[str, Any]
"""What was given on the command line, by name; None for what was not."""


class Option(NamedTuple):
    """An option of a command: its type, what it is for, and whether it may be left out."""

    kind: Any
    help: str
    needed: bool = False


@dataclass(frozen=True)
class Command:
    """One command.

    `request` is a method and a path under /api/; the ids in the path are the command's arguments,
    followed by `arguments`. What is not in the path is the query of a GET, and else the body.
    """

    help: str
    request: str
    answer: type[BaseModel] | None
    """None when there is nothing to read."""
    columns: Mapping[str, Cell]
    role: Role = "doctor"
    """Who usually asks; `--role` says otherwise."""
    arguments: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    paged: bool = False
    rows: Callable[[Any], Sequence[Any]] = lambda answer: getattr(answer, "items", [answer])
    empty: Callable[[Any], str] = lambda _: "None."
    """What to say in the place of a table without rows."""
    means: Callable[[Given], Given] = lambda given: given
    """Turns what was given into what is asked."""
    version: Callable[[Client, Given], str] | None = None
    """Reads the ETag of what is about to be changed."""
    saves: bool = False
    """What is answered is kept in a file, `--out`: a Job's file when it is done."""
    proves: bool = False
    """The password goes with the question once more."""
    then: Mapping[str, Given] = field(default_factory=dict)
    """Lists of the same patient to show below, by noun, with their options."""


def version_of(path: str) -> Callable[[Client, Given], str]:
    """Return what reads the ETag of the one thing at `path`, which names it as requests do."""
    return lambda client, given: client.ask("GET", path.format(**given)).headers["ETag"]

"""Two records of one person: compared, made one, and separated again."""

from typing import Any

import typer

from bedside.cli.record.client import Client
from bedside.cli.record.commands.command import Command, Given, Option, version_of
from bedside.cli.record.showing import NOT_OPENED, day
from bedside.schemas.merges import Comparison, Merge, Merges


def _both_versions(client: Client, given: Given) -> str:
    """Return the ETag of the record to be kept, and ask for the other one as it is too."""
    seen = client.ask("GET", f"patients/{given['patient']}/merge/{given['other']}")
    given["replaced_version"] = Comparison.model_validate_json(seen.content).replaced.version
    return seen.headers["ETag"]


def _choices(given: Given) -> Given:
    """Ask for whose details are right. Raises BadParameter."""
    said = [one.partition("=") for one in given.pop("take", [])]
    if not all(sign for _, sign, _ in said):
        raise typer.BadParameter("Write a detail, = and kept or replaced: phone=replaced.")
    return {**given, "choices": {name: whose for name, _, whose in said}}


def _where(given: Given) -> Given:
    """Say which entries go to which record. Raises BadParameter."""
    said = [one.partition("=") for one in given.pop("move", [])]
    if not all(sign for _, sign, _ in said):
        raise typer.BadParameter("Write the id of an entry, = and kept or replaced.")
    return {**given, "goes_to": {entry: whose for entry, _, whose in said}}


def _side_by_side(answer: Comparison) -> list[tuple[str, str, str, str]]:
    """Return what each record says and what becomes of it; last, what has to be done first."""
    said = [
        (one.field, _in_short(one.kept), _in_short(one.replaced), one.outcome)
        for one in answer.details
    ]
    named = (
        (noun, _substance(pair.kept), _substance(pair.replaced), "")
        for noun, pairs in (("allergy", answer.allergies), ("medicine", answer.medicines))
        for pair in pairs
    )
    return [*said, *named, *(("first", sentence, "", "") for sentence in answer.obstacles)]


def _in_short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return str(getattr(value, "name", value) or "")


def _substance(entry: Any) -> str:
    if entry is None:
        return ""
    said = entry.said
    return NOT_OPENED if said is None else getattr(said, "substance", "") or said.as_written


_MERGE = {
    "Id": lambda row: row.id,
    "Kept": lambda row: row.kept.record_number,
    "Other": lambda row: row.replaced.record_number,
    "Since": lambda row: day(row.at.date()),
    "State": lambda row: "separate" if row.undone_at else "one",
}
MERGES: dict[str, Command] = {
    "compare": Command(
        "Show two records that may be one person's, side by side.",
        "GET patients/{patient}/merge/{other}",
        Comparison,
        {
            "Detail": lambda row: row[0],
            "Kept": lambda row: row[1],
            "Other": lambda row: row[2],
            "Becomes": lambda row: row[3],
        },
        rows=_side_by_side,
    ),
    "make": Command(
        "Let another record be a part of a patient's from now on. Compare them first.",
        "POST patients/{patient}/merge/{other}",
        Merge,
        _MERGE,
        options={
            "reason": Option(str, "How you know that it is one person.", needed=True),
            "take": Option(list[str], "Whose detail is right: phone=replaced, or =kept."),
        },
        means=_choices,
        version=_both_versions,
    ),
    "list": Command(
        "List the records that were made one with a patient's.",
        "GET patients/{patient}/merges",
        Merges,
        _MERGE,
    ),
    "show": Command(
        "Show two records that are one, and how much was written since.",
        "GET merges/{merge}",
        Merge,
        _MERGE,
    ),
    "undo": Command(
        "Separate two records that were made one.",
        "POST merges/{merge}/undo",
        Merge,
        _MERGE,
        options={
            "reason": Option(str, "Why they are separated.", needed=True),
            "move": Option(list[str], "Where an entry goes: ID=kept, or =replaced."),
        },
        means=_where,
        version=version_of("merges/{merge}"),
    ),
}

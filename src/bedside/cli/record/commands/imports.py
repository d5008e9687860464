"""Files of what was kept elsewhere: read in, put right row by row, and brought in as a whole."""

import base64
from pathlib import Path

import typer

from bedside.cli.record.commands.command import Command, Given, Option, version_of
from bedside.cli.record.showing import NOT_OPENED, moment
from bedside.schemas.imports import Decimal, Import, Imports, OpenImport, Order, Preview, Sheet


def _with_the_file(given: Given) -> Given:
    """Send what a file says. Raises BadParameter for one that cannot be read."""
    path: Path = given["file"]
    try:
        text = path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read.") from error
    return {**given, "file": base64.b64encode(text).decode()}


def _columns(given: Given) -> Given:
    said = [_pair(one) for one in given.pop("column")]
    return {**given, "columns": [{"place": place, "field": field} for place, field in said]}


def _decisions(given: Given) -> Given:
    """Ask for one list of what was given in three."""
    plain = [
        {"row": row, "choice": choice}
        for choice in ("create", "skip")
        for row in given.pop(choice, [])
    ]
    linked = [
        {"row": row, "choice": "link", "patient": patient}
        for row, patient in map(_pair, given.pop("link", []))
    ]
    return {**given, "decisions": [*plain, *linked]}


def _pair(said: str) -> tuple[int, str]:
    """Read "2=birth_date". Raises BadParameter."""
    number, sign, text = said.partition("=")
    if not sign or not number.isdecimal():
        raise typer.BadParameter("Write a number, = and what it is: 2=birth_date.")
    return int(number), text


def _left_to_say(answer: OpenImport) -> list[tuple[int, str, str]]:
    """Return the rows of a file that something is left to say about; before that, its columns."""
    if answer.preview is not None and answer.preview.record is not None:
        return _of_a_record(answer.preview)
    if answer.preview is None:
        columns = enumerate(answer.columns)
        return [(place, one.name, one.field or "left out") for place, one in columns]
    return _bad(answer.preview) + _undecided(answer.preview)


def _of_a_record(preview: Preview) -> list[tuple[int, str, str]]:
    """Return what is left to say about a bundle, what comes in, and what does not."""
    assert preview.record is not None
    comes = [(1, noun, f"{count} come in") for noun, count in preview.record.counts.items()]
    stays = [
        (1, f"{one.type} {one.what}".strip(), f"{one.count} left out: {one.why}")
        for one in preview.record.left_out
    ]
    notices = [(1, "notice", sentence) for sentence in preview.record.notices]
    return [*_bad(preview), *_undecided(preview), *notices, *comes, *stays]


def _bad(preview: Preview) -> list[tuple[int, str, str]]:
    return [(one.row, one.field, one.why) for one in preview.bad]


def _undecided(preview: Preview) -> list[tuple[int, str, str]]:
    return [
        (one.row, "already?", f"{known.patient} {known.name or NOT_OPENED}, {known.record_number}")
        for one in preview.likely
        if one.choice is None
        for known in one.likely
    ] + [
        (one.row, "already?", "Somebody on record may be this person.")
        for one in preview.likely
        if one.choice is None and not one.likely
    ]


_IMPORT = {
    "Id": lambda row: row.id,
    "State": lambda row: row.state,
    "New": lambda row: row.made,
    "Begun (UTC)": lambda row: moment(row.created_at, "UTC"),
}
_TO_SAY = {
    "Row": lambda row: row[0],
    "Field": lambda row: row[1],
    "Says": lambda row: row[2],
}
IMPORTS: dict[str, Command] = {
    "list": Command("List the files that you brought.", "GET imports", Imports, _IMPORT),
    "begin": Command(
        "Take in a file (CSV, or a FHIR Bundle) for a facility. Nothing is made of it yet.",
        "POST facilities/{facility}/imports",
        Import,
        _IMPORT,
        options={
            "file": Option(Path, "The file.", needed=True),
            "sheet": Option(Sheet, "What its rows are; patients without it."),
        },
        means=_with_the_file,
    ),
    "show": Command(
        "Show what is wrong with a file, how its columns are read, or what of a bundle comes in.",
        "GET imports/{brought}",
        OpenImport,
        _TO_SAY,
        rows=_left_to_say,
        empty=lambda _: "Nothing is wrong, and nothing is left to say.",
    ),
    "columns": Command(
        "Say what the columns of a file hold, and how its dates and numbers are written.",
        "PATCH imports/{brought}/columns",
        Import,
        _IMPORT,
        options={
            "column": Option(list[str], "A place, from 0, and a field: 2=birth_date.", True),
            "order": Option(Order, "The order of the dates."),
            "decimal": Option(Decimal, "The sign before decimals."),
        },
        means=_columns,
        version=version_of("imports/{brought}"),
    ),
    "decide": Command(
        "Say what becomes of rows that may be patients already.",
        "PATCH imports/{brought}/decisions",
        Import,
        _IMPORT,
        options={
            "create": Option(list[int], "Rows of new patients."),
            "skip": Option(list[int], "Rows to leave out."),
            "link": Option(list[str], "A row and the patient it is: 12=PATIENT."),
        },
        means=_decisions,
        version=version_of("imports/{brought}"),
    ),
    "start": Command(
        "Bring all of a file in, or nothing of it.",
        "POST imports/{brought}/start",
        Import,
        _IMPORT,
        version=version_of("imports/{brought}"),
    ),
    "undo": Command(
        "Take back all that came with a file, within a day.",
        "POST imports/{brought}/undo",
        Import,
        _IMPORT,
        version=version_of("imports/{brought}"),
    ),
    "drop": Command(
        "Delete a file that was not brought in.",
        "DELETE imports/{brought}",
        None,
        {},
        version=version_of("imports/{brought}"),
    ),
}

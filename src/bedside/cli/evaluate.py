"""``bedside evaluate``: measure the engine on cases from a file, without any database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bedside.assessment import load
from bedside.errors import Invalid
from bedside.evaluation import (
    FORMATS,
    Scoring,
    cases_of,
    development_labels,
    evaluate,
    lines_of,
    read_labels,
)
from bedside.evaluation.cases import Case
from bedside.evaluation.patient import MODES, Mode
from bedside.evaluation.played import QUESTIONS, play_on
from bedside.evaluation.running import Evaluated, side_by_side, ways_of


def evaluate_cases(
    format_name: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The cases.")],
    labels: Annotated[
        Path | None,
        typer.Option(help="Which condition each diagnosis stands for (TOML)."),
    ] = None,
    mode: Annotated[
        str,
        typer.Option(
            help="narrative: what a case does not tell about danger is a no; strict: not stated."
        ),
    ] = "narrative",
    way: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this way to tell a case: full, lay, first or strict; may be repeated."
        ),
    ] = None,
    played: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A person answers: questions.jsonl comes out of this folder, answers.jsonl goes "
            "in, again and again until every case has its result.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write one JSON object a case here, in the file's order.")
    ] = None,
) -> None:
    """Let a simulated patient answer the interview for each case, and score the results.

    FORMAT triage reads JSONL with a level (gold, expected or level: emergency, urgent, routine or
    self-care) and needs no preparing for these:

    bedside evaluate triage found/triage_cases.jsonl (lines about findings are passed over);

    bedside evaluate triage three_wordings_dev/vignettes_17.jsonl (three cases a line);

    bedside evaluate triage messages_dev/messages_200.jsonl (only: is it an emergency?);

    bedside evaluate triage tests/evaluation/triage_cases.jsonl (Bedside's own).

    With --way full it runs in a quarter of the time; --out shows why: level, within, the flags
    that fired, the findings taken as present, every question and answer.

    With --played FOLDER a person answers instead (docs/how-to/play-cases.md); with --way as well,
    the simulated patient's figures stand beside that person's in the end.
    """
    chosen = _checked(format_name, mode, way or [], out)
    seen = development_labels(format_name)
    scoring = Scoring(
        load(), FORMATS[format_name], read_labels(labels, format_name) if labels else seen, seen
    )
    cases = cases_of(format_name, file)
    by_machine: list[Evaluated] = []
    by_person = _played(scoring, cases, played) if played else ()
    if by_person is None:
        return
    if way or not played:
        ranking = scoring.format.diagnosed
        by_machine = list(
            evaluate(scoring.knowledge, cases, chosen, ranking=ranking, ways=way or ())
        )
    evaluated = side_by_side(by_person, by_machine)
    if out is not None:
        _write(out, evaluated)
    for text in lines_of(evaluated, scoring):
        typer.echo(text)


def _checked(format_name: str, mode: str, ways: list[str], out: Path | None) -> Mode:
    """The mode by its name. Raises Invalid for options that say nothing we know."""
    if format_name not in FORMATS:
        raise Invalid(f"FORMAT is one of {', '.join(FORMATS)}.")
    chosen = next((one for one in MODES if one == mode), None)
    if chosen is None:
        raise Invalid(f"--mode is {' or '.join(MODES)}.")
    known = ways_of(chosen)
    if not set(ways) <= known.keys():
        raise Invalid(f"--way is one of {', '.join(known)}.")
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise Invalid(f"{out} cannot be written.")
    return chosen


def _played(scoring: Scoring, cases: list[Case], folder: Path) -> tuple[Evaluated, ...] | None:
    """The results of a playing, or None while a question waits for its answer."""
    try:
        now = play_on(scoring.knowledge, cases, folder)
    except OSError as error:
        raise Invalid(f"{folder} cannot be written: {error.strerror}.") from error
    for refused in now.refused:
        typer.echo(f"not taken: {refused}", err=True)
    if not now.waiting:
        return now.done
    done = f"{len(now.done)} of {len(cases)} cases have a result"
    typer.echo(f"{done}; {now.waiting} wait in {folder / QUESTIONS}")
    return None


def _write(out: Path, evaluated: Sequence[Evaluated]) -> None:
    results = (json.dumps(one.to_data(), ensure_ascii=False) for one in evaluated)
    try:
        out.write_text("".join(f"{one}\n" for one in results), "utf-8")
    except OSError as error:
        raise Invalid(f"{out} cannot be written: {error.strerror}.") from error

"""``bedside evaluate``: measure the engine on cases from a file, without any database."""

from __future__ import annotations

import json
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
from bedside.evaluation.patient import MODES
from bedside.evaluation.running import ways_of


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
    """
    if format_name not in FORMATS:
        raise Invalid(f"FORMAT is one of {', '.join(FORMATS)}.")
    chosen = next((one for one in MODES if one == mode), None)
    if chosen is None:
        raise Invalid(f"--mode is {' or '.join(MODES)}.")
    known = ways_of(chosen)
    if not set(way or ()) <= known.keys():
        raise Invalid(f"--way is one of {', '.join(known)}.")
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise Invalid(f"{out} cannot be written.")
    seen = development_labels(format_name)
    scoring = Scoring(
        load(), FORMATS[format_name], read_labels(labels, format_name) if labels else seen, seen
    )
    cases = cases_of(format_name, file)
    ranking = scoring.format.diagnosed
    evaluated = list(evaluate(scoring.knowledge, cases, chosen, ranking=ranking, ways=way or ()))
    if out is not None:
        results = (json.dumps(one.to_data(), ensure_ascii=False) for one in evaluated)
        try:
            out.write_text("".join(f"{one}\n" for one in results), "utf-8")
        except OSError as error:
            raise Invalid(f"{out} cannot be written: {error.strerror}.") from error
    for text in lines_of(evaluated, scoring):
        typer.echo(text)

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
    out: Annotated[
        Path | None, typer.Option(help="Write one JSON object a case here, in the file's order.")
    ] = None,
) -> None:
    """Let a simulated patient answer the interview for each case, and score the results."""
    if format_name not in FORMATS:
        raise Invalid(f"FORMAT is one of {', '.join(FORMATS)}.")
    chosen = next((one for one in MODES if one == mode), None)
    if chosen is None:
        raise Invalid(f"--mode is {' or '.join(MODES)}.")
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise Invalid(f"{out} cannot be written.")
    seen = development_labels(format_name)
    scoring = Scoring(
        load(), FORMATS[format_name], read_labels(labels, format_name) if labels else seen, seen
    )
    cases = cases_of(format_name, file)
    evaluated = list(evaluate(scoring.knowledge, cases, chosen))
    if out is not None:
        results = (json.dumps(one.to_data(), ensure_ascii=False) for one in evaluated)
        try:
            out.write_text("".join(f"{one}\n" for one in results), "utf-8")
        except OSError as error:
            raise Invalid(f"{out} cannot be written: {error.strerror}.") from error
    for text in lines_of(evaluated, scoring):
        typer.echo(text)

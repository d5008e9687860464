"""How questions and results look on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from bedside.assessment import Notice, Progress, Question, Result
from bedside.assessment.report import Summary

COLOURS = {
    "emergency": "bold white on red",
    "urgent": "bold black on yellow",
    "routine": "bold cyan",
    "self-care": "bold green",
}
HELP = "[dim]b back · ? don't know · w why we ask · q save and quit[/dim]"


def show_notice(console: Console, notice: Notice) -> None:
    """Print whom to call, above the question."""
    said = [one for one in (notice.emergency, notice.crisis) if one]
    console.print()
    console.print(Panel(escape("\n".join(said)), style=COLOURS["emergency"]))


def show_question(console: Console, question: Question, progress: Progress) -> None:
    """Print one question with its numbered options."""
    console.print()
    part = question.part.replace("_", " ")
    console.print(f"[dim]Question {progress.asked + 1} · {part}[/dim]")
    console.print(f"[bold]{escape(question.text)}[/bold]")
    if question.help:
        console.print(escape(question.help), style="dim")
    for number, option in enumerate(question.options, 1):
        words = question.quotes.get(option.id)
        heard = f" [dim](you wrote: {escape(words)})[/dim]" if words else ""
        console.print(f"  {number}. {_mark(question, option.id)}{escape(option.label)}{heard}")
    console.print(HELP + f" [dim]· {_how(question)}[/dim]")


def _mark(question: Question, line: str) -> str:
    """What stands before a line: a tick, or the answer that the words have given so far."""
    if question.kind == "confirm":
        return rf"\[{question.proposed.get(line, '?')}] "
    if question.kind == "many":
        return rf"\[{'x' if line in question.preselected else ' '}] "
    return ""


def _how(question: Question) -> str:
    if question.kind == "confirm":
        return "enter keeps it so; or the numbers of all that is so, and the others are not"
    if question.kind == "yes_no":
        return "y or n"
    if question.kind == "choice":
        return "a number"
    if question.kind == "many":
        return (
            "numbers with spaces; enter keeps what is ticked"
            if question.preselected
            else ("numbers with spaces; enter for none")
        )
    if question.kind == "number":
        return f"a number {question.unit}".strip()
    return "your words, then enter"


def show_result(console: Console, result: Result) -> None:
    """Print what to do first, then why, then what the clinic gets."""
    patient = result.patient
    console.print()
    console.print(
        Panel(
            "\n".join([patient.headline, *patient.what_to_do]),
            style=COLOURS[result.triage],
            title=result.triage.upper(),
        )
    )
    console.print(f"[bold]By when:[/bold] {escape(patient.by_when)}")
    _listed(console, "Why", patient.why)
    _listed(console, "What helps", patient.self_care)
    if result.triage != "emergency":
        _listed(console, "Get help sooner if there is", patient.worsening)
    console.print(f"[bold]If it is no better:[/bold] {escape(patient.if_no_better)}")
    console.print(f"[bold]{escape(patient.notice)}[/bold] {escape(patient.not_a_diagnosis)}")
    console.print(escape(patient.not_reviewed))
    _show_summary(console, result.summary)


def _listed(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(f"[bold]{title}:[/bold]")
        for line in lines:
            console.print(f"  - {escape(line)}")


def _show_summary(console: Console, summary: Summary) -> None:
    table = Table(title="For the doctor", show_header=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column()
    table.add_row("In their own words", escape(summary.complaint))
    for symptom in summary.symptoms:
        details = "; ".join(f"{row.label}: {row.value}" for row in symptom.details)
        table.add_row(escape(symptom.label), escape(details))
    rows = {
        "Red flags": [one.label for one in summary.red_flags],
        "Taken back": [f"{one.label} ({one.note})" for one in summary.corrected],
        "Denied": summary.denied,
        "Not sure": summary.unsure,
        "Background": summary.background.there,
        "Possible, not a diagnosis": [one.label for one in summary.conditions],
    }
    for title, lines in rows.items():
        if lines:
            table.add_row(title, escape(", ".join(lines)))
    console.print(table)

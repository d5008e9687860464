"""What the page of a bundle shows: who it is about, what comes in, and what stays out and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bedside import codes, imports
from bedside.clinic.elsewhere import at_another_clinic
from bedside.clinic.vitals.measurements import MEASUREMENTS, written
from bedside.imports import Kept, OpenImport
from bedside.web.forms.imports import DecisionsForm
from bedside.web.wording import BROUGHT_LISTS

_AS_USUAL = ("active", "final", "confirmed", "finished")
SHOWN = 50
"""Entries of each list that are shown; all of them are counted."""


@dataclass(frozen=True)
class Group:
    """One list of the record: what it is called, how many entries, and some of them in words."""

    label: str
    count: int
    lines: list[str]


def record_context(opened: OpenImport) -> dict[str, Any]:
    """Return what the page shows of a bundle that was judged."""
    preview = opened.preview
    assert preview is not None and preview.record is not None
    record = preview.record
    likely = [one for one in preview.judged if one.likely]
    decisions = DecisionsForm(initial={"version": opened.view.version})
    for one in likely:
        decisions.show_record(one)
    return {
        "preview": preview,
        "record": record,
        "groups": [_group(noun, record.kept) for noun in BROUGHT_LISTS if record.counts[noun]],
        "whole": [one for one in record.left_out if one.is_whole],
        "parts": [one for one in record.left_out if not one.is_whole],
        "contrary": [
            (medicine.body.as_written, allergy.body.substance)
            for medicine, allergy in imports.contraindicated(record.kept)
        ],
        "likely": [like.patient for one in likely for like in one.likely if like.patient.profile],
        "decisions": decisions if likely else None,
    }


def _group(noun: str, kept: tuple[Kept, ...]) -> Group:
    ours = [one for one in kept if one.noun == noun]
    return Group(BROUGHT_LISTS[noun], len(ours), [_line(one) for one in ours[:SHOWN]])


def _line(one: Kept) -> str:
    """Return an entry in a line; what is over, suspected or ruled out says so."""
    said = _WORDS[one.noun](one)
    return said if one.state in _AS_USUAL else f"{said} ({one.state})"


def _measured(one: Kept) -> str:
    said = one.body.values.items()
    values = [f"{MEASUREMENTS[name].label.lower()} {written(name, value)}" for name, value in said]
    return f"{one.body.measured_at:%-d %B %Y}: {', '.join(values)}"


def _coded(one: Kept) -> str:
    found = codes.lookup(one.code)
    return f"{one.code} {found.display}" if found else one.code


_WORDS: Mapping[str, Callable[[Kept], str]] = {
    "allergy": lambda one: one.body.substance,
    "problem": lambda one: one.body.title,
    "diagnosis": _coded,
    "medicine": lambda one: ", ".join(filter(None, [one.body.as_written, one.body.dose])),
    "vitals": _measured,
    "flag": lambda one: one.body.title,
    "elsewhere": lambda one: f"{one.body.started_at:%-d %B %Y}, {at_another_clinic(one.body)}",
}

"""The knowledge of conditions as numbers: one row a condition, one column a finding or value.

Built once per knowledge. A yes/no finding and every option of a ``many`` is its own coin; the
options of a ``choice`` or the values of a ``number`` are one die. Where a condition says nothing
about a finding, the finding has its background rate, or more where the conditions of its part of
the body often bring it: a list of findings is never complete, and what one disease of the gut
brings is no surprise in another. Where it says nothing about a detail of a symptom, the detail has
the average of those that do; where it names some values of a detail, the others are unlikely.

The last row is "something else": a stand-in for everything the knowledge does not hold, so that
a complaint nobody explains does not settle on the least bad guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import Finding

Floats = NDArray[np.float64]
LEAST = 1e-4
_SOMETHING_ELSE_HAS = 0.07
_LEFT_OUT = 0.1
"""P(value) where a condition names other values of the same detail."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The columns of one finding."""

    finding: str
    first: int
    last: int
    is_die: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Log-probabilities of each column being there (``yes``) or not (``no``), by condition."""

    conditions: tuple[str, ...]
    p: Floats
    yes: Floats
    no: Floats
    surprise: Floats
    groups: dict[str, Group]
    starts: NDArray[np.intp]
    is_die: NDArray[np.bool_]
    group_names: tuple[str, ...]
    danger: Floats


@lru_cache(maxsize=8)
def matrix_of(knowledge: Knowledge) -> Matrix:
    """Arrange the conditions of this knowledge (once)."""
    names = tuple(sorted(knowledge.conditions))
    groups = _groups(knowledge)
    width = sum(group.last - group.first for group in groups.values())
    p = np.empty((len(names) + 1, max(width, 1)))
    spoken, systems = _spoken(knowledge, names), _systems(knowledge, names)
    for group in groups.values():
        finding = knowledge.findings[group.finding]
        if group.values == ("",):
            said = spoken.get(finding.id, {})
            p[:, group.first] = _unspoken(knowledge, finding)
            p[:-1, group.first] = np.maximum(p[:-1, group.first], _shared(knowledge, said, systems))
            p[list(said), group.first] = list(said.values())
        else:
            p[:, group.first : group.last] = _details(knowledge, group, spoken)
    p = np.clip(p, LEAST, 1 - LEAST)
    # A turn reads columns of these two, which lie together so.
    yes, no = np.asfortranarray(np.log(p)), np.asfortranarray(np.log1p(-p))
    surprise = _surprise(p, yes, no, groups)
    no[-1] = np.log1p(-_background(knowledge, groups))
    no *= knowledge.limits.denied
    starts = np.array([group.first for group in groups.values()] or [0], dtype=np.intp)
    danger = np.array([knowledge.conditions[name].severity for name in names] + [1], dtype=float)
    is_die = np.array([group.is_die for group in groups.values() for _ in group.values] or [False])
    return Matrix(names, p, yes, no, surprise, groups, starts, is_die, tuple(groups), danger)


@lru_cache(maxsize=4096)
def explained_by(knowledge: Knowledge, condition: str) -> Mapping[str, float]:
    """P(finding | condition) as written, and for what those findings imply: a condition that
    brings a headache brings pain."""
    written = knowledge.conditions[condition].findings
    explained = dict(written)
    for atom, p in written.items():
        for implied in knowledge.implications.get(atom, ()):
            if implied not in written:
                explained[implied] = max(p, explained.get(implied, 0.0))
    return explained


def _groups(knowledge: Knowledge) -> dict[str, Group]:
    """Each finding that some condition speaks of, with its values, in a fixed order."""
    spoken: dict[str, set[str]] = {}
    for condition in knowledge.conditions:
        for atom in explained_by(knowledge, condition):
            name, _, value = atom.partition("=")
            spoken.setdefault(name, set()).add(value)
    groups: dict[str, Group] = {}
    at = 0
    for name in sorted(spoken):
        finding = knowledge.findings[name]
        values = tuple(sorted(spoken[name] - {""}, key=_as_listed(finding)))
        if finding.kind in ("choice", "many"):
            values = finding.options
        values = values or ("",)
        is_die = finding.kind in ("choice", "number") and values != ("",)
        groups[name] = Group(name, at, at + len(values), is_die, values)
        at += len(values)
    return groups


def _as_listed(finding: Finding) -> Callable[[str], tuple[int, float]]:
    order = {option: place for place, option in enumerate(finding.options)}
    return lambda value: (
        order.get(value, 0),
        float(value) if finding.kind == "number" else 0.0,
    )


def background_of(knowledge: Knowledge, finding: str) -> float:
    """P(finding) where nothing explains it. What only a clinician can see or measure is hardly
    ever there for no reason, so that such a sign counts."""
    limits = knowledge.limits
    usual = limits.background if knowledge.findings[finding].asked else limits.background_signs
    return limits.background_by.get(finding, usual)


def _background(knowledge: Knowledge, groups: dict[str, Group]) -> Floats:
    """What "something else" loses by a *no*: no more than a healthy person does, or a long list
    of denials would speak against everything the knowledge does not hold."""
    limits = knowledge.limits
    return np.array(
        [background_of(knowledge, group.finding) for group in groups.values() for _ in group.values]
        or [limits.background]
    )


def _spoken(knowledge: Knowledge, names: Sequence[str]) -> Mapping[str, Mapping[int, float]]:
    """For each finding or value, the rows of conditions that speak of it, with what they say."""
    spoken: dict[str, dict[int, float]] = {}
    for row, name in enumerate(names):
        for atom, said in explained_by(knowledge, name).items():
            spoken.setdefault(atom, {})[row] = said
    return spoken


def _systems(knowledge: Knowledge, names: Sequence[str]) -> NDArray[np.intp]:
    """The part of the body of each row, as a number."""
    systems = [knowledge.conditions[name].system for name in names]
    place = {system: at for at, system in enumerate(sorted(set(systems)))}
    return np.array([place[system] for system in systems], dtype=np.intp)


def _shared(
    knowledge: Knowledge, said: Mapping[int, float], systems: NDArray[np.intp]
) -> Floats | float:
    """What a silent condition owes to the others of its part of the body, by row: a part of how
    often they bring the finding, those that are silent counting as never."""
    if not said:
        return 0.0
    rows = list(said)
    brought = np.bincount(systems[rows], list(said.values()), minlength=systems.max() + 1)
    shared: Floats = (knowledge.limits.shared * brought / np.bincount(systems))[systems]
    return shared


def _unspoken(knowledge: Knowledge, finding: Finding) -> Floats:
    """The column for those that do not speak of it; "something else" is last."""
    default = background_of(knowledge, finding.id)
    column = np.full(len(knowledge.conditions) + 1, default)
    column[-1] = max(default, _SOMETHING_ELSE_HAS)
    return column


def _details(
    knowledge: Knowledge, group: Group, spoken: Mapping[str, Mapping[int, float]]
) -> Floats:
    """The columns of a detail. Who speaks of it has little of the values it leaves out; who is
    silent has the average of those that speak, and so loses and gains little."""
    rows, width = len(knowledge.conditions) + 1, len(group.values)
    part = np.full((rows, width), np.nan)
    for column, value in enumerate(group.values):
        said = spoken.get(f"{group.finding}={value}", {})
        part[list(said), column] = list(said.values())
    speaks = ~np.isnan(part).all(axis=1)
    left_out = np.isnan(part) & speaks[:, np.newaxis]
    if group.is_die:
        rest = np.maximum(1 - np.nansum(part, axis=1), _LEFT_OUT)
        part = np.where(left_out, (rest / np.maximum(left_out.sum(axis=1), 1))[:, np.newaxis], part)
        part[speaks] /= part[speaks].sum(axis=1, keepdims=True)
    else:
        part = np.where(left_out, _LEFT_OUT, part)
    usual = part[speaks].mean(axis=0) if speaks.any() else np.full(width, 1 / width)
    part[~speaks] = usual
    return part


def _surprise(p: Floats, yes: Floats, no: Floats, groups: dict[str, Group]) -> Floats:
    """Entropy (nats) of each group given each condition: what asking still leaves open."""
    surprise = np.empty((p.shape[0], max(len(groups), 1)))
    for place, group in enumerate(groups.values()):
        part = slice(group.first, group.last)
        terms = -p[:, part] * yes[:, part]
        if not group.is_die:
            terms = terms - (1 - p[:, part]) * no[:, part]
        surprise[:, place] = terms.sum(axis=1)
    return surprise

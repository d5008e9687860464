"""How well each condition explains the answers, and which question would tell most.

Naive Bayes over the columns of the matrix: yes and no count, unsure and unknown do not. The worth
of a question is the expected information in bits about the condition, with dangerous conditions
weighing more; for a tick list the worth of its options is added up, which is an upper bound.
These numbers order questions and conditions; they are never shown to a patient as likelihoods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bedside.assessment.age import Age
from bedside.assessment.facts import NO, YES, Patient, Value
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import HURRY, WHENS
from bedside.assessment.matrix import Floats, Group, Matrix, matrix_of

_COUNTED = 1e-3
"""Conditions with less than this part of the best one's share do not choose the next question."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Shares of the conditions, and of "something else" (last), summing to one."""

    conditions: tuple[str, ...]
    shares: Floats

    def ranked(self) -> list[tuple[str, float]]:
        """Conditions with their share, highest first, ties by id; without "something else"."""
        shares = self.shares[:-1]
        order = np.argsort(-shares, kind="stable")  # Conditions are in the order of their ids.
        names = [self.conditions[place] for place in order]
        return list(zip(names, shares[order].tolist(), strict=True))

    @property
    def leading(self) -> str:
        """The condition with the largest share, "" when none has any."""
        shares = self.shares[:-1]
        first = int(shares.argmax()) if shares.size else 0
        return self.conditions[first] if shares.size and shares[first] > 0 else ""

    @property
    def largest(self) -> float:
        """The share of the best explanation, be it "something else"."""
        return float(self.shares.max())


def posterior_of(
    knowledge: Knowledge, patient: Patient, *, competing: bool = True, flat: bool = False
) -> Posterior:
    """Weigh the conditions. ``competing`` keeps "something else"; ``flat`` ignores prevalence."""
    matrix = matrix_of(knowledge)
    logs = _prior(knowledge, patient, matrix, flat)
    if not competing:
        logs[-1] = -np.inf
    follows = _follows(knowledge, patient.values)
    for name, value in patient.values.items():
        group = matrix.groups.get(name)
        if group is not None and name not in follows:
            _weigh(matrix, group, value, logs)
    shares = np.exp(logs - logs.max())
    return Posterior(matrix.conditions, shares / shares.sum())


def explaining(knowledge: Knowledge, posterior: Posterior, told: Sequence[str]) -> Posterior:
    """Keep the conditions that bring at least one of these findings; the others become part of
    "something else". What is merely implied (a calf pain is a pain) explains nothing.

    What was told first counts once more: it is what made somebody come, and so what an
    explanation has to explain; what is heard further on may stand beside it.
    """
    matrix, least = matrix_of(knowledge), knowledge.limits.strengths["occasional"]
    columns = [matrix.groups[one].first for one in told if one in matrix.groups]
    keep = np.asarray((matrix.p[:, columns] >= least).any(axis=1))
    keep[-1] = True
    weighed = posterior.shares * matrix.p[:, columns[0]] if columns else posterior.shares
    weighed = weighed / weighed.sum()
    shares = np.where(keep, weighed, 0.0)
    shares[-1] += weighed[~keep].sum()
    return Posterior(posterior.conditions, shares)


def _follows(knowledge: Knowledge, values: Mapping[str, Value]) -> set[str]:
    """What is there because something more exact is: whoever has a headache has a pain, which
    tells nothing more."""
    return {
        implied
        for name, value in values.items()
        if value == YES
        for implied in knowledge.implications.get(name, ())
    }


def _prior(knowledge: Knowledge, patient: Patient, matrix: Matrix, flat: bool) -> Floats:
    if flat:
        return np.zeros(len(matrix.conditions) + 1)
    return _weights(knowledge, patient.age, patient.sex).copy()


@lru_cache(maxsize=512)
def _weights(knowledge: Knowledge, age: Age | None, sex: str | None) -> Floats:
    """Log-weights by prevalence, kept because every turn of an interview asks for the same.

    The last band that fits counts; a condition of the other sex weighs nearly nothing.
    """
    bands = _bands_of(knowledge)
    weights = bands.usual.copy()
    for rows, weight, age_from, age_to, for_sex in bands.layers:
        fits_sex = (for_sex == "") | (for_sex == (sex or ""))
        fits = age_from == 0 if age is None else (age_from <= age.in_days) & (age.in_days < age_to)
        chosen = fits_sex & fits
        weights[rows[chosen]] = weight[chosen]
    if sex in ("female", "male"):
        weights[(bands.only != "") & (bands.only != sex)] *= 1e-3
    # A share of all that is known, not a number: more conditions must not crowd out the unknown.
    return np.log(np.append(weights, knowledge.limits.something_else * weights.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """Prevalence as columns: the usual weight of each condition, and layers of exceptions (rows,
    weights, ages in days from and to, sex), later ones overruling earlier ones."""

    usual: Floats
    only: NDArray[np.str_]
    layers: tuple[tuple[NDArray[Any], ...], ...]


@lru_cache(maxsize=8)
def _bands_of(knowledge: Knowledge) -> _Bands:
    conditions = [knowledge.conditions[name] for name in matrix_of(knowledge).conditions]
    worth = knowledge.limits.prevalence
    layers = []
    for layer in range(1, max((len(one.prevalence) for one in conditions), default=1)):
        rows = [row for row, one in enumerate(conditions) if len(one.prevalence) > layer]
        bands = [conditions[row].prevalence[layer] for row in rows]
        layers.append(
            (
                np.array(rows),
                np.array([worth[band.band] for band in bands]),
                np.array([band.age_from for band in bands]),
                np.array([band.age_to for band in bands]),
                np.array([band.sex for band in bands]),
            )
        )
    return _Bands(
        np.array([worth[one.prevalence[0].band] for one in conditions], dtype=float),
        np.array([one.sex for one in conditions] or [""], dtype=str)[: len(conditions)],
        tuple(layers),
    )


def _weigh(matrix: Matrix, group: Group, value: Value, logs: Floats) -> None:
    """Add what one value says about every condition."""
    part = slice(group.first, group.last)
    if group.is_die:
        chosen = f"{value:g}" if isinstance(value, float) else str(value)
        if chosen in group.values:
            logs += matrix.yes[:, group.first + group.values.index(chosen)]
    elif isinstance(value, tuple):
        there = np.array([one in value for one in group.values])
        logs += np.where(there, matrix.yes[:, part], matrix.no[:, part]).sum(axis=1)
    elif value == YES:
        logs += matrix.yes[:, group.first]
    elif value == NO and group.values == ("",):
        logs += matrix.no[:, group.first]


def hurried(knowledge: Knowledge, posterior: Posterior) -> dict[str, float]:
    """The share of the conditions by how soon they ask to be seen, without "something else"."""
    shares = np.bincount(_places(knowledge), posterior.shares[:-1], len(WHENS))
    return dict(zip(WHENS, shares.tolist(), strict=True))


@lru_cache(maxsize=8)
def _places(knowledge: Knowledge) -> NDArray[np.intp]:
    conditions = (knowledge.conditions[name] for name in matrix_of(knowledge).conditions)
    return np.array([HURRY[one.within] for one in conditions], dtype=np.intp)


def gains(
    knowledge: Knowledge, posterior: Posterior, *, weigh_danger: bool = True
) -> Iterator[tuple[str, float]]:
    """Expected information of asking each finding, in bits, the highest first, ties by id."""
    matrix = matrix_of(knowledge)
    shares = posterior.shares
    if weigh_danger:
        shares = shares * (1 + matrix.danger) / 2
    counted = np.flatnonzero(shares >= _COUNTED * shares.max())
    shares = shares[counted] / shares[counted].sum()
    p = _mixed(shares, matrix.p[counted])
    log_p, log_not = np.log(p), np.log1p(-p)
    dice = -p * log_p
    coins = dice - (1 - p) * log_not
    spread = np.add.reduceat(np.where(matrix.is_die, dice, coins), matrix.starts)
    bits = (spread - _mixed(shares, matrix.surprise[counted])) / np.log(2)
    order = np.argsort(-bits, kind="stable")[: len(matrix.group_names)]
    return ((matrix.group_names[place], float(bits[place])) for place in order)


def _mixed(shares: Floats, rows: Floats) -> Floats:
    """The rows added up by their shares; the product `@` would start threads, which cost more
    than they do, and add up in another order on another processor."""
    mixed: Floats = np.einsum("i,ij->j", shares, rows)
    return mixed

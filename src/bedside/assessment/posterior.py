"""How well each condition explains the answers, and which question would tell most.

Naive Bayes over the columns of the matrix: yes and no count, unsure and unknown do not. The worth
of a question is the expected information in bits about the condition, with dangerous conditions
weighing more; for a tick list the worth of its options is added up, which is an upper bound.
These numbers order questions and conditions; they are never shown to a patient as likelihoods.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bedside.assessment.age import Age
from bedside.assessment.facts import NO, YES, Patient, Value
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import Condition
from bedside.assessment.matrix import Floats, Group, Matrix, matrix_of


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
    def something_else(self) -> float:
        return float(self.shares[-1])


def posterior_of(
    knowledge: Knowledge, patient: Patient, *, competing: bool = True, flat: bool = False
) -> Posterior:
    """Weigh the conditions. ``competing`` keeps "something else"; ``flat`` ignores prevalence."""
    matrix = matrix_of(knowledge)
    logs = _prior(knowledge, patient, matrix, flat)
    if not competing:
        logs[-1] = -np.inf
    for name, value in patient.values.items():
        group = matrix.groups.get(name)
        if group is not None:
            _weigh(matrix, group, value, logs)
    shares = np.exp(logs - logs.max())
    return Posterior(matrix.conditions, shares / shares.sum())


def explaining(knowledge: Knowledge, posterior: Posterior, symptoms: Iterable[str]) -> Posterior:
    """Keep the conditions that bring at least one of these symptoms; the others become part of
    "something else". What is merely implied (a calf pain is a pain) explains nothing."""
    matrix, least = matrix_of(knowledge), knowledge.limits.strengths["occasional"]
    columns = [matrix.groups[one].first for one in symptoms if one in matrix.groups]
    keep = np.asarray((matrix.p[:, columns] >= least).any(axis=1))
    keep[-1] = True
    shares = np.where(keep, posterior.shares, 0.0)
    shares[-1] += posterior.shares[~keep].sum()
    return Posterior(posterior.conditions, shares)


def _prior(knowledge: Knowledge, patient: Patient, matrix: Matrix, flat: bool) -> Floats:
    if flat:
        return np.zeros(len(matrix.conditions) + 1)
    return _weights(knowledge, patient.age, patient.sex).copy()


@lru_cache(maxsize=512)
def _weights(knowledge: Knowledge, age: Age | None, sex: str | None) -> Floats:
    """Log-weights by prevalence, kept because every turn of an interview asks for the same."""
    weights = [
        _prevalence(knowledge, knowledge.conditions[name], age, sex)
        for name in matrix_of(knowledge).conditions
    ]
    # A share of all that is known, not a number: more conditions must not crowd out the unknown.
    something_else = knowledge.limits.something_else * sum(weights)
    return np.log(np.array([*weights, something_else]))


def _prevalence(
    knowledge: Knowledge, condition: Condition, age: Age | None, sex: str | None
) -> float:
    """The weight of the last band that fits; nearly nothing for a condition of the other sex."""
    bands = knowledge.limits.prevalence
    weight = bands[condition.prevalence[0].band]
    for band in condition.prevalence[1:]:
        fits_sex = not band.sex or band.sex == sex
        fits_age = age is not None and band.age_from <= age.in_days < band.age_to
        if fits_sex and (fits_age or (band.age_from == 0 and age is None)):
            weight = bands[band.band]
    if condition.sex and sex in ("female", "male") and sex != condition.sex:
        weight *= 1e-3
    return weight


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


def gains(
    knowledge: Knowledge, posterior: Posterior, *, weigh_danger: bool = True
) -> dict[str, float]:
    """Expected information of asking each finding, in bits, the highest first, ties by id."""
    matrix = matrix_of(knowledge)
    shares = posterior.shares
    if weigh_danger:
        shares = shares * (1 + matrix.danger) / 2
        shares = shares / shares.sum()
    p = _mixed(shares, matrix.p)
    log_p, log_not = np.log(p), np.log1p(-p)
    dice = -p * log_p
    coins = dice - (1 - p) * log_not
    spread = np.add.reduceat(np.where(matrix.is_die, dice, coins), matrix.starts)
    bits = (spread - _mixed(shares, matrix.surprise)) / np.log(2)
    order = np.argsort(-bits, kind="stable")[: len(matrix.group_names)]
    return {matrix.group_names[place]: float(bits[place]) for place in order}


def _mixed(shares: Floats, rows: Floats) -> Floats:
    """The rows added up by their shares.

    Most shares are nought. The product `@` would also start threads, which cost more than they do,
    and add up in another order on another processor.
    """
    counted = np.flatnonzero(shares)
    mixed: Floats = np.einsum("i,ij->j", shares[counted], rows[counted])
    return mixed

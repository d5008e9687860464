"""The scores themselves: right where they should be, and low for engines that deserve it."""

from __future__ import annotations

import math

import pytest

from bedside.evaluation.figures import Share, mean, share, top_k, triage_figures

ORDER = ("sc", "ne", "em")
TRUE = ["em"] * 15 + ["ne"] * 15 + ["sc"] * 15


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(36, 45, 66.2, 89.1), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0), (1, 2, 9.5, 90.5)],
)
def test_intervals_are_wilsons(hits: int, total: int, low: float, high: float) -> None:
    assert Share(hits, total).interval == pytest.approx((low, high), abs=0.05)


def test_nothing_has_no_share() -> None:
    assert math.isnan(share([]).percent)
    assert all(math.isnan(bound) for bound in share([]).interval)
    assert math.isnan(mean([]))


def test_a_perfect_engine_scores_everything() -> None:
    figures = triage_figures([(one, one) for one in TRUE], ORDER)
    assert figures.right == figures.safe == Share(45, 45)
    assert figures.too_high == Share(0, 45)
    assert figures.least_to_most == Share(0, 15)
    assert set(figures.recall.values()) == {Share(15, 15)}


def test_an_engine_that_always_says_routine_is_unsafe() -> None:
    figures = triage_figures([("ne", one) for one in TRUE], ORDER)
    assert figures.right == Share(15, 45)
    assert figures.safe == Share(30, 45)
    assert figures.too_high == Share(15, 45)
    assert figures.recall["em"] == figures.recall["sc"] == Share(0, 15)


def test_an_engine_that_always_says_emergency_is_safe_and_useless() -> None:
    figures = triage_figures([("em", one) for one in TRUE], ORDER)
    assert figures.safe == Share(45, 45)
    assert figures.too_high == Share(30, 45)
    assert figures.least_to_most == Share(15, 15)


def test_answers_of_the_wrong_cases_score_low() -> None:
    shifted = TRUE[15:] + TRUE[:15]
    figures = triage_figures(list(zip(shifted, TRUE, strict=True)), ORDER)
    assert figures.right == Share(0, 45)
    assert figures.safe.hits < 45


def test_top_k_counts_from_one_and_misses_what_is_not_listed() -> None:
    ranks = [1, 2, 4, None]
    assert [top_k(ranks, k).hits for k in (1, 3, 5)] == [1, 2, 3]

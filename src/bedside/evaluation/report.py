"""The figures as lines of text: all ways side by side first, then what they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bedside.assessment import Knowledge
from bedside.evaluation import oracle
from bedside.evaluation.figures import Share, mean, share, top_k, triage_figures
from bedside.evaluation.formats import Format
from bedside.evaluation.formats.triage import WORDINGS
from bedside.evaluation.interviews import Outcome
from bedside.evaluation.labels import LabelMap
from bedside.evaluation.running import Evaluated

_BASELINES = {"always-emergency": "emergency", "always-routine": "routine"}


@dataclass(frozen=True, slots=True)
class Scoring:
    """What outcomes are scored with. ``seen`` is the map of the development cases."""

    knowledge: Knowledge
    format: Format
    labels: LabelMap
    seen: LabelMap


def lines_of(evaluated: Sequence[Evaluated], scoring: Scoring) -> Iterator[str]:
    """Every line of the report: the figures of all ways side by side, then what they are made of.

    No way stands before another: whoever quotes one figure sees the others beside it.
    """
    if not evaluated:
        yield "cases 0"
        return
    ways = tuple(evaluated[0].outcomes)
    yield f"cases {len(evaluated)}"
    yield from side_by_side({way: dict(_figures(evaluated, scoring, way)) for way in ways})
    for way in ways:
        yield from _times(_of_way(evaluated, way), scoring, way)
    yield from _baselines(evaluated, scoring)
    yield from _annotated(evaluated, scoring, ways[0])
    yield from _breakdowns(evaluated, scoring, ways[0])
    yield from _unmapped(evaluated, scoring)


def side_by_side(columns: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A table with a line for each figure and a column for each way."""
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    first = max(len(name) for name in ("figure", *names))
    widths = {
        way: max(len(cell) for cell in (way, *figures.values())) for way, figures in columns.items()
    }
    heads = "  ".join(f"{way:<{widths[way]}}" for way in columns)
    yield f"{'figure':<{first}}  {heads}".rstrip()
    for name in names:
        cells = "  ".join(
            f"{figures.get(name, '-'):<{widths[way]}}" for way, figures in columns.items()
        )
        yield f"{name:<{first}}  {cells}".rstrip()


Held = Sequence[tuple[Evaluated, Outcome]]
Figure = tuple[str, str]


def _of_way(evaluated: Sequence[Evaluated], way: str) -> Held:
    return [(one, one.outcomes[way]) for one in evaluated]


def _figures(evaluated: Sequence[Evaluated], scoring: Scoring, way: str) -> Iterator[Figure]:
    outcomes = _of_way(evaluated, way)
    yield from _triage(_levels(outcomes, scoring), scoring)
    yield from _wordings(outcomes, scoring)
    yield from _diagnoses(outcomes, scoring)
    yield "questions", f"{mean(outcome.screens for _, outcome in outcomes):.1f}"
    yield "items", f"{mean(outcome.items for _, outcome in outcomes):.1f}"
    if scoring.format.diagnosed:
        whole = mean(len(outcome.asked) for _, outcome in outcomes)
        yield "questions-to-the-limit", f"{whole:.1f}"


def _levels(outcomes: Held, scoring: Scoring) -> list[tuple[str, str]]:
    """Pairs of (given, true) in the set's own levels; an answer without a level hurries nobody."""
    levels, order = scoring.format.levels, scoring.format.order
    return [
        (levels.get(outcome.triage, order[0]), one.case.truth.level)
        for one, outcome in outcomes
        if outcome.triage is not None and levels and one.case.truth.level is not None
    ]


def _triage(pairs: list[tuple[str, str]], scoring: Scoring) -> Iterator[Figure]:
    if not pairs:
        return
    order = scoring.format.order
    figures = triage_figures(pairs, order, scoring.format.accepts)
    yield "triage", cell(figures.right)
    yield "within-one", cell(figures.within_one)
    yield "safe", cell(figures.safe)
    yield "too-low", cell(figures.too_low)
    yield "too-high", cell(figures.too_high)
    for level, recall in figures.recall.items():
        if recall.total:
            yield f"recall-{level}", cell(recall)
    if figures.least_to_most.total:
        yield f"{order[0]}-sent-to-{order[-1]}", cell(figures.least_to_most)


_TIMES = {"ambulance-now": "ambulance", "hospital-now": "hospital"}


def _times(outcomes: Held, scoring: Scoring, way: str) -> Iterator[str]:
    """A line for each true level: how many were given what, ambulance and hospital apart."""
    if not scoring.format.levels:
        return
    counted: dict[str, Counter[str]] = {}
    for one, outcome in outcomes:
        if outcome.triage is not None and one.case.truth.level is not None:
            given = _TIMES.get(outcome.within or "", outcome.triage)
            counted.setdefault(one.case.truth.level, Counter())[given] += 1
    columns = dict.fromkeys((*_TIMES.values(), "urgent", "routine", "self-care"))
    columns |= dict.fromkeys(given for counts in counted.values() for given in counts)
    for level in (*reversed(scoring.format.order), *scoring.format.accepts):
        if level in counted:
            told = ", ".join(f"{one} {counted[level][one]}" for one in columns)
            yield f"{way} due-{level} {told}"


def _wordings(outcomes: Held, scoring: Scoring) -> Iterator[Figure]:
    """Of one case told in several wordings: each wording, and whether all come to one level."""
    cases: dict[str, list[str | None]] = {}
    wordings: dict[str, list[tuple[Evaluated, Outcome]]] = {}
    for one, outcome in outcomes:
        name, _, wording = one.case.id.rpartition("/")
        if wording in WORDINGS and name:
            cases.setdefault(name, []).append(outcome.triage)
            wordings.setdefault(wording, []).append((one, outcome))
    if not cases:
        return
    yield "same-in-all-wordings", cell(share(len(set(given)) == 1 for given in cases.values()))
    for wording, told in wordings.items():
        pairs, order = _levels(told, scoring), scoring.format.order
        figures = triage_figures(pairs, order, scoring.format.accepts)
        yield f"{wording} triage", cell(figures.right)
        yield f"{wording} recall-{order[-1]}", cell(figures.recall[order[-1]])


def _diagnoses(outcomes: Held, scoring: Scoring) -> Iterator[Figure]:
    labelled = [(one, outcome) for one, outcome in outcomes if one.case.truth.diagnosis]
    if not labelled or not scoring.format.diagnosed:
        return
    strict = [_rank(one, outcome, _strictly(scoring)) for one, outcome in labelled]
    for k in (1, 3, 5):
        yield f"top-{k}", cell(top_k(strict, k))
    lenient = [_rank(one, outcome, _leniently(scoring)) for one, outcome in labelled]
    for k in (1, 3, 5):
        yield f"lenient-top-{k}", cell(top_k(lenient, k))
    unmapped = scoring.labels.unknown(
        (one.case.truth.diagnosis or "" for one, _ in labelled), scoring.knowledge
    )
    covered = sum(one.case.truth.diagnosis not in unmapped for one, _ in labelled)
    yield "coverage", cell(Share(covered, len(labelled)))


Right = Callable[[str, str], bool]


def _strictly(scoring: Scoring) -> Right:
    return scoring.labels.is_strictly


def _leniently(scoring: Scoring) -> Right:
    return lambda label, one: scoring.labels.is_leniently(label, one, scoring.knowledge)


def _rank(one: Evaluated, outcome: Outcome, right: Right) -> int | None:
    """The place of the first right condition, counted from 1; None when it is not listed."""
    label = one.case.truth.diagnosis or ""
    places = (at for at, name in enumerate(outcome.top, start=1) if right(label, name))
    return next(places, None)


def _baselines(evaluated: Sequence[Evaluated], scoring: Scoring) -> Iterator[str]:
    """What an engine that looks at nothing would score."""
    levels = scoring.format.levels
    true = [one.case.truth.level for one in evaluated if one.case.truth.level is not None]
    if not levels or not true:
        return
    for name, always in _BASELINES.items():
        figures = triage_figures(
            [(levels[always], one) for one in true], scoring.format.order, scoring.format.accepts
        )
        yield line(f"baseline {name} triage", figures.right)
        yield line(f"baseline {name} safe", figures.safe)


def _annotated(evaluated: Sequence[Evaluated], scoring: Scoring, way: str) -> Iterator[str]:
    """Of the cases annotated by hand: ranked from the true findings, and as they were held."""
    known = oracle.annotated(scoring.format.name)
    pairs = [(one, known[one.case.id]) for one in evaluated if one.case.id in known]
    if not pairs:
        return
    true, held = [], []
    told: list[bool] = []
    opposed: list[bool] = []
    for one, annotation in pairs:
        heard, contradicted = oracle.heard_by_patient(scoring.knowledge, one.case, annotation)
        told, opposed = told + heard, opposed + contradicted
        outcome, top = one.outcomes[way], oracle.ranked(scoring.knowledge, one.case, annotation)
        true.append(_rank(one, replace(outcome, top=top), _strictly(scoring)))
        held.append(_rank(one, outcome, _strictly(scoring)))
    for k in (1, 3, 5):
        yield line(f"oracle-findings top-{k}", top_k(true, k))
        yield line(f"recognised-findings top-{k}", top_k(held, k))
    yield line("patient-reads annotated-present", share(told))
    yield line("patient-contradicts annotated", share(opposed))


def _breakdowns(evaluated: Sequence[Evaluated], scoring: Scoring, way: str) -> Iterator[str]:
    """By body system, and by labels that the development cases had or did not have."""
    labelled = [one for one in evaluated if one.case.truth.diagnosis]
    for name, group in _grouped(labelled, lambda one: one.case.truth.system or "").items():
        if name:
            yield from _group(f"system {name}", group, scoring, way)
    parts = _grouped(
        labelled,
        lambda one: (
            "seen-labels" if scoring.seen.has(one.case.truth.diagnosis or "") else "unseen-labels"
        ),
    )
    for name, group in parts.items():
        yield from _group(name, group, scoring, way)


def _grouped(
    evaluated: Sequence[Evaluated], key: Callable[[Evaluated], str]
) -> Mapping[str, list[Evaluated]]:
    groups: dict[str, list[Evaluated]] = {}
    for one in evaluated:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items()))


def _group(name: str, group: list[Evaluated], scoring: Scoring, way: str) -> Iterator[str]:
    ranks = [_rank(one, one.outcomes[way], _strictly(scoring)) for one in group]
    for k in (1, 3):
        yield line(f"{name} top-{k}", top_k(ranks, k))


def _unmapped(evaluated: Sequence[Evaluated], scoring: Scoring) -> Iterator[str]:
    labels = (one.case.truth.diagnosis for one in evaluated if one.case.truth.diagnosis)
    for label in scoring.labels.unknown(labels, scoring.knowledge):
        yield f"without-condition {label}"


def line(name: str, figure: Share) -> str:
    """``triage 80.0 % (36/45, 66-89)``: hits, cases and the 95 % interval."""
    return f"{name} {cell(figure)}"


def cell(figure: Share) -> str:
    """``80.0 % (36/45, 66-89)``"""
    if not figure.total:
        return "- (0/0)"
    low, high = figure.interval
    return f"{figure.percent:.1f} % ({figure.hits}/{figure.total}, {low:.0f}-{high:.0f})"

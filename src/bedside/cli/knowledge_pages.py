"""What the generated pages about the medical knowledge say."""

from collections.abc import Iterable, Iterator, Sequence

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import Provenance
from bedside.assessment.scores import news2
from bedside.assessment.scores.questionnaires import QUESTIONNAIRES

_NOTE = (
    "Made from the knowledge by `make docs`; do not edit. No clinician has reviewed an item unless "
    "its row says who and when.\n"
)
_READING = (
    "What was read for the rules that name it: mostly stored copies of public pages, which may be "
    "older than what stands at the address today, and often only their beginning. Only facts were "
    "taken from them.\n"
)
_WITHIN = {
    "ambulance-now": "emergency, ambulance now",
    "hospital-now": "emergency, hospital now",
    "within-24-hours": "urgent, within 24 hours",
    "within-3-days": "routine, within 3 days",
    "within-2-weeks": "routine, within 2 weeks",
    "self-care": "self-care",
}


def pages(knowledge: Knowledge) -> dict[str, str]:
    """Return the pages by file name."""
    return {
        "symptoms.md": _symptoms(knowledge),
        "red-flags.md": _red_flags(knowledge),
        "conditions.md": _conditions(knowledge),
        "self-care.md": _self_care(knowledge),
        "scores.md": _scores(knowledge),
        "sources.md": _sources(knowledge),
    }


def _symptoms(knowledge: Knowledge) -> str:
    texts = knowledge.texts.findings
    rows = []
    for name in sorted(knowledge.symptoms):
        finding, symptom = knowledge.findings[name], knowledge.symptoms[name]
        asked = ", ".join(symptom.follow_ups)
        rows.append(
            (
                name,
                texts[name].label,
                finding.system,
                _codes(finding.codes),
                asked,
                *_origin(finding.provenance),
            )
        )
    head = ("id", "symptom", "system", "codes", "follow-ups", "source", "reviewed")
    return _page("Symptoms", head, rows)


def _red_flags(knowledge: Knowledge) -> str:
    rows = []
    for name in sorted(knowledge.flags):
        flag, text = knowledge.flags[name], knowledge.texts.flags[name]
        rows.append(
            (
                name,
                f"{text.label}. {text.reason}",
                f"`{flag.written}`",
                _WITHIN[flag.within],
                flag.not_sure,
                *_origin(flag.provenance),
            )
        )
    head = ("id", "red flag and reason", "rule", "forces", "not sure", "source", "reviewed")
    return _page("Red flags", head, rows, _read_for(knowledge))


def _read_for(knowledge: Knowledge) -> str:
    """How many flags rest on a text that was read, and what that text holds up."""
    origins = [flag.provenance for flag in knowledge.flags.values()]
    cited = [origin for origin in origins if origin.locator]
    level = sum(origin.supports == "level" for origin in cited)
    return (
        f"{len(cited)} of {len(origins)} name a text that was read, with the place in it and the "
        f"date. For {level} of these the text also says how soon such a person must be seen; for "
        f"the other {len(cited) - level} it describes the danger, how soon is our own judgement. "
        "The rest is general clinical knowledge. The wording is always ours. Addresses and terms "
        "are listed under [sources](sources.md).\n"
    )


def _sources(knowledge: Knowledge) -> str:
    rows = [
        (name, one.title, one.publisher, one.where, one.terms)
        for name, one in sorted(knowledge.sources.items())
    ]
    return _page("Sources", ("id", "title", "publisher", "where", "terms"), rows, _READING)


def _conditions(knowledge: Knowledge) -> str:
    rows = []
    for name in sorted(knowledge.conditions):
        one = knowledge.conditions[name]
        rows.append(
            (
                name,
                knowledge.texts.conditions[name].label,
                one.system,
                _codes(one.codes),
                str(one.severity),
                one.prevalence[0].band,
                _WITHIN[one.within],
                str(len(one.findings)),
                *_origin(one.provenance),
            )
        )
    head = ("id", "condition", "system", "codes", "severity (1-5)", "prevalence", "to be seen")
    return _page("Conditions", (*head, "findings", "source", "reviewed"), rows)


def _self_care(knowledge: Knowledge) -> str:
    rows = []
    for name in sorted(knowledge.self_care):
        rule, text = knowledge.self_care[name], knowledge.texts.self_care[name]
        excluded = ", ".join(f"`{written}`" for written, _ in rule.excluded_by)
        rows.append(
            (
                name,
                text.label,
                ", ".join(rule.complaint),
                excluded,
                "any" if rule.max_days is None else f"{rule.max_days:g}",
                str(rule.look_again_days),
                *_origin(rule.provenance),
            )
        )
    head = ("id", "rule", "complaint", "each answered no", "at most days", "look again after days")
    return _page("Self-care", (*head, "source", "reviewed"), rows)


def _scores(knowledge: Knowledge) -> str:
    """The items of every score with the points of each answer, and the bands of the totals."""
    rows = [
        (name, knowledge.texts.findings[name].question, points, *_origin(finding.provenance))
        for name, points in _points_of_items(knowledge)
        if (finding := knowledge.findings[name])
    ]
    bands = "\n".join(
        f"- {one.id.upper()}, from {one.from_age.in_words()}: {_steps(one.bands)}"
        + "".join(f"; {sex}: {_steps(bands)}" for sex, bands in one.bands_of.items())
        for one in QUESTIONNAIRES
    )
    more = (
        f"Bands of the totals:\n\n{bands}\n- NEWS2, from {news2.FROM_AGE.in_words()}, not in "
        "pregnancy: 7 or more is an emergency; 5, 6 or a single 3 is urgent\n- qSOFA is the red "
        "flag `qsofa` among the [red flags](red-flags.md)\n\nWhat was not answered has no points: "
        "the total is then a lower bound.\n"
    )
    head = ("id", "item", "points", "source", "reviewed")
    return _page("Items of scores", head, rows, more)


def _points_of_items(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for name, steps in news2.POINTS.items():
        yield name, _steps((f"{highest:g}", points) for highest, points in steps)
    for name, points in news2.YES_POINTS.items():
        yield name, f"yes: {points}"
    for one in QUESTIONNAIRES:
        for name, answers in one.answers.items():
            said = knowledge.texts.findings[name].options
            yield name, ", ".join(f"{said[each]}: {n}" for n, each in enumerate(answers))


def _steps(steps: Iterable[tuple[object, object]]) -> str:
    """``to 4: minimal, to 9: mild``; the last step of a measurement has no end."""
    return ", ".join(
        f"above: {worth}" if highest == "inf" else f"to {highest}: {worth}"
        for highest, worth in steps
    )


def _origin(provenance: Provenance) -> tuple[str, str]:
    return provenance.cited(), provenance.reviewed or "not reviewed"


def _codes(codes: object) -> str:
    return ", ".join(codes.values()) if isinstance(codes, dict) else ""


def _page(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], more: str = "") -> str:
    """Return a page: title with the number of rows, the note, what is to be added, the table."""
    note = f"{_NOTE}\n{more}" if more else _NOTE
    listed = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return f"# {title}: {len(listed) - 2}\n\n{note}\n" + "\n".join(listed) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

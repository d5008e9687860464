"""PHQ-9, GAD-7 and AUDIT-C: the points of each answer, the bands, and for whom they are made.

*Not sure* and what was never answered have no points and are never counted as zero: the total is
then a lower bound. What was read, and when:

- PHQ-9: items, answers and bands at 5, 10, 15 and 20 (Kroenke, Spitzer and Williams, J Gen Intern
  Med 2001;16:606-613, abstract, studylib.net/doc/25788761; form, see questions/phq_9.toml); from 13
  years (Richardson and others, Pediatrics 2010;126:1117-1123, PMC3217785: 442 people of 13 to 17).
- GAD-7: items, answers and bands at 5, 10 and 15 (scales.arabpsychology.com/index.php/s/
  gad-7-anxiety-severity; form, see questions/gad_7.toml); from 12 years (screening of 579 people of
  11 to 17 in primary care, abstract, aacp.com/article/buy_now/?id=720).
- AUDIT-C: the first three items of the AUDIT; positive from 4 in men and from 3 in women (Bush and
  others, Arch Intern Med 1998;158:1789-95, and Bradley and others, 2003;163:821-9, as given by
  primarycare.ementalhealth.ca, index.php?ID=58&m=printSurveyScoring); in adults. Where the sex is
  not known the lower threshold holds. Somebody who never drinks skips items 2 and 3
  (pedagogyeducation.com/Resources, AUDIT).

All read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.assessment.age import Age
from bedside.assessment.facts import Patient
from bedside.assessment.scores.score import Score

Bands = tuple[tuple[int, str], ...]
"""The highest total of each band, and its name."""

_HOW_OFTEN = ("not-at-all", "several-days", "more-than-half-the-days", "nearly-every-day")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire of choices; the place of an answer in ``answers`` is its points.

    ``bands_of`` has the bands of a sex where they differ. ``none_after`` is an answer after which
    the remaining items are not asked and count nothing.
    """

    id: str
    items: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    bands: Bands
    from_age: Age
    source: str
    bands_of: Mapping[str, Bands] = field(default_factory=dict)
    none_after: tuple[str, str] = ("", "")
    apart: tuple[str, ...] = ()


def _same(items: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(items, _HOW_OFTEN)


_PHQ_9 = (
    "phq-9.interest", "phq-9.down", "phq-9.sleep", "phq-9.tired", "phq-9.appetite",
    "phq-9.failure", "phq-9.concentrating", "phq-9.slow-or-restless", "phq-9.better-off-dead",
)  # fmt: skip
_GAD_7 = (
    "gad-7.nervous", "gad-7.control", "gad-7.too-much", "gad-7.relaxing", "gad-7.restless",
    "gad-7.irritable", "gad-7.afraid",
)  # fmt: skip
_AUDIT_C = {
    "audit-c.often": (
        "never", "monthly-or-less", "2-to-4-a-month", "2-to-3-a-week", "4-or-more-a-week",
    ),
    "audit-c.drinks": ("1-or-2", "3-or-4", "5-or-6", "7-to-9", "10-or-more"),
    "audit-c.six-or-more": (
        "never", "less-than-monthly", "monthly", "weekly", "daily-or-almost",
    ),
}  # fmt: skip

PHQ_9 = Questionnaire(
    "phq-9",
    _PHQ_9,
    _same(_PHQ_9),
    ((4, "minimal"), (9, "mild"), (14, "moderate"), (19, "moderately-severe"), (27, "severe")),
    Age.years(13),
    "PHQ-9, developed by R. L. Spitzer, J. B. W. Williams, K. Kroenke and colleagues with an "
    "educational grant from Pfizer Inc.",
    apart=("phq-9.difficulty",),
)
GAD_7 = Questionnaire(
    "gad-7",
    _GAD_7,
    _same(_GAD_7),
    ((4, "minimal"), (9, "mild"), (14, "moderate"), (21, "severe")),
    Age.years(12),
    "GAD-7, developed by R. L. Spitzer, J. B. W. Williams, K. Kroenke and colleagues with an "
    "educational grant from Pfizer Inc.",
)
AUDIT_C = Questionnaire(
    "audit-c",
    tuple(_AUDIT_C),
    _AUDIT_C,
    ((2, "negative"), (12, "positive")),
    Age.years(18),
    "World Health Organization, AUDIT (WHO/MSD/MSB/01.6a), items 1 to 3",
    bands_of={"male": ((3, "negative"), (12, "positive"))},
    none_after=("audit-c.often", "never"),
)
QUESTIONNAIRES = (PHQ_9, GAD_7, AUDIT_C)


def score_of(questionnaire: Questionnaire, patient: Patient) -> Score | None:
    """Add up what was answered; None when nothing was, or outside the validated age."""
    if patient.age is None or patient.age < questionnaire.from_age:
        return None
    points = {
        name: answers.index(value)
        for name, answers in questionnaire.answers.items()
        if isinstance(value := patient.values.get(name), str) and value in answers
    }
    if not points:
        return None
    asked, none = questionnaire.none_after
    if asked and patient.values.get(asked) == none:
        points = dict.fromkeys(questionnaire.items, 0)
    bands = questionnaire.bands_of.get(patient.sex or "", questionnaire.bands)
    total = sum(points.values())
    return Score(
        questionnaire.id,
        questionnaire.items,
        points,
        next(name for highest, name in bands if total <= highest),
        tuple(name for _, name in bands),
        questionnaire.source,
        questionnaire.apart,
    )

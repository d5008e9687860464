"""How urgent it is: a floor forced by red flags, which the rest may raise and nothing lowers."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.assessment.age import Age
from bedside.assessment.home_care import Plan, proven
from bedside.assessment.knowledge.model import HURRY, WHENS
from bedside.assessment.moment import Moment
from bedside.assessment.posterior import Posterior, explaining, hurried, posterior_of
from bedside.assessment.report import Fired
from bedside.assessment.rules import Truth
from bedside.assessment.scores.news2 import News2, news2_of

YOUNG = Age.months(2)
_VERY_BAD, _TOO_BAD_FOR_HOME, _BAD = 9, 8, 7
_LONG_DAYS = 14


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the result is at least ``within``: the phrase (``because.<key>``) and what fills it."""

    within: str
    key: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The time and level, every reason (most hurried first) and the self-care rules, if any."""

    within: str
    reasons: tuple[Reason, ...]
    self_care: Plan
    posterior: Posterior
    news2: News2 | None

    @property
    def triage(self) -> str:
        return WHENS[self.within]

    @property
    def look_again_days(self) -> int | None:
        """When to look again at the latest; only for self-care."""
        return min((rule.look_again_days for rule in self.self_care), default=None)


def decide(moment: Moment) -> Verdict:
    """Weigh flags, scores, explanations, severity and duration; the most hurried reason wins."""
    posterior = explaining(
        moment.knowledge, posterior_of(moment.knowledge, moment.patient), moment.told
    )
    news2 = news2_of(moment.patient)
    reasons = [*_forced(moment.fired), *_raised(moment, posterior, news2)]
    plan = () if reasons or _worst(moment) >= _TOO_BAD_FOR_HOME else proven(moment)
    plan = () if plan and _worsens_unduly(moment, plan) else plan
    if plan:
        return Verdict("self-care", (Reason("self-care", "proven"),), plan, posterior, news2)
    reasons += _routine(moment, posterior)
    reasons.sort(key=lambda one: -HURRY[one.within])
    return Verdict(reasons[0].within, tuple(reasons), (), posterior, news2)


def _forced(fired: tuple[Fired, ...]) -> list[Reason]:
    return [Reason(one.within, "flag", (("reason", one.reason),)) for one in fired]


def _raised(moment: Moment, posterior: Posterior, news2: News2 | None) -> list[Reason]:
    """Reasons that raise the floor to urgent or above, and rule self-care out."""
    reasons = []
    likely = _likely(moment, posterior)
    if HURRY[likely] >= HURRY["within-24-hours"]:
        reasons.append(Reason(likely, "likely"))
    if news2 is not None and news2.within:
        reasons.append(Reason(news2.within, "news2", (("total", str(news2.total)),)))
    if moment.patient.age is not None and moment.patient.age < YOUNG:
        reasons.append(Reason("within-24-hours", "young"))
    if _worst(moment) >= _VERY_BAD:
        reasons.append(Reason("within-24-hours", "severe"))
    return reasons


def _likely(moment: Moment, posterior: Posterior) -> str:
    """The most hurried time for which enough of the explanations ask."""
    limits = moment.knowledge.limits
    if not moment.symptoms:
        return "self-care"
    shares = hurried(moment.knowledge, posterior)
    reached = 0.0
    for within in reversed(list(WHENS)):
        reached += shares[within]
        if reached >= limits.raised_by.get(WHENS[within], 1.0):
            return within
    return "self-care"


def _routine(moment: Moment, posterior: Posterior) -> list[Reason]:
    """Without anything more hurried: within 3 days, or 2 weeks when it is mild and not new."""
    reasons = []
    if moment.comes_back:
        reasons.append(Reason("within-3-days", "previous"))
    if moment.is_child_alone:
        reasons.append(Reason("within-3-days", "child-alone"))
    if _worst(moment) >= _BAD:
        reasons.append(Reason("within-3-days", "severe"))
    if _gets_worse(moment):
        reasons.append(Reason("within-3-days", "worse"))
    likely = _likely(moment, posterior)
    if _longest(moment) >= _LONG_DAYS and likely != "within-3-days":
        reasons.append(Reason("within-2-weeks", "long", (("days", str(_LONG_DAYS)),)))
    if reasons:
        return reasons
    if not moment.symptoms:
        return [Reason("within-3-days", "nothing-told")]
    can_wait = likely == "within-2-weeks"
    return [Reason("within-2-weeks" if can_wait else "within-3-days", "default")]


def _worsens_unduly(moment: Moment, plan: Plan) -> bool:
    """Is it getting worse for longer than belongs to the course of what it is taken for?"""
    allowed = min(rule.worsens_for for rule in plan)
    lasted = _longest(moment)
    return _gets_worse(moment) and not 0 < lasted <= allowed


def _gets_worse(moment: Moment) -> bool:
    said = (moment.patient.equals(f"{name}.trend", "worse") for name in moment.symptoms)
    return any(one is Truth.YES for one in said)


def _worst(moment: Moment) -> float:
    return max((_number(moment, f"{name}.severity") for name in moment.symptoms), default=0)


def _longest(moment: Moment) -> float:
    return max((_number(moment, f"{name}.duration") for name in moment.symptoms), default=0)


def _number(moment: Moment, name: str) -> float:
    number = moment.patient.number(name)
    return 0 if isinstance(number, Truth) else number

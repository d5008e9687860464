"""The lists of a patient's record as lines on paper."""

from collections.abc import Iterable, Sequence
from typing import Any

from bedside.chart import BannerView, ChartView
from bedside.chart.views import Cut
from bedside.clinic.allergies import AllergyView
from bedside.clinic.diagnoses import DiagnosisView
from bedside.clinic.flags import FlagView
from bedside.clinic.medicines import MedicineView
from bedside.clinic.problems import ProblemView
from bedside.exports.paper.sheet import Block, Line, apart, bullets
from bedside.exports.sheets import heads


def alerts_and_allergies(banner: BannerView | ChartView) -> list[Line]:
    """Return what nobody may overlook: allergies, that nobody has asked for them, alerts."""
    return [_allergies_in_short(banner), *_alerts_in_short(banner.flags)]


def _allergies_in_short(banner: BannerView | ChartView) -> Line:
    if banner.allergies:
        named = [
            apart(one.body.substance) + (" (severe)" if one.body.severity == "severe" else "")
            if one.body
            else "one could not be opened"
            for one in banner.allergies
        ]
        return Line(_counted(named, banner.allergies.more), strong="Allergies:")
    return Line(strong="No known allergies" if banner.none_known else "Allergies not asked about")


def _alerts_in_short(flags: Cut[FlagView]) -> Iterable[Line]:
    if flags:
        named = [apart(one.body.title) if one.body else "one could not be opened" for one in flags]
        yield Line(_counted(named, flags.more), strong="Alerts:")


def problems(views: Cut[ProblemView]) -> Block:
    """A list of problems."""
    return _listed(views, lambda one: Line(apart(one.body.title), muted=_since(one)))


def medicines(views: Cut[MedicineView]) -> Block:
    """A list of medicines, as they were written, with their doses."""
    return _listed(
        views,
        lambda one: Line(
            apart(", ".join(filter(None, (one.body.as_written, one.body.dose)))), muted=_since(one)
        ),
    )


def allergies(views: Cut[AllergyView]) -> Block:
    """A list of allergies, how they show and how badly."""
    return _listed(
        views,
        lambda one: _with_more(one.body.substance, one.body.reaction, f"({one.body.severity})"),
    )


def alerts(views: Cut[FlagView]) -> Block:
    """A list of alerts, for staff."""
    return _listed(views, lambda one: _with_more(one.body.title, one.body.comment))


def diagnoses(views: Cut[DiagnosisView]) -> Block:
    """A list of coded diagnoses; the code is there whether or not the rest opens."""
    lines = [
        Line(one.told["code"].display, muted=f"{one.told['code'].code}, {one.state}")
        for one in views
    ]
    return bullets([*lines, *_more(views)], nothing="None coded.")


def _listed(views: Cut[Any], line: Any) -> Block:
    lines = [line(one) if one.body else heads.not_opened(one.id) for one in views]
    return bullets([*lines, *_more(views)], nothing="None on record.")


def _more(views: Cut[Any]) -> list[Line]:
    return [Line(f"and {views.more} more")] if views.more else []


def _with_more(what: str, more: str, muted: str = "") -> Line:
    return Line(apart(more), strong=apart(what) + (":" if more else ""), muted=muted)


def _since(one: Any) -> str:
    return f"since {one.body.since.in_words}" if one.body.since else ""


def _counted(named: Sequence[str], more: int) -> str:
    return ", ".join(named) + (f" and {more} more" if more else "")

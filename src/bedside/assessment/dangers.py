"""What the red flags still need to know of this patient, and can be told."""

from __future__ import annotations

from bedside.assessment.flags import live_flags
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.moment import Moment


def open_dangers(moment: Moment, least: str = "self-care") -> list[str]:
    """Open findings of live flags of at least this hurry, in the order of the flags' hurry.

    Of each flag only what decides it next; a detail whose symptom is not known to be there stands
    for the symptom itself. Vital signs are asked where somebody measured them, and only there.
    """
    findings = moment.knowledge.findings
    live = live_flags(moment.knowledge, moment.patient, moment.fired, moment.floor)
    names = [
        moment.to_ask_first(one)
        for flag in live
        if HURRY[flag.within] >= HURRY[least]
        for one in flag.when.missing(moment.patient)
    ]
    return [one for one in moment.open_among(names) if findings[one].part != "vitals"]

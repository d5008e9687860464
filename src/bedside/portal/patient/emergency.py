"""Whom to call, on top of everything: in an emergency, where it stays, and after alarming words."""

import streamlit as st

from bedside.calls import href_of
from bedside.portal import chrome
from bedside.portal.paper import Node, div, link, para, sheet
from bedside.schemas.assessments import Notice
from bedside.schemas.results import Result

_LEADS = {
    "ambulance-now": "This may be an emergency. Call for an ambulance now.",
    "hospital-now": "This may be an emergency. Go to an emergency department now.",
}


def is_emergency(result: Result | None) -> bool:
    """Whether the result is of the highest level."""
    return result is not None and result.triage == "emergency"


def banner(result: Result | None) -> None:
    """Show the banner when there is an emergency. It keeps its place while the page scrolls."""
    if result is None or not is_emergency(result):
        return
    with st.container(key="emergency"):
        sheet(content(result.when, chrome.emergency_number()), key="emergency-banner")


def alarm(notice: Notice | None) -> None:
    """Show whom to call because of the person's own words, while the questions go on."""
    if notice is not None:
        sheet(warning(notice, *chrome.numbers()), key="alarm")


def warning(notice: Notice, number: str, crisis_line: str) -> Node:
    """What to do if it is happening now, each call as one press."""
    said = [para(one, class_="lead") for one in (notice.emergency, notice.crisis) if one]
    to_call = [number] if notice.emergency else []
    to_call += [crisis_line] if notice.crisis and href_of(crisis_line) else []
    calls = (link(f"Call {one}", href_of(one), class_="call") for one in to_call or [number])
    return div(*said, *calls, class_="emergency")


def content(when: str, number: str) -> Node:
    """The banner: what to do first, and the call as one press."""
    lead = _LEADS.get(when, "This may be an emergency.")
    return div(
        para(lead, class_="lead"),
        link(f"Call {number}", href_of(number), class_="call"),
        class_="emergency",
        role="alert",
    )

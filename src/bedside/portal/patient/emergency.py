"""The banner of an emergency: on top of everything, with the number to call, and it stays there."""

import streamlit as st

from bedside.portal import chrome
from bedside.portal.paper import Node, div, link, para, sheet
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


def content(when: str, number: str) -> Node:
    """The banner: what to do first, and the call as one press."""
    lead = _LEADS.get(when, "This may be an emergency.")
    return div(
        para(lead, class_="lead"),
        link(f"Call {number}", f"tel:{number}", class_="call"),
        class_="emergency",
        role="alert",
    )

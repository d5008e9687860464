"""One assessment as a doctor reads it, and the press that says that they did."""

import streamlit as st

from bedside.portal import chrome, session, words
from bedside.portal.doctor import reading
from bedside.portal.paper import act, div, heading, link, para
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import Assessment


def show(visit: Visit) -> Turn:
    """The chart. What may be done is the API's decision, and nothing else is offered."""
    view = session.assessment(visit)
    name = (view.patient.name if view.patient else None) or "Name not opened"
    turn = f"chart-{view.id}-{view.state}"
    back = Place("worklist")
    with st.container(key="chart"):
        chrome.show(
            para(act("Back to the worklist", back.query, back.href)),
            heading(1, name, turn=turn),
            para(words.level(view.triage, view.when), " ", _state(view)),
            key="chart-head",
        )
        _review(view)
        chrome.show(*reading.chart(view), key="chart-body")
        printing = link("Print", f"/print/assessments/{view.id}")
        plain = link("The same on a plain page", f"/worklist/{view.id}")
        chrome.show(div(para(printing), para(plain), class_="foot"), key="chart-foot")
    return Turn(turn, f"Assessment. {words.STATES[view.state]}.", "Assessment")


def _state(view: Assessment) -> str:
    sent = f"Sent {chrome.moment(view.submitted_at)}."
    if view.reviewed_at is None:
        return sent
    return f"{sent} Reviewed by {view.reviewed_by} on {chrome.moment(view.reviewed_at)}."


def _review(view: Assessment) -> None:
    if "review" in view.may:
        st.button(
            "Mark as reviewed", type="primary", on_click=_mark, args=("PUT", view), key="mark"
        )
    if "undo_review" in view.may:
        st.button("Undo the review", on_click=_mark, args=("DELETE", view), key="undo")


@session.guarded
def _mark(method: str, view: Assessment) -> None:
    path = f"assessments/{view.id}/review"
    session.keep(session.api().ask(method, path, Assessment, version=view.version))

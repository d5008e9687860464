"""One assessment as a doctor reads it, and the press that says that they did."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from bedside.portal import chrome, session, words
from bedside.portal.doctor import reading
from bedside.portal.paper import act, div, heading, link, para
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.accounts import Me
from bedside.schemas.assessments import Assessment

_UNDO = timedelta(minutes=10)


def show(visit: Visit) -> Turn:
    """The chart. What may be done is the API's decision; what is offered follows the state."""
    view = session.assessment(visit)
    name = (view.patient.name if view.patient else None) or "Unnamed patient"
    turn = f"chart-{view.id}-{view.state}"
    back = Place("worklist")
    with st.container(key="chart"):
        chrome.show(
            para(act("Back to the worklist", back.query, back.href)),
            heading(1, name, turn=turn),
            para(words.level(view.triage, view.when), " ", _state(view)),
            key="chart-head",
        )
        _review(view, visit.me)
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


def _review(view: Assessment, me: Me | None) -> None:
    if view.state == "submitted":
        st.button(
            "Mark as reviewed", type="primary", on_click=_mark, args=("PUT", view), key="mark"
        )
    elif may_undo(view, me, datetime.now(UTC)):
        st.button("Undo the review", on_click=_mark, args=("DELETE", view), key="undo")


def may_undo(view: Assessment, me: Me | None, now: datetime) -> bool:
    """Whether to offer undoing: ten minutes, to the doctor who reviewed it."""
    if view.reviewed_at is None or me is None or view.reviewed_by != me.name:
        return False
    return now - view.reviewed_at < _UNDO


@session.guarded
def _mark(method: str, view: Assessment) -> None:
    path = f"assessments/{view.id}/review"
    session.keep(session.api().ask(method, path, Assessment, version=view.version))

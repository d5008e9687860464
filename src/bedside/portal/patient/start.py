"""Starting an assessment: the person writes what is wrong, in their own words."""

import streamlit as st

from bedside.calls import href_of
from bedside.portal import chrome, session
from bedside.portal.paper import div, heading, link, para
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import Assessment

_FIELD = "complaint"


def show(_: Visit) -> Turn:
    """One field for what is wrong, and what to do instead in an emergency."""
    number = chrome.emergency_number()
    chrome.show(
        heading(1, "What is wrong?", turn="new"),
        div(
            para(
                "If somebody's life is in danger, do not go on here. ",
                link(f"Call {number}", href_of(number)),
                ".",
            ),
            class_="note",
        ),
        para("Write it as you would say it: what you feel, since when, how bad, what helps."),
        key="start",
    )
    with st.form("start-form", border=False):
        st.text_area("In your own words", key=_FIELD, height=140)
        st.form_submit_button("Start", type="primary", on_click=_start)
    return Turn("new", "New assessment", "New assessment")


@session.guarded
def _start() -> None:
    body = {"text": st.session_state.get(_FIELD, "")}
    view = session.api().ask("POST", "assessments", Assessment, body=body)
    session.keep(view)
    session.go(Place("chat", view.id))

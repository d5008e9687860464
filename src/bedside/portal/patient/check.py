"""The check before sending: every answer once more, each with a way to change it."""

from urllib.parse import quote

import streamlit as st

from bedside.portal import chrome, session
from bedside.portal.paper import Node, act, div, facts, heading, link, node, para, section, sheet
from bedside.portal.patient import emergency
from bedside.portal.patient.chat import change
from bedside.portal.patient.conversation import CHANGE
from bedside.portal.patient.leaving import has_private, way_out
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import AnsweredQuestion, Assessment


def show(visit: Visit) -> Turn:
    """Everything that will be sent, and sending it."""
    view = session.assessment(visit)
    if view.state != "draft":
        session.go(Place("result", view.id))
        st.rerun()
    turn = f"check-{view.id}-{view.version}"
    emergency.banner(view.result)
    sheet(
        *([way_out()] if has_private(view) else []),
        heading(1, "Check your answers", turn=turn),
        section(2, "In your own words", node("blockquote", view.complaint or "")),
        section(2, "What you answered", answers(view), class_="check"),
        key="answers-given",
        on_act=lambda value: _pressed(view, value),
    )
    if view.result is None:
        _unfinished(view)
    elif "submit" in view.may:
        st.button("Send to the clinic", type="primary", on_click=_send, args=(view,), key="send")
    elif visit.me is None:
        _outside(visit.here)
    _ways_on(view)
    return Turn(turn, "Check your answers", "Check your answers")


def answers(view: Assessment) -> Node:
    """Each question with its answer and a way to change it."""
    may_change = "change" in view.may
    return facts((one.text, _answer(one, may_change=may_change)) for one in view.answers)


def _answer(said: AnsweredQuestion, *, may_change: bool) -> Node:
    if said.question is None or not may_change:
        return said.label
    label = f"Change the answer to: {said.text}"
    press = act("Change", CHANGE + said.question_id, class_="change", aria_label=label)
    return div(para(said.label, class_="said"), press, class_="given")


def _pressed(view: Assessment, value: str) -> None:
    session.keep(view)
    change(view, value.removeprefix(CHANGE))
    session.go(Place("chat", view.id))


@session.guarded
def _send(view: Assessment) -> None:
    path = f"assessments/{view.id}/submit"
    session.keep(session.api().ask("POST", path, Assessment, version=view.version))
    session.go(Place("result", view.id))


def _unfinished(view: Assessment) -> None:
    chat = Place("chat", view.id)
    chrome.show(
        para("There are questions left to answer before this can be sent."),
        act("Go on with the questions", chat.query, chat.href, class_="button primary"),
        key="unfinished",
    )


def _outside(here: Place) -> None:
    """Somebody without an account registers, or signs in, on the plain pages and comes back."""
    back = quote(here.href)
    chrome.show(
        heading(2, "Who should the clinic contact?"),
        para("To send this, the clinic needs to know who you are."),
        div(
            link("Register and send", f"/register?next={back}", class_="button primary"),
            link("Sign in and send", f"/sign-in?next={back}", class_="button"),
            class_="buttons",
        ),
        key="outside-check",
    )


def _ways_on(view: Assessment) -> None:
    result = Place("result", view.id)
    ways: list[Node] = []
    if view.result is not None:
        ways.append(act("What to do now", result.query, result.href, class_="button"))
    plain = para(link("Check on a plain page", f"/assess/{view.id}/check"))
    chrome.show(div(*ways, class_="buttons"), div(plain, class_="foot"), key="check-ways")

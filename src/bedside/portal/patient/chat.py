"""The interview as a conversation: what was said above, the one question of now below it.

Every answer goes to the server at once, so closing the browser loses nothing, and the plain pages
go on with the very same assessment.
"""

from functools import partial
from typing import Any

import streamlit as st

from bedside.portal import chrome, session, words
from bedside.portal.paper import Node, act, bullets, div, heading, link, para, sheet
from bedside.portal.patient import asking, emergency
from bedside.portal.patient.asking import Asked
from bedside.portal.patient.conversation import CHANGE, conversation
from bedside.portal.patient.leaving import has_private, way_out
from bedside.portal.patient.outcome import todo
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import AnsweredQuestion, Assessment, Progress, Question
from bedside.schemas.results import Result

_CHANGING = "changing"
_TITLE = "Your assessment"


def show(visit: Visit) -> Turn:
    """One assessment in the making."""
    view = session.assessment(visit)
    if view.state != "draft":
        session.go(Place("result", view.id))
        st.rerun()
    assert view.step and view.progress  # a patient's own opens, or is a problem document
    if isinstance(view.step, Result):
        emergency.banner(view.step)
    emergency.alarm(view.notice)
    if has_private(view):
        sheet(way_out(), key="leave")
    sheet(*conversation(view), key="conversation", on_act=lambda value: _pressed(view, value))
    changed = _to_change(view)
    if changed is not None and changed.question is not None:
        turn = _change(view, changed, changed.question)
    elif isinstance(view.step, Question):
        turn = _next(view, view.step, view.progress)
    else:
        turn = _finished(view, view.step)
    _ways_on(view)
    return turn


def _next(view: Assessment, question: Question, so_far: Progress) -> Turn:
    turn = f"{view.id}-{view.version}"
    give = partial(_answer, view, question.id)
    asking.ask(Asked(question, turn, give))
    if "back" in view.may:
        st.button("Back to the question before", key=f"{turn}-back", on_click=_back, args=(view,))
    progress = words.progress(so_far.asked, question.part)
    chrome.show(para(progress, class_="quiet"), key="progress")
    return Turn(turn, f"Next question: {question.text}", _TITLE)


def _change(view: Assessment, changed: AnsweredQuestion, question: Question) -> Turn:
    turn = f"{view.id}-{view.version}-change"
    give = partial(_put, view, question.id)
    asking.ask(Asked(question, turn, give, changed.answer))
    st.button("Keep the answer as it was", key=f"{turn}-keep", on_click=_keep)
    return Turn(turn, f"Change your answer to: {question.text}", _TITLE)


def _finished(view: Assessment, result: Result) -> Turn:
    turn = f"{view.id}-{view.version}"
    urgent = emergency.is_emergency(result)
    title = "Get help first" if urgent else "That was the last question"
    check = Place("check", view.id)
    chrome.show(
        heading(2, title, turn=turn, class_="question"),
        *_first_help(result),
        para("Look through your answers, then send them to the clinic."),
        act("Check your answers", check.query, check.href, class_="button primary"),
        key="finished",
    )
    return Turn(turn, f"{title}.", _TITLE)


def _first_help(result: Result) -> list[Node]:
    """What to do before anything else: sending it to the clinic comes after that."""
    advice = result.patient
    said = [para(words.level(result.triage, result.when)), para(advice.headline, class_="strong")]
    said += todo(advice.what_to_do, chrome.numbers())
    if not emergency.is_emergency(result):
        return said
    return [*said, bullets(advice.why), para("Afterwards you can still tell the clinic:")]


def _ways_on(view: Assessment) -> None:
    plain = link("Go on with one question a page", f"/assess/{view.id}")
    saved = para("Every answer is saved. You can close this page and go on later.", class_="quiet")
    chrome.show(div(saved, para(plain), class_="foot"), key="ways-on")


def _to_change(view: Assessment) -> AnsweredQuestion | None:
    wanted = st.session_state.get(_CHANGING)
    return next((one for one in view.answers if (view.id, one.question_id) == wanted), None)


def _pressed(view: Assessment, value: str) -> None:
    session.keep(view)
    change(view, value.removeprefix(CHANGE))


def change(view: Assessment, question: str) -> None:
    """Ask an earlier question of this assessment again from the next run on."""
    st.session_state[_CHANGING] = (view.id, question)


def _keep() -> None:
    st.session_state.pop(_CHANGING, None)


@session.guarded
def _answer(view: Assessment, question: str, value: Any) -> None:
    body = {"question_id": question, "answer": value}
    _write(view, "POST", "answers", body)


@session.guarded
def _put(view: Assessment, question: str, value: Any) -> None:
    _write(view, "PATCH", f"answers/{question}", {"answer": value})
    _keep()


@session.guarded
def _back(view: Assessment) -> None:
    _write(view, "POST", "back", None)


def _write(view: Assessment, method: str, path: str, body: dict[str, Any] | None) -> None:
    address = f"assessments/{view.id}/{path}"
    session.keep(session.api().ask(method, address, Assessment, body=body, version=view.version))

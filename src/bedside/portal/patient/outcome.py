"""The result for the patient: how urgent, what to do, by when, why, and what would change it."""

from collections.abc import Iterable

from bedside.portal import chrome, session, words
from bedside.portal.paper import Node, act, bullets, div, heading, link, node, para, section, spoken
from bedside.portal.patient import emergency
from bedside.portal.patient.leaving import has_private, way_out
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import Assessment
from bedside.schemas.results import Result


def show(visit: Visit) -> Turn:
    """The result of an assessment, sent or not."""
    view = session.assessment(visit)
    turn = f"result-{view.id}-{view.state}"
    if view.result is None:
        chrome.show(heading(1, "Not finished yet", turn=turn), _go_on(view), key="outcome")
        return Turn(turn, "Not finished yet", "Not finished yet")
    emergency.banner(view.result)
    headline = view.result.patient.headline
    chrome.show(
        *([way_out()] if has_private(view) else []),
        heading(1, headline, turn=turn),
        _where(view),
        *advice(view.result, chrome.numbers()),
        _ways_on(view),
        key="outcome",
    )
    return Turn(turn, headline, "What to do now")


def advice(result: Result, numbers: Iterable[str]) -> list[Node]:
    """What to do, by when, why, signs that it gets worse, and what if it is no better."""
    said = result.patient
    parts: list[Node] = [
        para(words.level(result.triage, result.when)),
        section(2, "What to do", *todo(said.what_to_do, numbers)),
        section(2, "By when", para(said.by_when)) if said.by_when else "",
        section(2, "Why", bullets(said.why)) if said.why else "",
        section(2, "What helps", bullets(said.self_care)) if said.self_care else "",
        *_changes(result),
        section(2, "If it is no better", *todo([said.if_no_better], numbers))
        if said.if_no_better
        else "",
        div(*todo((said.notice, said.not_a_diagnosis, said.not_reviewed), numbers), class_="note"),
    ]
    return [part for part in parts if part]


def todo(sentences: Iterable[str], numbers: Iterable[str]) -> list[Node]:
    """Sentences in which the numbers to call can be pressed; empty ones are left out."""
    return [para(*spoken(one, numbers)) for one in sentences if one]


def _changes(result: Result) -> list[Node]:
    """What would make it more urgent; in an emergency nothing would."""
    if emergency.is_emergency(result) or not result.patient.worsening:
        return []
    return [section(2, "Get help sooner if you notice", bullets(result.patient.worsening))]


def _where(view: Assessment) -> Node:
    """How far the clinic is with it."""
    if view.reviewed_at:
        who = view.reviewed_by or "a doctor"
        return para(f"Reviewed by {who} on {chrome.moment(view.reviewed_at)}.", class_="quiet")
    if view.submitted_at:
        sent = f"Sent to the clinic on {chrome.moment(view.submitted_at)}. Not reviewed yet."
        return para(sent, class_="quiet")
    return para("Not sent to the clinic yet.", class_="quiet")


def _ways_on(view: Assessment) -> Node:
    ways: list[Node] = []
    if view.state == "draft":
        check = Place("check", view.id)
        ways.append(act("Check and send", check.query, check.href, class_="button primary"))
    ways.append(link("Print", f"/print/assessments/{view.id}", class_="button"))
    home = Place("home")
    ways.append(act("Home", home.query, home.href, class_="button"))
    return node("div", *ways, class_="buttons")


def _go_on(view: Assessment) -> Node:
    chat = Place("chat", view.id)
    return act("Go on with the questions", chat.query, chat.href, class_="button primary")

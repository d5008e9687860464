"""A patient's home: what is not sent yet, what was sent, what was reviewed and by whom."""

from collections.abc import Collection

from bedside.portal import chrome, words
from bedside.portal.paper import Node, act, bullets, div, heading, link, node, para, section
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.assessments import AssessmentLine, Assessments

GROUPS = (
    (("needs_information",), "Your clinic asks you something"),
    (("draft",), "Not sent yet"),
    (("submitted", "in_review"), "Sent, waiting for a doctor"),
    (("reviewed", "closed"), "Reviewed by a doctor"),
)
"""Every state in which a patient sees an assessment, what waits for them first."""


def show(visit: Visit) -> Turn:
    """Every assessment of the person, by state, and the way to a new one."""
    me = visit.me
    lines = visit.api.ask("GET", "assessments", Assessments).items
    greeting = f"Hello, {me.name}" if me and me.name else "Your assessments"
    new = Place("new")
    chrome.show(
        heading(1, greeting, turn="home"),
        act("Start a new assessment", new.query, new.href, class_="button primary"),
        ways(),
        *(part for part in (_group(states, title, lines) for states, title in GROUPS) if part),
        *([] if lines else [para("There is nothing here yet.")]),
        para(link("The same on a plain page", "/home"), class_="foot"),
        key="home",
    )
    return Turn("home", "Home", "Home")


def ways() -> Node:
    """What else a patient does, each in its one place on the plain pages."""
    places = (
        ("Your appointments", "/home/appointments"),
        ("What you sent, and what your clinic asks or shared", "/home"),
        ("Your account", "/account"),
    )
    return bullets(([link(text, href)] for text, href in places), class_="ways")


def _group(states: Collection[str], title: str, lines: list[AssessmentLine]) -> Node:
    entries = [_entry(line) for line in lines if line.state in states]
    return section(2, title, node("ul", *entries, class_="cards")) if entries else ""


def _entry(line: AssessmentLine) -> Node:
    screen, verb = ("chat", "Go on") if line.state == "draft" else ("result", "Open")
    about = words.level(line.triage, line.when), " ", _history(line)
    if line.complaint is None:
        unread = words.unreadable("your clinic", line.id)
        return node("li", para(unread, class_="said"), para(*about, class_="quiet"))
    to = Place(screen, line.id)
    asks = [_reply(line)] if line.state == "needs_information" else []
    opening = act(verb, to.query, to.href, class_="button", aria_label=f"{verb}: {line.complaint}")
    return node(
        "li",
        para(line.complaint, class_="said"),
        para(*about, class_="quiet"),
        div(*asks, opening, class_="buttons"),
    )


def _reply(line: AssessmentLine) -> Node:
    """Replying is on the plain pages."""
    label = f"Read it and reply: {line.complaint}"
    href = f"/assess/{line.id}/reply"
    return link("Read it and reply", href, class_="button primary", aria_label=label)


def _history(line: AssessmentLine) -> str:
    if line.state == "draft":
        return f"Last answer on {chrome.moment(line.updated_at)}"
    if line.reviewed_at:
        return f"Reviewed by {line.reviewed_by or 'a doctor'} on {chrome.moment(line.reviewed_at)}"
    return f"Sent on {chrome.moment(line.submitted_at)}"

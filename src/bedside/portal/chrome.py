"""What every screen has around it: the name of the house, the ways on, and what went wrong."""

from datetime import datetime

import streamlit as st

from bedside.calls import href_of
from bedside.portal import session, words
from bedside.portal.client import ApiError
from bedside.portal.paper import Node, act, div, link, node, para, sheet
from bedside.portal.places import Place
from bedside.schemas.accounts import Me

SIGN_OUT = "sign-out"
_DEMO = "Demonstration: invented patients only. Do not enter real data."
_WAYS = {
    "patient": [("Home", Place("home")), ("New assessment", Place("new"))],
    "doctor": [("Dashboard", Place("dashboard")), ("Report", Place("report"))],
    "receptionist": [],
    "administrator": [("Dashboard", Place("dashboard"))],
}
_PAGES = {
    "patient": [],
    "doctor": [("Worklist", "/worklist"), ("Patients", "/patients/")],
    "receptionist": [("Today", "/desk"), ("Patients", "/patients/")],
    "administrator": [("Administration", "/admin/")],
}
"""Where the work of each is done, outside the portal."""


def header(me: Me | None, screen: str) -> None:
    """The bar at the top: Bedside, where one can go, and signing out."""
    known = me is not None or (screen != "" and session.caller().known)
    ways = [_way(text, to, screen) for text, to in _WAYS[me.role if me else "patient"] if known]
    if me is None:
        outside = [link("Sign in", "/sign-in"), link("Register", "/register")]
    else:
        pages = [link(text, page) for text, page in _PAGES[me.role]]
        outside = [*pages, link("Account", "/account"), act("Sign out", SIGN_OUT)]
    entries = [node("li", way) for way in [*ways, *outside]]
    bar = node(
        "header",
        link("Bedside", "/", class_="wordmark"),
        node("nav", node("ul", *entries), aria_label="Main"),
        class_="bar",
    )
    demo = [para(_DEMO, class_="demo")] if st.secrets["demo"] else []
    sheet(*demo, bar, *urgent(me, emergency_number()), key="bar", on_act=follow)


def urgent(me: Me | None, number: str) -> list[Node]:
    """The number to call, on every screen that somebody who is ill may see."""
    if me is not None and me.role != "patient":
        return []
    return [para("Emergency: ", link(number, href_of(number)), class_="urgent")]


def _way(text: str, to: Place, screen: str) -> Node:
    current = {"aria_current": "page"} if to.screen == screen else {}
    return act(text, to.query, to.href, **current)


@session.guarded
def follow(value: str) -> None:
    """Do what was pressed on a sheet: sign out, or open a place."""
    if value == SIGN_OUT:
        session.api().tell("POST", "auth/logout", body={"everywhere": False})
        session.sign_out()
    else:
        session.go(Place.parse(value))


def show(*nodes: Node, key: str) -> None:
    """A sheet whose links and buttons lead to places."""
    sheet(*nodes, key=key, on_act=follow)


def problem(error: ApiError | None) -> None:
    """Say what went wrong, where a screen reader hears it at once."""
    if error is None:
        return
    lines: list[Node] = [para(error.detail), *(para(text) for text in error.fields.values())]
    if error.reference:
        lines.append(para(f"Reference: {error.reference}", class_="quiet"))
    sheet(div(*lines, class_="problem", role="alert"), key="problem")


def moment(at: datetime | None) -> str:
    """A point in time on the clock of the person's browser."""
    return words.moment(at, st.context.timezone)


def emergency_number() -> str:
    """What a person dials in an emergency, as the clinic set it."""
    return str(st.secrets["emergency_number"])


def crisis_line() -> str:
    """Whom people with thoughts of suicide can call, as the clinic set it."""
    return str(st.secrets["crisis_line"])


def numbers() -> tuple[str, str]:
    """The numbers that can be pressed where a sentence holds them."""
    return emergency_number(), crisis_line()

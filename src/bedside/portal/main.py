"""The script that Streamlit runs for every press: who is here, where they are, what they see.

It is run by path, once per interaction, so it only composes. Whether a person may see a screen is
the API's decision: a screen that is not theirs answers that there is no such thing.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from bedside.portal import chrome, dashboard, doors, report, session
from bedside.portal.client import Api, ApiError, SignedOut
from bedside.portal.paper import announce
from bedside.portal.patient import chat, check, home, outcome, start
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.accounts import Me

_LOOK = Path(__file__).with_name("look.css")
_FIRST = {
    "patient": "home",
    "doctor": "dashboard",
    "receptionist": "desk",
    "administrator": "dashboard",
}
_SCREENS: dict[str, Callable[[Visit], Turn]] = {
    "home": home.show,
    "new": start.show,
    "chat": chat.show,
    "check": check.show,
    "result": outcome.show,
    "dashboard": dashboard.show,
    "report": report.show,
    "desk": doors.desk,
    "worklist": doors.moved,
    "chart": doors.moved,
}


def main() -> None:
    """Draw one run."""
    session.bind()
    here = session.place()
    st.html(_LOOK)
    _page("Bedside")
    announcer = st.container(key="announcer-place")
    turn = _drawn(here)
    _page(f"{turn.title} - Bedside")
    with announcer:
        announce(turn.id, turn.words)


def _drawn(here: Place) -> Turn:
    if session.has_left():
        return doors.left()
    if session.signed_out():
        return doors.outside()
    try:
        return _screen(session.api(), here)
    except SignedOut:
        session.sign_out()
        return doors.outside()
    except ApiError as error:
        chrome.problem(error)
        return doors.trouble(error)


def _screen(api: Api, here: Place) -> Turn:
    me = api.ask("GET", "me", Me) if api.caller.sid else None
    screen = here.screen or _FIRST[me.role if me else "patient"]
    chrome.header(me, screen)
    chrome.problem(session.problem())
    return _SCREENS[screen](Visit(api, here, me))


def _page(title: str) -> None:
    st.set_page_config(page_title=title, layout="centered", menu_items=None)


main()

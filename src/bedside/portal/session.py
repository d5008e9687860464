"""What one browser tab keeps between two runs of the script, and whose it is.

Streamlit reads a browser's cookies when the tab connects. When the tab connects again with other
cookies, somebody else may sit there: `bind` then forgets everything first. Only what the next run
needs is kept (an answer just received, a sentence to show), never a store of anybody's data.
"""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

import streamlit as st

from bedside.portal.client import Api, ApiError, Caller, Gateway, SignedOut
from bedside.portal.places import Place
from bedside.portal.turn import Visit
from bedside.schemas.assessments import Assessment

_LEFT = "left"
"""The plain pages' cookie."""
_IDENTITY, _SIGNED_OUT, _PROBLEM, _FRESH = "identity", "signed-out", "problem", "fresh"


def caller() -> Caller:
    """Who this tab's browser says it is."""
    return Caller.of(st.context.cookies, st.context.ip_address)


def api() -> Api:
    """The API as this tab's person."""
    gateway = Gateway(st.secrets["api_url"], st.secrets["public_url"], st.secrets["internal_key"])
    return Api(gateway, caller())


def bind() -> None:
    """Forget everything when the cookies are no longer the ones it was kept for."""
    who = caller()
    identity = hashlib.sha256(f"{who.sid}\n{who.draft}".encode()).hexdigest()
    if st.session_state.get(_IDENTITY) != identity:
        st.session_state.clear()
        st.session_state[_IDENTITY] = identity


def place() -> Place:
    """Where the person is."""
    return Place.of(st.query_params.to_dict())


def go(to: Place) -> None:
    """Be somewhere else from the next run on."""
    st.query_params.from_dict(to.fields)


def sign_out() -> None:
    """Show nothing of anybody from now on, in this tab."""
    identity = st.session_state.get(_IDENTITY)
    st.session_state.clear()
    st.session_state.update({_IDENTITY: identity, _SIGNED_OUT: True})


def signed_out() -> bool:
    """Whether the API said that nobody is signed in (any more)."""
    return bool(st.session_state.get(_SIGNED_OUT)) or not caller().known


def has_left() -> bool:
    """Whether this browser's person left a private page quickly and has not gone on since."""
    return bool(st.context.cookies.get(_LEFT))


def guarded(action: Callable[..., None]) -> Callable[..., None]:
    """Wrap what a button does: a refusal becomes a sentence on the screen, a 401 signs out."""

    @functools.wraps(action)
    def act(*args: Any, **kwargs: Any) -> None:
        st.session_state.pop(_PROBLEM, None)
        try:
            action(*args, **kwargs)
        except SignedOut:
            sign_out()
        except ApiError as error:
            report(error)

    return act


def report(error: ApiError) -> None:
    """Keep a problem for the next run to show."""
    st.session_state[_PROBLEM] = error


def problem() -> ApiError | None:
    """Take the problem of the last action, once."""
    return st.session_state.pop(_PROBLEM, None)


def keep(answer: Assessment) -> None:
    """Keep what a write returned, so that the run it causes need not read it again."""
    st.session_state[_FRESH] = answer


def assessment(visit: Visit) -> Assessment:
    """The assessment of this place: what the last write returned, once, or read anew."""
    wanted = visit.here.assessment
    fresh = st.session_state.pop(_FRESH, None)
    if isinstance(fresh, Assessment) and fresh.id == wanted:
        return fresh
    return visit.api.ask("GET", f"assessments/{wanted}", Assessment)
